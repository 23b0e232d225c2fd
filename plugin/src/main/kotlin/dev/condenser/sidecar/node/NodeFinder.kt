package dev.condenser.sidecar.node

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit

/** Finds a Node that can run the sidecar, and records what it tried. Blocks, so never call it on the EDT. */
object NodeFinder {
    private const val ANSWER_SECONDS = 10L

    fun find(candidates: List<NodeCandidate>): NodeSearch {
        val attempts = ArrayList<NodeAttempt>()
        for (candidate in candidates) {
            val version = try {
                versionOf(candidate.path)
            } catch (failure: ProblemException) {
                attempts += NodeAttempt(candidate, failure.problem)
                continue
            }
            if (version >= NodeVersion.MINIMUM) return NodeSearch.Found(candidate.path, version, candidate.source)
            attempts += NodeAttempt(candidate, NodeProblem.TooOld(version))
        }
        return NodeSearch.NotFound(attempts)
    }

    private class ProblemException(val problem: NodeProblem) : Exception()

    private fun versionOf(path: Path): NodeVersion {
        if (!Files.isRegularFile(path)) throw ProblemException(NodeProblem.Missing)
        val output = try {
            run(path)
        } catch (error: IOException) {
            throw ProblemException(NodeProblem.DoesNotRun(error.message ?: error.toString()))
        }
        return NodeVersion.parse(output) ?: throw ProblemException(NodeProblem.DoesNotRun(output.take(200)))
    }

    private fun run(path: Path): String {
        val process = ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start()
        process.outputStream.close()
        if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly()
            throw IOException("no answer to --version after $ANSWER_SECONDS s")
        }
        return process.inputStream.readNBytes(4096).toString(Charsets.UTF_8)
    }
}

/** Where Node may be, with the name of the place for the list of places that were tried. */
data class NodeCandidate(val source: String, val path: Path)

/** A place that was tried, and why it was rejected. */
data class NodeAttempt(val candidate: NodeCandidate, val problem: NodeProblem)

/** Why a candidate was rejected. */
sealed interface NodeProblem {
    object Missing : NodeProblem

    data class TooOld(val version: NodeVersion) : NodeProblem

    /** It could not be run, or did not print a version for `--version`. */
    data class DoesNotRun(val detail: String) : NodeProblem
}

/** The result of a search. */
sealed interface NodeSearch {
    data class Found(val path: Path, val version: NodeVersion, val source: String) : NodeSearch

    data class NotFound(val attempts: List<NodeAttempt>) : NodeSearch
}
