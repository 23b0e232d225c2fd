package dev.condenser.sidecar.process

import java.io.IOException
import java.io.InputStream

/**
 * Reads the sidecar's stderr, so that it never blocks on a full pipe. Lines are added to [tail] and,
 * up to [LOGGED_PER_SECOND] per second, to the log. A line is cut at [MAX_LINE_BYTES].
 */
internal class StderrDrain(
    private val input: InputStream,
    private val tail: LineTail,
    private val log: (String) -> Unit,
    private val nanoTime: () -> Long = System::nanoTime,
) {
    private var second = Long.MIN_VALUE
    private var logged = 0
    private var leftOut = 0

    fun run() {
        try {
            readLines()
        } catch (_: IOException) {
            // The process was killed.
        }
    }

    private fun readLines() {
        val line = ByteArray(MAX_LINE_BYTES)
        var length = 0
        val chunk = ByteArray(8192)
        while (true) {
            val count = input.read(chunk)
            if (count < 0) break
            for (index in 0 until count) {
                val byte = chunk[index]
                if (byte == NEWLINE) {
                    add(String(line, 0, length, Charsets.UTF_8).trimEnd('\r'))
                    length = 0
                } else if (length < MAX_LINE_BYTES) {
                    line[length++] = byte
                }
            }
        }
        if (length > 0) add(String(line, 0, length, Charsets.UTF_8))
    }

    private fun add(line: String) {
        tail.add(line)
        val now = nanoTime() / 1_000_000_000
        if (now != second) {
            if (leftOut > 0) log("… $leftOut lines left out")
            second = now
            logged = 0
            leftOut = 0
        }
        if (logged++ < LOGGED_PER_SECOND) log(line) else leftOut++
    }

    companion object {
        const val MAX_LINE_BYTES = 8192
        const val LOGGED_PER_SECOND = 100
        private const val NEWLINE = '\n'.code.toByte()
    }
}

/** Keeps the last lines that were added, for the error card. Thread-safe. */
class LineTail(private val capacity: Int = 50) {
    private val lines = ArrayDeque<String>()

    @Synchronized
    fun add(line: String) {
        if (lines.size == capacity) lines.removeFirst()
        lines.addLast(line)
    }

    /** Oldest first. */
    @Synchronized
    fun lines(): List<String> = lines.toList()
}
