package dev.condenser.chat

import dev.condenser.sidecar.SidecarState
import dev.condenser.sidecar.SidecarTexts

/** Text for a bug report: versions, states and the last log lines of the sidecar, never the chat. */
object Diagnostics {
    fun text(host: String, plugin: String, state: SidecarState, texts: SidecarTexts, log: List<String>): String {
        val problem = when (state) {
            is SidecarState.Failed -> state.problem
            is SidecarState.Restarting -> state.problem
            else -> null
        }
        return buildString {
            appendLine("Condenser $plugin")
            appendLine(host)
            appendLine(
                "${System.getProperty("os.name")} ${System.getProperty("os.version")} ${System.getProperty("os.arch")}",
            )
            appendLine(
                "Java ${System.getProperty("java.runtime.version")}, ${java.nio.charset.Charset.defaultCharset()}",
            )
            appendLine("sidecar: $state")
            if (problem != null) {
                appendLine(texts.explain(problem))
                texts.details(problem).forEach(::appendLine)
            }
            log.forEach(::appendLine)
        }
    }
}
