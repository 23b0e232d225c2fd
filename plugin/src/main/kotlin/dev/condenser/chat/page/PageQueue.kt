package dev.condenser.chat.page

import dev.condenser.sidecar.relay.PageSink
import dev.condenser.sidecar.relay.RawMessage
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit

/**
 * Messages on their way into the page: gathered and run as one script a frame, since each script
 * costs the browser a round between processes; a message that is too long for one goes in parts.
 */
class PageQueue(
    private val scheduler: ScheduledExecutorService,
    private val frameMilliseconds: Long = 16,
    private val largestScript: Int = 256 * 1024,
    private val run: (String) -> Unit,
) : PageSink {
    private val lock = Any()
    private var messages = ArrayList<String>()
    private var scheduled = false
    private var partId = 0

    override fun receive(message: RawMessage) {
        synchronized(lock) {
            messages += message.text
            if (scheduled) return
            scheduled = true
        }
        scheduler.schedule(::flush, frameMilliseconds, TimeUnit.MILLISECONDS)
    }

    /** Forgets what has not gone: the page that it was for is gone. */
    fun clear() = synchronized(lock) { messages = ArrayList() }

    private fun flush() {
        val batch = synchronized(lock) {
            scheduled = false
            messages.also { messages = ArrayList() }
        }
        var group = ArrayList<String>()
        var size = 0
        for (text in batch) {
            if (text.length > largestScript || size + text.length > largestScript) {
                if (group.isNotEmpty()) run(PageScripts.receive(group))
                group = ArrayList()
                size = 0
            }
            if (text.length > largestScript) inParts(text) else group += text
            size += text.length
        }
        if (group.isNotEmpty()) run(PageScripts.receive(group))
    }

    private fun inParts(text: String) {
        val id = "part-${partId++}"
        val parts = text.chunked(largestScript)
        parts.forEachIndexed { index, part -> run(PageScripts.receivePart(id, index, parts.size, part)) }
    }
}
