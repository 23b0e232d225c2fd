package dev.condenser.fakes

import java.io.BufferedReader
import java.nio.file.Files

/** The project's fake Ollama, in its own process on a free port; [script] is its JSON. */
class FakeOllama(script: String = "{}") : AutoCloseable {
    private val file = Files.createTempFile("fake-ollama", ".json").also { Files.writeString(it, script) }
    private val process: Process =
        ProcessBuilder(NODE, "--import", "tsx", "test/fakes/ollama/main.ts", "--script", "$file")
            .directory(root.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val lines: BufferedReader = process.inputStream.bufferedReader()

    /** Its address, such as http://127.0.0.1:4711. */
    val url: String = generateSequence {
        lines.readLine()
    }.firstNotNullOf { Regex("""http://[\d.]+:\d+""").find(it)?.value }

    override fun close() {
        process.destroy()
        Files.deleteIfExists(file)
    }
}
