package dev.condenser.sidecar.process

import dev.condenser.sidecar.relay.RawMessage
import dev.condenser.sidecar.relay.RawMessageHandler
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageProducer
import java.io.InputStream
import java.util.concurrent.CompletableFuture
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** The command line that starts the sidecar. */
data class SidecarCommand(
    val command: List<String>,
    /** The complete environment of the process; if null, that of the JVM. */
    val environment: Map<String, String>? = null,
    val folder: java.io.File? = null,
)

/** Receives the events of a process, on threads of the process. */
interface SidecarListener {
    fun received(message: RawMessage)

    /** stdout is not valid protocol; the process cannot be used any more. */
    fun garbled(detail: String)

    fun exited(exitCode: Int)
}

/**
 * One run of the sidecar: its process, its pipes and their threads. lsp4j frames the messages, in
 * UTF-8 whatever the JVM's default is.
 */
class SidecarProcess private constructor(
    private val process: Process,
    private val tail: LineTail,
    private val listener: SidecarListener,
    log: (String) -> Unit,
) {
    private val outgoing = LinkedBlockingQueue<RawMessage>()
    private val input = FirstMessageLimit(process.inputStream.buffered())

    val pid: Long get() = process.pid()
    val isAlive: Boolean get() = process.isAlive

    /** The last lines of stderr, oldest first. */
    val stderrTail: List<String> get() = tail.lines()

    private val reader = thread(name = "condenser-stdout", isDaemon = true, start = false) { read() }
    private val writer = thread(name = "condenser-stdin", isDaemon = true, start = false) { write() }
    private val stderr = thread(name = "condenser-stderr", isDaemon = true, start = false) {
        StderrDrain(process.errorStream, tail, log).run()
    }

    /** Sends a message. Messages keep their order. Never blocks. */
    fun send(message: RawMessage) {
        outgoing.add(message)
    }

    /** Kills the process tree; completes once it is gone. */
    fun end(): CompletableFuture<Void> {
        val tree = process.descendants().toList()
        process.destroyForcibly()
        tree.forEach { it.destroyForcibly() }
        return process.onExit().thenAccept { }
    }

    /** Waits a while for the process to exit, then kills what is left of its tree. */
    fun endAfter(milliseconds: Long): CompletableFuture<Void> {
        // Once the process is gone, its children can no longer be found.
        val tree = process.descendants().toList()
        return process.onExit().orTimeout(milliseconds, TimeUnit.MILLISECONDS)
            .handle { _, _ -> end() }
            .thenCompose { it }
            .thenRun { tree.forEach { it.destroyForcibly() } }
    }

    private fun start() {
        reader.start()
        writer.start()
        stderr.start()
        process.onExit().thenAccept { ended ->
            writer.interrupt()
            // The last lines of stderr explain why the process ended.
            stderr.join(1000)
            reader.join(1000)
            listener.exited(ended.exitValue())
        }
    }

    private fun read() {
        try {
            Producer(input).listen { message ->
                input.understood = true
                listener.received(message as RawMessage)
            }
        } catch (error: Exception) {
            if (process.isAlive) listener.garbled(error.message ?: error.toString())
        }
    }

    private fun write() {
        val consumer = StreamMessageConsumer(process.outputStream.buffered(), RawMessageHandler)
        try {
            while (true) consumer.consume(outgoing.take())
        } catch (_: InterruptedException) {
            // The process has ended.
        } catch (_: Exception) {
            // The pipe is closed; the end of the process is reported separately.
        }
    }

    /** lsp4j logs messages that it cannot parse and continues; here they end the process. */
    private inner class Producer(input: InputStream) : StreamMessageProducer(input, RawMessageHandler) {
        override fun fireError(error: Throwable) {
            if (process.isAlive) listener.garbled(error.message ?: error.toString())
        }
    }

    companion object {
        /** @throws java.io.IOException if the process cannot be started. */
        fun start(command: SidecarCommand, listener: SidecarListener, log: (String) -> Unit): SidecarProcess {
            val builder = ProcessBuilder(command.command)
            command.environment?.let {
                builder.environment().run {
                    clear()
                    putAll(it)
                }
            }
            command.folder?.let(builder::directory)
            return SidecarProcess(builder.start(), LineTail(), listener, log).apply { start() }
        }
    }
}
