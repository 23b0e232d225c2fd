package dev.condenser.sidecar

import dev.condenser.fakes.FakeOllama
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** Tests that need a JVM of their own: with another encoding, and killed. */
class JvmTest {
    @TempDir
    lateinit var home: Path

    private fun jvm(ollama: String, vararg options: String): Process {
        val java = "${System.getProperty("java.home")}/bin/java"
        val program = listOf("-cp", System.getProperty("java.class.path"), "dev.condenser.sidecar.AskOnceKt")
        val properties = "-Dcondenser.root=${dev.condenser.fakes.root}"
        return ProcessBuilder(listOf(java, properties) + options + program + listOf("$home", ollama))
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }

    @Test
    fun `a JVM with GBK as its default encoding does not garble Chinese`() {
        // A garbled question would get another answer.
        val answers = """{"match":{"lastMessage":"你好，世界"},"tokens":["这是","回答🙂"],"chunking":"splitCharacters"}"""
        FakeOllama("""{"replies":[$answers],"otherwise":{"tokens":["garbled"]}}""").use { ollama ->
            val process = jvm(ollama.url, "-Dfile.encoding=GBK")
            val lines = process.inputStream.bufferedReader(Charsets.US_ASCII).readLines()
            assertTrue("GBK" in lines, "$lines")
            val expected = "这是回答🙂".map { "\\u%04x".format(it.code) }.joinToString("")
            assertTrue(lines.any { it == "answer $expected" }, "$lines")
        }
    }

    @Test
    fun `no Node process is left when the JVM is killed during an answer`() {
        FakeOllama(
            """{"otherwise":{"tokens":[${List(2000) {
                "\"a \""
            }.joinToString(",")}],"pace":10,"times":"always"}}""",
        ).use { ollama ->
            val process = jvm(ollama.url)
            val reader = process.inputStream.bufferedReader()
            val pid = generateSequence { reader.readLine() }.first { it.startsWith("pid ") }.drop(4).toLong()
            generateSequence { reader.readLine() }.first { it == "delta" }
            val sidecar = ProcessHandle.of(pid).get()
            process.destroyForcibly()
            sidecar.onExit().get(5, TimeUnit.SECONDS)
            assertFalse(sidecar.isAlive)
        }
    }
}
