package dev.condenser.sidecar

import dev.condenser.sidecar.node.NodeFinder
import dev.condenser.sidecar.node.NodePlaces
import dev.condenser.sidecar.node.NodeSearch
import dev.condenser.sidecar.process.SidecarCommand
import java.nio.file.Files
import java.nio.file.Path

/** The current settings and environment of a launch. */
data class LaunchSettings(
    /** The user's choice; if null or blank, Node is searched for. */
    val nodePath: String?,
    /** The environment of the user's login shell. */
    val environment: Map<String, String>,
    /** Additional variables for proxies and certificates; they never override the environment. */
    val additions: Map<String, String>,
    val home: Path,
    val windows: Boolean,
)

/** Launches the sidecar's bundle with Node, which it searches for at each launch. */
class NodeLauncher(private val bundle: Path, private val settings: () -> LaunchSettings) : SidecarLauncher {
    override fun prepare(): LaunchPlan = command("stdio")

    /** Prepares any command, such as `web --open`. Blocks, so never call it on the EDT. */
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
        /** A message of up to 64 MB is held several times while it is read. */
        const val HEAP_MEGABYTES = 512
    }
}
