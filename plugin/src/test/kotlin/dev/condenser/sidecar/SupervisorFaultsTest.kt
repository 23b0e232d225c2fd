package dev.condenser.sidecar

import dev.condenser.fakes.RecordingPage
import dev.condenser.fakes.Supervised
import dev.condenser.fakes.misbehaving
import dev.condenser.fakes.testHost
import dev.condenser.sidecar.node.NodeAttempt
import dev.condenser.sidecar.node.NodeCandidate
import dev.condenser.sidecar.node.NodeProblem
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Path
import java.util.concurrent.TimeUnit

class SupervisorFaultsTest {
    @Test
    fun `a sidecar that exits at once is restarted five times, then its last output is reported`() {
        Supervised(misbehaving("exits")).use { supervised ->
            supervised.supervisor.start()
            for (attempt in 1..5) assertEquals(attempt, supervised.await<SidecarState.Restarting>().attempt)
            val problem = supervised.await<SidecarState.Failed>().problem as SidecarProblem.Exited
            assertEquals(3, problem.exitCode)
            assertEquals(listOf("cannot go on: 磁盘已满"), problem.stderr)
        }
    }

    @Test
    fun `after the last attempt, a question fails at once and the user can restart`() {
        Supervised(misbehaving("exits")).use { supervised ->
            val page = RecordingPage()
            supervised.supervisor.start()
            supervised.await<SidecarState.Failed>()
            supervised.page(page).post("""{"jsonrpc":"2.0","id":1,"method":"chat/send"}""")
            val data = page.answer(1).json.getAsJsonObject("error").getAsJsonObject("data")
            assertEquals("sidecarFailed", data.get("kind").asString)
            assertTrue(data.has("whatToDo"))
            supervised.supervisor.start()
            supervised.await<SidecarState.Starting>()
        }
    }

    @Test
    fun `a sidecar that writes garbage is killed before its output fills the memory`() {
        Supervised(misbehaving("garbage")).use { supervised ->
            supervised.supervisor.start()
            val problem = supervised.await<SidecarState.Restarting>().problem
            assertTrue(problem is SidecarProblem.Garbled, "$problem")
        }
    }

    @Test
    fun `a sidecar that writes garbage after a good start is killed, and its requests fail`() {
        Supervised(misbehaving("garbledLater")).use { supervised ->
            val page = RecordingPage()
            supervised.page(page).post("""{"jsonrpc":"2.0","id":1,"method":"chat/send"}""")
            assertTrue(supervised.await<SidecarState.Restarting>().problem is SidecarProblem.Garbled)
            assertTrue(page.answer(1).json.has("error"))
        }
    }

    @Test
    fun `a sidecar that floods stderr neither blocks nor floods the log`() {
        Supervised(misbehaving("floodsStderr")).use { supervised ->
            val page = RecordingPage()
            supervised.page(page).post("""{"jsonrpc":"2.0","id":1,"method":"any"}""")
            assertEquals("flooded", page.result(1).asString)
            assertTrue(supervised.log.size < 5000, "${supervised.log.size} lines in the log")
        }
    }

    @Test
    fun `a sidecar that never answers initialize is killed after the timeout, which is reported`() {
        Supervised(misbehaving("silent"), initializeMilliseconds = 300).use { supervised ->
            supervised.supervisor.start()
            assertTrue(supervised.await<SidecarState.Restarting>().problem is SidecarProblem.NoAnswer)
        }
    }

    @Test
    fun `a sidecar of another protocol version is not restarted`() {
        Supervised(misbehaving("otherProtocol")).use { supervised ->
            supervised.supervisor.start()
            val problem = supervised.await<SidecarState.Failed>().problem
            assertEquals("protocol version 2 instead of 1", (problem as SidecarProblem.WrongVersion).detail)
        }
    }

    @Test
    fun `a sidecar of another plugin version is not restarted`() {
        Supervised(misbehaving("echoes"), host = testHost.copy(sidecarVersion = "1.0.0")).use { supervised ->
            supervised.supervisor.start()
            val problem = supervised.await<SidecarState.Failed>().problem
            assertEquals("sidecar 9.9.9 instead of 1.0.0", (problem as SidecarProblem.WrongVersion).detail)
        }
    }

    @Test
    fun `without Node, the places that were tried are reported and nothing is retried`() {
        val attempts = listOf(NodeAttempt(NodeCandidate("PATH", Path.of("/x/node")), NodeProblem.Missing))
        val launcher = SidecarLauncher { LaunchPlan.Impossible(SidecarProblem.NodeNotFound(attempts)) }
        Supervised(launcher).use { supervised ->
            supervised.supervisor.start()
            val problem = supervised.await<SidecarState.Failed>().problem
            assertEquals(attempts, (problem as SidecarProblem.NodeNotFound).attempts)
        }
    }

    @Test
    fun `requests sent during a restart reach the next process`() {
        Supervised(misbehaving("neverAnswers")).use { supervised ->
            val page = RecordingPage()
            val connection = supervised.page(page)
            connection.post("""{"jsonrpc":"2.0","id":1,"method":"slow"}""")
            connection.post("""{"jsonrpc":"2.0","id":2,"method":"die"}""")
            assertTrue(page.answer(1).json.has("error"))
            assertEquals(7, (supervised.await<SidecarState.Restarting>().problem as SidecarProblem.Exited).exitCode)
            supervised.await<SidecarState.Ready>()
        }
    }

    @Test
    fun `ide requests of a sidecar reach no page`() {
        Supervised(misbehaving("asksTheIde")).use { supervised ->
            val page = RecordingPage()
            supervised.page(page).post("""{"jsonrpc":"2.0","method":"any"}""")
            assertEquals(-32601, page.await("refusal") { it.method == "refusal" }.params?.asInt)
            assertTrue(page.messages.none { it.method?.startsWith("ide/") == true })
        }
    }

    @Test
    fun `dispose ends the whole process tree`() {
        val page = RecordingPage()
        val child: Long
        val sidecar: Long
        Supervised(misbehaving("leavesChildren")).use { supervised ->
            supervised.page(page).post("""{"jsonrpc":"2.0","id":1,"method":"any"}""")
            child = page.result(1).asLong
            sidecar = supervised.await<SidecarState.Ready>().pid
        }
        for (pid in listOf(sidecar, child)) {
            ProcessHandle.of(pid).ifPresent { it.onExit().get(5, TimeUnit.SECONDS) }
            assertFalse(ProcessHandle.of(pid).map { it.isAlive }.orElse(false), "$pid lives")
        }
    }
}
