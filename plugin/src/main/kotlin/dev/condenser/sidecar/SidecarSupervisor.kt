package dev.condenser.sidecar

import com.google.gson.JsonNull
import com.google.gson.JsonPrimitive
import dev.condenser.sidecar.process.SidecarListener
import dev.condenser.sidecar.process.SidecarProcess
import dev.condenser.sidecar.relay.RawMessage
import dev.condenser.sidecar.relay.Relay
import dev.condenser.sidecar.relay.RpcError
import java.io.IOException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import java.util.concurrent.RejectedExecutionException
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit

/**
 * Keeps one sidecar running for the whole IDE. The first message or [start] starts it, on another
 * thread; after a crash it restarts with growing delays; [dispose] stops it.
 *
 * Messages wait while it starts. Requests that were pending when it died, or that arrive after the
 * last attempt, are answered with an error, so that none hangs.
 */
class SidecarSupervisor(
    private val launcher: SidecarLauncher,
    private val host: HostInfo,
    private val texts: SidecarTexts,
    private val log: (String) -> Unit,
    private val backoff: Backoff = Backoff(),
    private val initializeMilliseconds: Long = 20_000,
) {
    /** Connects the pages to the sidecar. */
    val relay = Relay(log) { message -> onThread { forward(message) } }

    @Volatile
    var state: SidecarState = SidecarState.Stopped
        private set

    // All state transitions happen on this thread.
    private val thread: ScheduledExecutorService = Executors.newSingleThreadScheduledExecutor { work ->
        Thread(work, "condenser-supervisor").apply { isDaemon = true }
    }
    private val listeners = CopyOnWriteArrayList<(SidecarState) -> Unit>()
    private val waiting = ArrayDeque<RawMessage>()
    private var run: Run? = null
    private var failures = 0
    private var disposed = false

    /** Calls [listener] for every state from now on, on a thread of the supervisor, until the result is closed. */
    fun onState(listener: (SidecarState) -> Unit): AutoCloseable {
        listeners += listener
        return AutoCloseable { listeners -= listener }
    }

    /** Starts the sidecar unless it is running or starting. After a failure, this is the user's "Restart". */
    fun start() = onThread {
        if (state is SidecarState.Stopped || state is SidecarState.Failed) {
            failures = 0
            launch()
        }
    }

    /** Restarts the sidecar with the current settings. */
    fun restart() = onThread {
        failures = 0
        val before = run
        run = null
        before?.process?.end()
        failPending(texts.restarted())
        launch()
    }

    /** Sends `shutdown` and `exit`, then kills what is left of the process tree. Does not block. */
    fun dispose(): CompletableFuture<Void> {
        val done = CompletableFuture<Void>()
        onThread {
            disposed = true
            val last = run
            run = null
            become(SidecarState.Stopped)
            failPending(texts.stopped())
            val ended = if (last == null) CompletableFuture.completedFuture(null) else last.leave()
            ended.whenComplete { _, _ ->
                done.complete(null)
                thread.shutdown()
            }
        }
        return done
    }

    private fun forward(message: RawMessage) {
        when (val now = state) {
            is SidecarState.Ready -> run?.process?.send(message)

            is SidecarState.Failed -> failPending(texts.unavailable(now.problem))

            is SidecarState.Stopped -> if (disposed) {
                failPending(texts.stopped())
            } else {
                waiting += message
                launch()
            }

            else -> waiting += message
        }
    }

    private fun launch() {
        if (disposed) return
        become(SidecarState.Starting)
        when (val plan = launcher.prepare()) {
            is LaunchPlan.Impossible -> giveUp(plan.problem)

            is LaunchPlan.Start -> try {
                run = Run(plan).also { it.initialize() }
            } catch (error: IOException) {
                failed(SidecarProblem.CannotStart(error.message ?: error.toString()))
            }
        }
    }

    private fun ready(version: String, process: SidecarProcess) {
        become(SidecarState.Ready(process.pid, version))
        while (waiting.isNotEmpty()) process.send(waiting.removeFirst())
    }

    /** Schedules a restart, or gives up. */
    private fun failed(problem: SidecarProblem) {
        run = null
        failures++
        // Messages that never reached the old process wait for the next one.
        val kept = waiting.map { it.id.toString() }.toSet()
        relay.failPending(texts.died(problem), except = kept)
        val delay = backoff.delayBefore(failures) ?: return giveUp(problem)
        become(SidecarState.Restarting(failures, delay, problem))
        thread.schedule({ if (state is SidecarState.Restarting) launch() }, delay, TimeUnit.MILLISECONDS)
    }

    private fun giveUp(problem: SidecarProblem) {
        run = null
        become(SidecarState.Failed(problem))
        failPending(texts.unavailable(problem))
    }

    private fun failPending(error: RpcError) {
        waiting.clear()
        relay.failPending(error)
    }

    private fun become(next: SidecarState) {
        if (state == next) return
        state = next
        log("sidecar: $next")
        listeners.forEach { it(next) }
    }

    private fun onThread(work: () -> Unit) {
        try {
            thread.execute {
                try {
                    work()
                } catch (error: RuntimeException) {
                    log("supervisor: ${error.stackTraceToString()}")
                }
            }
        } catch (_: RejectedExecutionException) {
            relay.failPending(texts.stopped())
        }
    }

    /** One run of the process. Its output is ignored once it was replaced. */
    private inner class Run(plan: LaunchPlan.Start) : SidecarListener {
        val process = SidecarProcess.start(plan.command, this, log)
        private var initialized = false
        private var shutDown: CompletableFuture<Void>? = null

        fun initialize() {
            process.send(RawMessage.request(INITIALIZE_ID, "initialize", initializeParams(host)))
            after(initializeMilliseconds) {
                if (!initialized) stop(SidecarProblem.NoAnswer(initializeMilliseconds / 1000, process.stderrTail))
            }
        }

        fun leave(): CompletableFuture<Void> {
            val answered = CompletableFuture<Void>().also { shutDown = it }
            process.send(RawMessage.request(SHUTDOWN_ID, "shutdown", JsonNull.INSTANCE))
            return answered.orTimeout(LEAVE_MILLISECONDS, TimeUnit.MILLISECONDS).handle { _, _ ->
                val ended = process.endAfter(LEAVE_MILLISECONDS)
                process.send(RawMessage.notification("exit", null))
                ended
            }.thenCompose { it }
        }

        override fun received(message: RawMessage) {
            // Everything but the answers to the host's own two requests goes to the pages.
            when {
                message.isResponse && message.id == SHUTDOWN_ID -> shutDown?.complete(null)
                message.isResponse && message.id == INITIALIZE_ID -> onThread { initialized(message) }
                run === this -> relay.receive(message)
            }
        }

        override fun garbled(detail: String) = onThread { stop(SidecarProblem.Garbled(detail, process.stderrTail)) }

        override fun exited(exitCode: Int) = onThread {
            if (run === this) failed(SidecarProblem.Exited(exitCode, process.stderrTail))
        }

        private fun initialized(message: RawMessage) {
            if (run !== this || initialized) return
            initialized = true
            val version = when (val answer = readInitialize(message, host.sidecarVersion)) {
                is InitializeAnswer.Accepted -> answer.version

                is InitializeAnswer.Refused -> {
                    process.end()
                    return giveUp(SidecarProblem.WrongVersion(answer.detail, process.stderrTail))
                }
            }
            process.send(RawMessage.notification("initialized", null))
            ready(version, process)
            after(backoff.healthyMilliseconds) { failures = 0 }
        }

        private fun stop(problem: SidecarProblem) {
            if (run !== this) return
            process.end()
            failed(problem)
        }

        private fun after(milliseconds: Long, work: () -> Unit) {
            thread.schedule({ if (run === this) work() }, milliseconds, TimeUnit.MILLISECONDS)
        }
    }

    private companion object {
        // Strings, because the relay uses the numbers from 1.
        val INITIALIZE_ID = JsonPrimitive("host-initialize")
        val SHUTDOWN_ID = JsonPrimitive("host-shutdown")
        const val LEAVE_MILLISECONDS = 2000L
    }
}
