package dev.condenser.chat.page

import dev.condenser.sidecar.relay.PageSink
import dev.condenser.sidecar.relay.RawMessage
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit

/**
 * Batches messages to the page into one script per frame, since each script costs a round trip
 * between processes. A message that is too long for one script is sent in parts.
 */
class PageQueue(
    private val scheduler: ScheduledExecutorService,
    private val frameMilliseconds: Long = 16,
    private val maxScriptLength: Int = 256 * 1024,
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

    /** Drops the messages that were not sent, because their page is gone. */
    fun clear() = synchronized(lock) { messages = ArrayList() }

    private fun flush() {
        val batch = synchronized(lock) {
            scheduled = false
            messages.also { messages = ArrayList() }
        }
        var group = ArrayList<String>()
        var size = 0
        for (text in batch) {
            if (text.length > maxScriptLength || size + text.length > maxScriptLength) {
                if (group.isNotEmpty()) run(PageScripts.receive(group))
                group = ArrayList()
                size = 0
            }
            if (text.length > maxScriptLength) inParts(text) else group += text
            size += text.length
        }
        if (group.isNotEmpty()) run(PageScripts.receive(group))
    }

    private fun inParts(text: String) {
        val id = "part-${partId++}"
        val parts = text.chunked(maxScriptLength)
        parts.forEachIndexed { index, part -> run(PageScripts.receivePart(id, index, parts.size, part)) }
    }
}
