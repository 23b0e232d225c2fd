package dev.condenser.fakes

import com.google.gson.JsonElement
import dev.condenser.sidecar.relay.PageSink
import dev.condenser.sidecar.relay.RawMessage
import java.util.concurrent.TimeUnit

/** Records the messages to a page in order, and waits for further ones. */
class RecordingPage : PageSink {
    private val received = ArrayList<RawMessage>()
    private val lock = java.util.concurrent.locks.ReentrantLock()
    private val arrived = lock.newCondition()

    val messages: List<RawMessage> get() = lock.run {
        lock()
        try {
            received.toList()
        } finally {
            unlock()
        }
    }

    override fun receive(message: RawMessage) {
        lock.lock()
        try {
            received += message
            arrived.signalAll()
        } finally {
            lock.unlock()
        }
    }

    /** The first matching message, now or later. */
    fun await(what: String, seconds: Long = 30, fits: (RawMessage) -> Boolean): RawMessage {
        lock.lock()
        try {
            var left = TimeUnit.SECONDS.toNanos(seconds)
            while (true) {
                received.firstOrNull(fits)?.let { return it }
                if (left <= 0) throw AssertionError("no $what among: ${received.joinToString("\n").take(2000)}")
                left = arrived.awaitNanos(left)
            }
        } finally {
            lock.unlock()
        }
    }

    /** The answer to a request of this page. */
    fun answer(id: Any): RawMessage = await("answer to $id") { it.isResponse && it.id.toString() == quoted(id) }

    /** The result of a request of this page; throws on an error. */
    fun result(id: Any): JsonElement = answer(id).json.let { it.get("result") ?: throw AssertionError("$it") }

    private fun quoted(id: Any) = if (id is String) "\"$id\"" else id.toString()
}
