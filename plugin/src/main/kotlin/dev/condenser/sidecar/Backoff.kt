package dev.condenser.sidecar

/** How long to wait before each new start: doubling, and given up after a number of them. */
data class Backoff(
    val firstMilliseconds: Long = 500,
    val longestMilliseconds: Long = 30_000,
    val attempts: Int = 5,
    /** A run that lasted this long makes the next failure the first again. */
    val healthyMilliseconds: Long = 60_000,
) {
    /** The delay before the attempt, counted from 1; null when it is time to give up. */
    fun delayBefore(attempt: Int): Long? {
        if (attempt > attempts) return null
        return minOf(firstMilliseconds shl (attempt - 1), longestMilliseconds)
    }
}
