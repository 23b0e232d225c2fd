package dev.condenser.ide

/** Adapts the indentation of a model's code to the place where it is inserted. */
object Indentation {
    /**
     * Replaces the common indentation of the text by that of the line it is inserted into. The
     * first line gets none if [linePrefix], the text before it on that line, is not blank.
     */
    fun fit(text: String, linePrefix: String): String {
        val lines = text.replace("\r\n", "\n").replace('\r', '\n').trimEnd('\n').split('\n')
        val indent = linePrefix.takeWhile { it == ' ' || it == '\t' }
        val common = commonIndent(lines)
        return lines.mapIndexed { index, line ->
            val bare = if (index ==
                0
            ) {
                line.trimStart(' ', '\t').let { keptFirst(line, common) ?: it }
            } else {
                line.drop(minOf(common.length, line.length))
            }
            if (index == 0 || line.isBlank()) bare.ifBlank { "" } else indent + bare
        }.joinToString("\n")
    }

    /**
     * The text that replaces [replaced]. Whole lines, replaced from their first column or including
     * their line ending, become whole lines of the same indentation.
     */
    fun replacing(text: String, replaced: String, linePrefix: String): String {
        if (text.isBlank()) return fit(text, linePrefix)
        val first = replaced.substringBefore('\n')
        val own = if (linePrefix.isBlank() && first.isNotBlank()) first.takeWhile { it == ' ' || it == '\t' } else ""
        return own + fit(text, linePrefix + own) + if (replaced.endsWith('\n')) "\n" else ""
    }

    private fun keptFirst(line: String, common: String): String? =
        if (line.startsWith(common)) line.drop(common.length) else null

    /** The indentation shared by all lines that are not blank. A selection's first line often lacks it. */
    private fun commonIndent(lines: List<String>): String {
        val filled = lines.filter { it.isNotBlank() }
        return filled.map { line -> line.takeWhile { it == ' ' || it == '\t' } }
            .reduceOrNull { one, other -> one.commonPrefixWith(other) }.orEmpty()
    }
}
