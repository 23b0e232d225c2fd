package dev.condenser.sidecar

/** The delays between restarts: each twice the one before, up to a number of attempts. */
data class Backoff(
    val firstMilliseconds: Long = 500,
    val maxMilliseconds: Long = 30_000,
    val attempts: Int = 5,
    /** After a run of this length, the count of attempts starts again. */
    val healthyMilliseconds: Long = 60_000,
) {
    /** The delay before an attempt, counted from 1; null if there are no more attempts. */
    fun delayBefore(attempt: Int): Long? {
        if (attempt > attempts) return null
        return minOf(firstMilliseconds shl (attempt - 1), maxMilliseconds)
    }
}
