package dev.condenser.sidecar

import dev.condenser.fakes.FakeOllama
import dev.condenser.fakes.RecordingPage
import dev.condenser.fakes.Supervised
import dev.condenser.fakes.builtSidecar
import dev.condenser.sidecar.relay.PageConnection
import dev.condenser.sidecar.relay.RawMessage
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Path
import java.util.UUID

class BuiltSidecarTest {
    @TempDir
    lateinit var home: Path

    private fun ask(id: Int, text: String) =
        """{"jsonrpc":"2.0","id":$id,"method":"chat/send","params":{"clientTurnId":"${UUID.randomUUID()}","text":"$text"}}"""

    private fun RawMessage.isDelta() = method == "chat/event" && param("kind")?.asString == "delta"

    @Test
    fun `a question is answered, with Chinese both ways`() {
        Supervised(builtSidecar(home, chinese.url)).use { supervised ->
            val page = RecordingPage()
            supervised.page(page).post(ask(1, "你好，世界"))
            val result = page.result(1).asJsonObject
            assertEquals("这是回答🙂", result.get("answer").asString)
            assertEquals("complete", result.get("stopReason").asString)
        }
    }

    @Test
    fun `killed ten times during an answer, it restarts each time and each question ends`() {
        val patient = Backoff(firstMilliseconds = 1, maxMilliseconds = 1, attempts = 20)
        Supervised(builtSidecar(home, slow.url), patient).use { supervised ->
            val pids = HashSet<Long>()
            for (round in 1..10) {
                val page = RecordingPage()
                val connection = supervised.page(page)
                connection.post(ask(round, "question $round"))
                val pid = supervised.await<SidecarState.Ready>().pid
                page.await("delta") { it.isDelta() }
                ProcessHandle.of(pid).get().destroyForcibly()
                val error = page.answer(round).json.getAsJsonObject("error")
                assertEquals("sidecarDied", error.getAsJsonObject("data").get("kind").asString)
                connection.close()
                pids += pid
            }
            assertEquals(10, pids.size)
            supervised.await<SidecarState.Ready>()
        }
    }

    @Test
    fun `cancelling in one project's page does not affect a turn of another`() {
        Supervised(builtSidecar(home, slow.url)).use { supervised ->
            val (one, two) = RecordingPage() to RecordingPage()
            val (first, second) = supervised.page(one) to supervised.page(two)
            first.post(ask(1, "one"))
            second.post(ask(1, "two"))
            one.await("two turns") { it.isDelta() }
            first.post("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""")
            val cancelled = one.result(1).asJsonObject
            assertEquals("cancelled", cancelled.get("stopReason").asString)
            assertTrue(two.messages.none { it.isResponse })
            second.post("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""")
            assertNotEquals(cancelled.get("turnId"), two.result(1).asJsonObject.get("turnId"))
        }
    }

    @Test
    fun `lists of one project contain no conversations or running turns of another`() {
        Supervised(builtSidecar(home, slow.url)).use { supervised ->
            val (one, two) = RecordingPage() to RecordingPage()
            val (first, second) = supervised.page(one) to supervised.page(two)
            first.post(request(1, "chat/send", "\"clientTurnId\":\"${UUID.randomUUID()}\",\"text\":\"one\",$ONE"))
            one.await("an answer") { it.isDelta() }
            for ((page, connection, workspace, count) in listOf(
                Asked(one, first, ONE, 1),
                Asked(two, second, TWO, 0),
            )) {
                connection.post(request(2, "conversation/list", workspace))
                assertEquals(count, page.result(2).asJsonObject.getAsJsonArray("conversations").size())
                val uri = workspace.replace("workspaceUri", "uri")
                connection.post(request(3, "page/hello", "\"pageId\":\"${UUID.randomUUID()}\",\"workspace\":{$uri}"))
                assertEquals(count, page.result(3).asJsonObject.getAsJsonArray("runningTurns").size())
            }
        }
    }

    private data class Asked(
        val page: RecordingPage,
        val connection: PageConnection,
        val workspace: String,
        val count: Int,
    )

    private fun request(id: Int, method: String, params: String) =
        """{"jsonrpc":"2.0","id":$id,"method":"$method","params":{$params}}"""

    private companion object {
        const val ONE = "\"workspaceUri\":\"file:///one\""
        const val TWO = "\"workspaceUri\":\"file:///two\""

        val chinese = FakeOllama(
            """{"replies":[{"match":{"lastMessage":"你好，世界"},"tokens":["这是","回答","🙂"],"chunking":"everyByte"}],
                "otherwise":{"tokens":["garbled"]}}""",
        )
        val slow =
            FakeOllama(
                """{"otherwise":{"tokens":[${List(3000) {
                    "\"a \""
                }.joinToString(",")}],"pace":10,"times":"always"}}""",
            )

        @AfterAll
        @JvmStatic
        fun stop() {
            chinese.close()
            slow.close()
        }
    }
}
