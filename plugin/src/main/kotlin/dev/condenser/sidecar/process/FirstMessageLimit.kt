package dev.condenser.sidecar.process

import java.io.FilterInputStream
import java.io.IOException
import java.io.InputStream

/**
 * Ends a stream after [limit] bytes without a first valid message, so that the output of another
 * program does not fill the memory.
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
