package dev.condenser.sidecar.process

/** Keeps the last lines that were added, for the error card. Safe to use from several threads. */
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
