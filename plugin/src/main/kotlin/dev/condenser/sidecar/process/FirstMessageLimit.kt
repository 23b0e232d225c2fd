package dev.condenser.sidecar.process

import java.io.FilterInputStream
import java.io.IOException
import java.io.InputStream

/**
 * Ends a stream that goes on for [limit] bytes before its first message was understood: what
 * speaks no protocol is not gathered in memory until something gives way.
 */
internal class FirstMessageLimit(input: InputStream, private val limit: Int = 65_536) : FilterInputStream(input) {
    private var count = 0L

    @Volatile
    var understood = false

    override fun read(): Int = super.read().also { if (it >= 0) check(1) }

    override fun read(buffer: ByteArray, offset: Int, length: Int): Int =
        super.read(buffer, offset, length).also { if (it > 0) check(it) }

    private fun check(read: Int) {
        if (understood) return
        count += read
        if (count > limit) throw IOException("no message within the first $limit bytes")
    }
}
