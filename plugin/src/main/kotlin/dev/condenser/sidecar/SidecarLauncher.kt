package dev.condenser.sidecar

import dev.condenser.sidecar.process.SidecarCommand

/** Says how to start the sidecar, each time anew: settings may have changed. May block. */
fun interface SidecarLauncher {
    fun prepare(): LaunchPlan
}

/** What came of looking for a way to start it. */
sealed interface LaunchPlan {
    data class Start(val command: SidecarCommand) : LaunchPlan

    data class Impossible(val problem: SidecarProblem) : LaunchPlan
}

/** What the host says of itself in `initialize`. */
data class HostInfo(
    val name: String,
    val version: String,
    val locale: String,
    /** The version that the sidecar must have: one zip is one pair. Null: any. */
    val sidecarVersion: String?,
)
