package dev.condenser.desktop

import dev.condenser.chat.browser.Browser
import java.awt.AWTEvent
import java.awt.EventQueue
import java.awt.Toolkit
import java.nio.file.Files
import java.nio.file.Path

/**
 * Measures how long Swing's thread is busy, in total and between two batches of an answer, in
 * nanoseconds. Used by `npm run bench -- desktop`.
 */
class SwingClock private constructor(private val file: Path) : EventQueue() {
    private var busy = 0L
    private var before = 0L
    private val batches = ArrayList<Long>()

    override fun dispatchEvent(event: AWTEvent) {
        val started = System.nanoTime()
        try {
            super.dispatchEvent(event)
        } finally {
            val spent = System.nanoTime() - started
            synchronized(this) { busy += spent }
        }
    }

    /** Wraps a browser and records its batches. */
    fun watch(browser: Browser): Browser = object : Browser by browser {
        override fun run(script: String) {
            browser.run(script)
            sent(script)
        }
    }

    @Synchronized
    private fun sent(script: String) {
        if (DELTA in script) batches += busy - before
        before = busy
        if (FINISHED in script) Files.writeString(file, """{"all":$busy,"batches":$batches}""")
    }

    companion object {
        // These words mark the messages that carry an answer.
        private const val DELTA = "delta"
        private const val FINISHED = "finished"

        /** Starts measuring; the result is in [file] once an answer has finished. */
        fun start(file: Path): SwingClock {
            val clock = SwingClock(file)
            Toolkit.getDefaultToolkit().systemEventQueue.push(clock)
            return clock
        }
    }
}
