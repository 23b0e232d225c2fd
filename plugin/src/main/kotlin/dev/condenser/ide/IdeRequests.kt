package dev.condenser.ide

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import dev.condenser.sidecar.relay.IdeReply
import dev.condenser.sidecar.relay.IdeRequestHandler
import dev.condenser.sidecar.relay.RpcError
import dev.condenser.sidecar.relay.RpcException
import java.net.URI
import java.net.URISyntaxException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.WRITE

/** Answers the `ide/…` requests of one project's page, and enforces the rules that protect the project. */
class IdeRequests(private val host: IdeHost, private val texts: IdeTexts) : IdeRequestHandler {
    private val files = ProjectFiles({ host.contentRoots }, texts)

    private val methods: Map<String, (Parameters) -> JsonElement> = mapOf(
        "ide/capabilities" to { _ -> capabilities() },
        "ide/selection" to { _ -> host.selection()?.let(::contextItem) ?: JsonNull.INSTANCE },
        "ide/insert" to ::insert,
        "ide/replaceSelection" to ::replaceSelection,
        "ide/diff" to ::diff,
        "ide/newFile" to ::newFile,
        "ide/open" to ::open,
        "ide/copy" to { parameters -> nothing { host.copy(parameters.text("text")) } },
        "ide/openExternal" to ::openExternal,
        "ide/openLog" to { _ -> nothing(host::openLog) },
        "ide/focusEditor" to { _ -> nothing(host::focusEditor) },
    )

    override fun handle(method: String, params: JsonElement?, reply: IdeReply) {
        val answer = methods[method]
            ?: throw RpcException(RpcError(RpcError.METHOD_NOT_FOUND, texts.unknown(method), "methodNotFound"))
        host.onUiThread {
            try {
                reply.result(answer(Parameters(params, texts)))
            } catch (error: RpcException) {
                reply.error(error.error)
            } catch (error: Exception) {
                reply.error(RpcError(RpcError.INTERNAL_ERROR, texts.failed(error.message ?: "$error"), "ideFailed"))
            }
        }
    }

    private fun capabilities() = JsonObject().apply {
        addProperty("hostName", host.name)
        add("methods", JsonArray().apply { methods.keys.forEach(::add) })
        host.workspace?.let { (folder, name) ->
            add(
                "workspace",
                JsonObject().apply {
                    addProperty("uri", FileUrls.toUrl(folder))
                    addProperty("name", name)
                },
            )
        }
    }

    private fun insert(parameters: Parameters): JsonElement {
        val text = parameters.filledText("text")
        val prefix = host.linePrefixAtCaret() ?: return applied(false)
        host.insertAtCaret(Indentation.fit(text, prefix))
        return applied(true)
    }

    private fun replaceSelection(parameters: Parameters): JsonElement {
        val change = change(parameters)
        val range = change.matching
        val done = range != null && host.replace(change.path, range, change.fitted(range))
        if (!done) host.showDiff(change.proposed())
        return JsonObject().apply { addProperty("outcome", if (done) "applied" else "diff") }
    }

    private fun diff(parameters: Parameters): JsonElement = nothing { host.showDiff(change(parameters).proposed()) }

    private fun newFile(parameters: Parameters): JsonElement {
        val text = parameters.text("text")
        val name = ProjectFiles.safeName(parameters.optionalText("suggestedName"))
        val typed = host.askForNewFile(name, ::problemWith)
        val path = typed?.let(files::fresh)
        if (path != null) {
            Files.createDirectories(path.parent)
            // CREATE_NEW: the file may have appeared since the check, and is never overwritten.
            Files.writeString(path, text, CREATE_NEW, WRITE)
            host.open(path, null)
        }
        return JsonObject().apply {
            add("uri", path?.let { JsonPrimitive(FileUrls.toUrl("$it")) } ?: JsonNull.INSTANCE)
        }
    }

    private fun problemWith(typed: String): String? = try {
        files.fresh(typed)
        null
    } catch (error: RpcException) {
        error.error.message
    }

    private fun open(parameters: Parameters): JsonElement = nothing {
        val path = files.existing(parameters.filledText("uri"))
        host.open(path, parameters.optionalRange("range")?.start)
    }

    private fun openExternal(parameters: Parameters): JsonElement {
        val url = webAddress(parameters.filledText("url"))
        val opened = host.confirmExternal(url)
        if (opened) host.openExternal(url)
        return JsonObject().apply { addProperty("opened", opened) }
    }

    /** Allows http and https only, and shows an international host name in its ASCII form. */
    private fun webAddress(url: String): String {
        val uri = try {
            URI(url)
        } catch (_: URISyntaxException) {
            null
        }
        val web = uri != null && uri.scheme?.lowercase() in setOf("http", "https")
        if (uri == null || !web || uri.host.isNullOrEmpty() || uri.userInfo != null) {
            throw RpcException(RpcError(RpcError.NOT_SUPPORTED, texts.badLink(url), "badLink"))
        }
        return uri.toASCIIString()
    }

    private inner class Change(
        val path: Path,
        val document: String,
        val range: IntRange,
        val expected: String,
        val text: String,
    ) {
        /** The range, if it still holds the text that the page expects. */
        val matching: IntRange? get() = range.takeIf { document.substring(it.first, it.last + 1) == expected }

        fun fitted(at: IntRange): String {
            val prefix = document.substring(0, at.first).substringAfterLast('\n')
            return Indentation.replacing(text, document.substring(at.first, at.last + 1), prefix)
        }

        /** The range where the expected text is now, if it occurs exactly once. */
        fun proposed(): ProposedChange {
            val moved = document.indexOf(expected).takeIf {
                expected.isNotEmpty() && it >= 0 &&
                    it == document.lastIndexOf(expected)
            }
            val at = matching ?: moved?.let { it until it + expected.length } ?: range
            return ProposedChange(path, document, document.replaceRange(at, fitted(at)))
        }
    }

    private fun change(parameters: Parameters): Change {
        val url = parameters.filledText("uri")
        val range = parameters.range("range")
        val expected = parameters.text("expectedText").replace("\r\n", "\n")
        val text = parameters.text("text")
        val path = files.existing(url)
        val document = host.documentText(path)
            ?: throw RpcException(RpcError(RpcError.NOT_SUPPORTED, texts.outside(url), "notText"))
        val offsets = Positions.toOffsets(document, range)
            // The place is gone, so the document no longer matches: the diff shows the change at its end.
            ?: (document.length until document.length)
        return Change(path, document, offsets, expected, text)
    }

    private fun nothing(work: () -> Unit): JsonElement {
        work()
        return JsonNull.INSTANCE
    }

    private fun applied(value: Boolean) = JsonObject().apply { addProperty("applied", value) }
}
