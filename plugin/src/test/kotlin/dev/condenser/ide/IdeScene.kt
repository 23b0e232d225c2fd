package dev.condenser.ide

import com.google.gson.JsonElement
import com.google.gson.JsonParser
import dev.condenser.fakes.FakeEditor
import dev.condenser.sidecar.relay.IdeReply
import dev.condenser.sidecar.relay.RpcError
import dev.condenser.sidecar.relay.RpcException
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path

/** A project with an editor, and a page that sends it requests. */
abstract class IdeScene {
    @TempDir
    lateinit var folder: Path

    val project: Path by lazy { Files.createDirectories(folder.resolve("my project")).toRealPath() }
    val editor by lazy { FakeEditor(project) }
    private val requests by lazy {
        IdeRequests(editor, IdeTexts { key, arguments -> "$key ${arguments.joinToString()}" })
    }

    fun file(name: String, text: String = "text\n"): Path {
        val path = project.resolve(name)
        Files.createDirectories(path.parent)
        return Files.writeString(path, text)
    }

    fun url(path: Path): String = FileUrls.toUrl("$path")

    /** The result of a request, or its error. */
    fun ask(method: String, params: String = "{}"): Any {
        var outcome: Any? = null
        val reply = object : IdeReply {
            override fun result(value: JsonElement) {
                outcome = value
            }

            override fun error(error: RpcError) {
                outcome = error
            }
        }
        try {
            requests.handle(method, JsonParser.parseString(params), reply)
        } catch (error: RpcException) {
            outcome = error.error
        }
        return checkNotNull(outcome) { "$method was not answered" }
    }

    fun assertRefused(kind: String, method: String, params: String) {
        val outcome = ask(method, params)
        assertEquals(kind, (outcome as? RpcError)?.kind, "$method $params → $outcome")
    }

    fun change(uri: String, line: Int, from: Int, to: Int, expected: String, text: String) =
        """{"uri":"$uri","range":{"start":{"line":$line,"character":$from},"end":{"line":$line,"character":$to}},
            "expectedText":"$expected","text":"$text"}"""
}
