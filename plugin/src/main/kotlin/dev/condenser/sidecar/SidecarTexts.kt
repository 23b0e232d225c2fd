package dev.condenser.sidecar

import dev.condenser.sidecar.node.NodeProblem
import dev.condenser.sidecar.node.NodeVersion
import dev.condenser.sidecar.relay.RpcError

/** The texts about the sidecar's process. [text] looks one up in the bundle. */
class SidecarTexts(private val text: (key: String, arguments: Array<out Any>) -> String) {
    fun stopped() = error("sidecarStopped", say("sidecar.stopped"), null)

    fun restarted() = error("sidecarRestarted", say("sidecar.restarted"), null)

    fun died(problem: SidecarProblem) =
        error("sidecarDied", say("sidecar.died", explain(problem)), say("sidecar.died.todo"))

    fun unavailable(problem: SidecarProblem) = error("sidecarFailed", explain(problem), whatToDo(problem))

    /** Describes the problem in one sentence. */
    fun explain(problem: SidecarProblem): String = when (problem) {
        is SidecarProblem.NodeNotFound -> say("problem.nodeNotFound", NodeVersion.MINIMUM)
        is SidecarProblem.CannotStart -> say("problem.cannotStart", problem.detail)
        is SidecarProblem.Exited -> say("problem.exited", problem.exitCode)
        is SidecarProblem.Garbled -> say("problem.garbled", problem.detail)
        is SidecarProblem.NoAnswer -> say("problem.noAnswer", problem.seconds)
        is SidecarProblem.WrongVersion -> say("problem.wrongVersion", problem.detail)
    }

    /** Tells the user in one sentence what to do about it. */
    fun whatToDo(problem: SidecarProblem): String = when (problem) {
        is SidecarProblem.NodeNotFound -> say("todo.nodeNotFound", NodeVersion.MINIMUM)
        is SidecarProblem.WrongVersion -> say("todo.wrongVersion")
        else -> say("todo.restart")
    }

    /** Details: the places that were tried, or the last lines of stderr. */
    fun details(problem: SidecarProblem): List<String> = when (problem) {
        is SidecarProblem.NodeNotFound -> problem.attempts.map { (candidate, why) ->
            "${candidate.source}: ${candidate.path} (${explain(why)})"
        }

        else -> problem.stderr
    }

    private fun explain(problem: NodeProblem): String = when (problem) {
        is NodeProblem.Missing -> say("node.missing")
        is NodeProblem.TooOld -> say("node.tooOld", problem.version)
        is NodeProblem.DoesNotRun -> say("node.doesNotRun", problem.detail)
    }

    private fun say(key: String, vararg arguments: Any) = text(key, arguments.map { it.toString() }.toTypedArray())

    private fun error(kind: String, message: String, whatToDo: String?) =
        RpcError(RpcError.INTERNAL_ERROR, message, kind, whatToDo)
}
