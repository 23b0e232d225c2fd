package dev.condenser.sidecar

import dev.condenser.sidecar.node.NodeFinder
import dev.condenser.sidecar.node.NodePlaces
import dev.condenser.sidecar.node.NodeSearch
import dev.condenser.sidecar.process.SidecarCommand
import java.nio.file.Files
import java.nio.file.Path

/** What a launch depends on, as it is at the moment. */
data class LaunchSettings(
    /** A person's own choice; null or blank: look for one. */
    val nodePath: String?,
    /** The environment of the person's login shell. */
    val environment: Map<String, String>,
    /** Variables on top: proxies, certificates. Those that the environment has stay. */
    val additions: Map<String, String>,
    val home: Path,
    val windows: Boolean,
)

/** Starts the sidecar's one file in place, with a Node that is looked for each time. */
class NodeLauncher(private val bundle: Path, private val settings: () -> LaunchSettings) : SidecarLauncher {
    override fun prepare(): LaunchPlan = command("stdio")

    /** Any of its commands, such as `web --open`. Blocks: not for the EDT. */
    fun command(vararg arguments: String): LaunchPlan {
        if (!Files.isRegularFile(bundle)) return LaunchPlan.Impossible(SidecarProblem.CannotStart("$bundle"))
        val now = settings()
        val places = NodePlaces(now.nodePath, now.environment, now.home, now.windows)
        return when (val found = NodeFinder.find(places.candidates())) {
            is NodeSearch.NotFound -> LaunchPlan.Impossible(SidecarProblem.NodeNotFound(found.attempts))

            is NodeSearch.Found -> {
                val node = listOf("${found.path}", "--max-old-space-size=$HEAP_MEGABYTES")
                val known = now.environment.keys.map { it.lowercase() }.toSet()
                val additions = now.additions.filterKeys { it.lowercase() !in known }
                LaunchPlan.Start(
                    SidecarCommand(node + "$bundle" + arguments, now.environment + additions, now.home.toFile()),
                )
            }
        }
    }

    private companion object {
        /** A message may have 64 MB and is held a few times over while it is read. */
        const val HEAP_MEGABYTES = 512
    }
}
