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

/** How the sidecar is started. */
data class SidecarCommand(
    val command: List<String>,
    /** The whole environment of the process; the JVM's own where null. */
    val environment: Map<String, String>? = null,
    val folder: java.io.File? = null,
)

/** What a process tells its owner. Called from threads of its own. */
interface SidecarListener {
    fun received(message: RawMessage)

    /** stdout holds what is no protocol; the process is of no more use. */
    fun garbled(detail: String)

    fun exited(exitCode: Int)
}

/**
 * One run of the sidecar: its process, its pipes and their threads. Bytes are framed by lsp4j and
 * are UTF-8 on both ends, whatever the JVM's default is.
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

    /** Sends a message, after those before it. Never blocks. */
    fun send(message: RawMessage) {
        outgoing.add(message)
    }

    /** Ends the process and all that it started; resolves when it is gone. */
    fun end(): CompletableFuture<Void> {
        val tree = process.descendants().toList()
        process.destroyForcibly()
        tree.forEach { it.destroyForcibly() }
        return process.onExit().thenAccept { }
    }

    /** Lets it end by itself for a while; then it, and whatever it started that is left, is ended. */
    fun endAfter(milliseconds: Long): CompletableFuture<Void> {
        // Once it is gone nobody can tell which processes were its children.
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
            // What it said last explains why it ended.
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
            // A closed pipe: the end of the process tells it.
        }
    }

    /** lsp4j logs what it cannot read and goes on; here it is the end. */
    private inner class Producer(input: InputStream) : StreamMessageProducer(input, RawMessageHandler) {
        override fun fireError(error: Throwable) {
            if (process.isAlive) listener.garbled(error.message ?: error.toString())
        }
    }

    companion object {
        /** @throws java.io.IOException when the process cannot be started. */
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
