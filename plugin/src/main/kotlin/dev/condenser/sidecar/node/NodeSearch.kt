package dev.condenser.sidecar.node

import java.nio.file.Path

/** Where a Node may be, and how the place is called when a person asks what was tried. */
data class NodeCandidate(val source: String, val path: Path)

/** A place that was looked at, and why it did not serve. */
data class NodeAttempt(val candidate: NodeCandidate, val problem: NodeProblem)

/** Why a candidate did not serve. */
sealed interface NodeProblem {
    object Missing : NodeProblem

    data class TooOld(val version: NodeVersion) : NodeProblem

    /** It could not be run, or did not answer `--version` with one. */
    data class DoesNotRun(val detail: String) : NodeProblem
}

/** What a search ended in. */
sealed interface NodeSearch {
    data class Found(val path: Path, val version: NodeVersion, val source: String) : NodeSearch

    data class NotFound(val attempts: List<NodeAttempt>) : NodeSearch
}
