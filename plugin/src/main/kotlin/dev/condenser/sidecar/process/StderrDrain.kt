package dev.condenser.sidecar.process

import java.io.IOException
import java.io.InputStream

/**
 * Reads the sidecar's stderr to its end, so that it never blocks on a full pipe. Lines go into the
 * [tail] and, at most [LOGGED_PER_SECOND] in a second, into the log; a line is cut at
 * [LONGEST_LINE] bytes.
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
            // The pipe of a process that was ended.
        }
    }

    private fun readLines() {
        val line = ByteArray(LONGEST_LINE)
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
                } else if (length < LONGEST_LINE) {
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
        const val LONGEST_LINE = 8192
        const val LOGGED_PER_SECOND = 100
        private const val NEWLINE = '\n'.code.toByte()
    }
}
