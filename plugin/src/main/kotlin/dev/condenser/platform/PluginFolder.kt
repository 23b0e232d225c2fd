package dev.condenser.platform

import java.net.URI
import java.nio.file.Path

/** The installed plugin on disk: its jar in `lib`, and beside it the sidecar with the page. */
object PluginFolder {
    private val folder: Path by lazy {
        val own = checkNotNull(PluginFolder::class.java.getResource("PluginFolder.class")) { "no class file" }
        // jar:file:/…/condenser/lib/condenser.jar!/dev/condenser/platform/PluginFolder.class
        val jar = own.path.substringBefore("!/")
        Path.of(URI(jar)).parent.parent
    }

    val sidecar: Path get() = folder.resolve("sidecar/condenser.mjs")

    val page: Path get() = folder.resolve("sidecar/page")

    /** The version of plugin, sidecar and page. */
    val version: String by lazy { resource("condenser-version.txt").trim() }

    /** The snapshot of the protocol, which contains the schema of the settings. */
    val protocol: String by lazy { resource("protocol/snapshot.json") }

    private fun resource(name: String): String =
        checkNotNull(PluginFolder::class.java.classLoader.getResourceAsStream(name)) {
            name
        }.use { it.readBytes().toString(Charsets.UTF_8) }
}
