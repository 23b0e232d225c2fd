package dev.condenser.sidecar

import dev.condenser.fakes.RecordingPage
import dev.condenser.fakes.Supervised
import dev.condenser.fakes.builtSidecar
import java.nio.charset.Charset
import java.nio.file.Path
import java.util.UUID

/** `AskOnce <home> <ollama>`: sends one question and prints the events in ASCII. */
fun main(arguments: Array<String>) {
    val (home, ollama) = arguments
    say(Charset.defaultCharset().name())
    Supervised(builtSidecar(Path.of(home), ollama)).use { supervised ->
        val page = RecordingPage()
        val question = "{\"clientTurnId\":\"${UUID.randomUUID()}\",\"text\":\"你好，世界\"}"
        supervised.page(page).post("""{"jsonrpc":"2.0","id":1,"method":"chat/send","params":$question}""")
        say("pid ${supervised.await<SidecarState.Ready>().pid}")
        page.await("delta") { it.param("kind")?.asString == "delta" }
        say("delta")
        val result = page.result(1).asJsonObject
        say("answer ${escaped(result.get("answer").asString)}")
    }
}

private fun escaped(text: String) = text.map { "\\u%04x".format(it.code) }.joinToString("")

private fun say(line: String) {
    println(line)
    System.out.flush()
}
