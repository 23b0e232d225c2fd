package dev.condenser.sidecar

import dev.condenser.sidecar.process.SidecarCommand

/** Prepares each launch of the sidecar from the current settings. May block. */
fun interface SidecarLauncher {
    fun prepare(): LaunchPlan
}

/** The outcome of preparing a launch. */
sealed interface LaunchPlan {
    data class Start(val command: SidecarCommand) : LaunchPlan

    data class Impossible(val problem: SidecarProblem) : LaunchPlan
}

/** The client info that the host sends in `initialize`. */
data class HostInfo(
    val name: String,
    val version: String,
    val locale: String,
    /** The version that the sidecar must have, since plugin and sidecar ship together; null for any. */
    val sidecarVersion: String?,
)
