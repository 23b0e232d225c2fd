package dev.condenser.ide

/** An LSP position: zero-based line, and UTF-16 code units from its start. */
data class Position(val line: Int, val character: Int)

/** An LSP range; [end] is exclusive. */
data class TextRange(val start: Position, val end: Position)

/** Converts between LSP positions and offsets in a text with `\n` line endings. */
object Positions {
    fun toPosition(text: CharSequence, offset: Int): Position {
        var line = 0
        var lineStart = 0
        for (index in 0 until offset.coerceIn(0, text.length)) {
            if (text[index] == '\n') {
                line++
                lineStart = index + 1
            }
        }
        return Position(line, offset.coerceIn(0, text.length) - lineStart)
    }

    /** A character past the end of its line means the end of the line, as in LSP; null past the last line. */
    fun toOffset(text: CharSequence, position: Position): Int? {
        if (position.line < 0 || position.character < 0) return null
        var start = 0
        repeat(position.line) {
            val end = text.indexOf('\n', start)
            if (end < 0) return null
            start = end + 1
        }
        val end = text.indexOf('\n', start).let { if (it < 0) text.length else it }
        return minOf(start.toLong() + position.character, end.toLong()).toInt()
    }

    /** The offsets of a range; null if it lies outside of the text, or ends before it starts. */
    fun toOffsets(text: CharSequence, range: TextRange): IntRange? {
        val start = toOffset(text, range.start) ?: return null
        val end = toOffset(text, range.end) ?: return null
        return if (end < start) null else start until end
    }
}
