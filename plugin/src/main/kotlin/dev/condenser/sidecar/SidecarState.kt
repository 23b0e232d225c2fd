package dev.condenser.sidecar

import dev.condenser.sidecar.node.NodeAttempt

/** How the sidecar is doing. */
sealed interface SidecarState {
    /** Not started yet, or ended on purpose. */
    object Stopped : SidecarState

    object Starting : SidecarState

    data class Ready(val pid: Long, val version: String) : SidecarState

    /** It will be started again by itself, after the delay. */
    data class Restarting(val attempt: Int, val delayMilliseconds: Long, val problem: SidecarProblem) : SidecarState

    /** It will not be started again unless a person asks. */
    data class Failed(val problem: SidecarProblem) : SidecarState
}

/** Why the sidecar does not run. [stderr] is what it said last, oldest line first. */
sealed interface SidecarProblem {
    val stderr: List<String> get() = emptyList()

    data class NodeNotFound(val attempts: List<NodeAttempt>) : SidecarProblem

    data class CannotStart(val detail: String) : SidecarProblem

    data class Exited(val exitCode: Int, override val stderr: List<String>) : SidecarProblem

    /** stdout held what is no protocol. */
    data class Garbled(val detail: String, override val stderr: List<String>) : SidecarProblem

    data class NoAnswer(val seconds: Long, override val stderr: List<String>) : SidecarProblem

    /** It refused `initialize`, or is not the one that came with this plugin. */
    data class WrongVersion(val detail: String, override val stderr: List<String>) : SidecarProblem
}
