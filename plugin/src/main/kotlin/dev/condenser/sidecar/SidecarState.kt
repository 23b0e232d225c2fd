package dev.condenser.sidecar

import dev.condenser.sidecar.node.NodeAttempt

/** The state of the sidecar. */
sealed interface SidecarState {
    /** Not started yet, or stopped on purpose. */
    object Stopped : SidecarState

    object Starting : SidecarState

    data class Ready(val pid: Long, val version: String) : SidecarState

    /** It restarts automatically after the delay. */
    data class Restarting(val attempt: Int, val delayMilliseconds: Long, val problem: SidecarProblem) : SidecarState

    /** It restarts only when the user asks for it. */
    data class Failed(val problem: SidecarProblem) : SidecarState
}

/** Why the sidecar is not running. [stderr] holds its last lines, oldest first. */
sealed interface SidecarProblem {
    val stderr: List<String> get() = emptyList()

    data class NodeNotFound(val attempts: List<NodeAttempt>) : SidecarProblem

    data class CannotStart(val detail: String) : SidecarProblem

    data class Exited(val exitCode: Int, override val stderr: List<String>) : SidecarProblem

    /** It wrote something to stdout that is not a protocol message. */
    data class Garbled(val detail: String, override val stderr: List<String>) : SidecarProblem

    data class NoAnswer(val seconds: Long, override val stderr: List<String>) : SidecarProblem

    /** It refused `initialize`, or has another version than this plugin. */
    data class WrongVersion(val detail: String, override val stderr: List<String>) : SidecarProblem
}
