package dev.condenser.sidecar.node

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

class NodePlacesTest {
    @TempDir
    lateinit var home: Path

    private fun node(path: String, says: String = "v22.1.0"): Path {
        val file = home.resolve(path)
        Files.createDirectories(file.parent)
        Files.writeString(file, "#!/bin/sh\necho $says\n")
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"))
        return file
    }

    private fun candidates(
        setting: String? = null,
        environment: Map<String, String> = emptyMap(),
        windows: Boolean = false,
    ) = NodePlaces(setting, environment, home, windows).candidates()

    @Test
    fun `the setting is the only candidate, and a tilde is the user's home`() {
        assertEquals(listOf(home.resolve("my node/node")), candidates("~/my node/node").map { it.path })
    }

    @Test
    fun `the PATH of the shell comes before version managers`() {
        val onPath = node("bin here/node")
        val managed = node(".nvm/versions/node/v22.1.0/bin/node")
        val found = candidates(environment = mapOf("PATH" to "/nowhere:${onPath.parent}:relative"))
        assertEquals(listOf(onPath, managed), found.take(2).map { it.path })
    }

    @Test
    fun `the newest version of a version manager comes first`() {
        for (version in listOf("v9.11.2", "v22.1.0", "v20.18.1")) node(".nvm/versions/node/$version/bin/node")
        val found = candidates().filter { it.source == "nvm" }.map { it.path.parent.parent.fileName.toString() }
        assertEquals(listOf("v22.1.0", "v20.18.1", "v9.11.2"), found)
    }

    @Test
    fun `the folders of all supported version managers are searched`() {
        node(".local/share/fnm/node-versions/v22.1.0/installation/bin/node")
        node(".volta/tools/image/node/22.1.0/bin/node")
        node(".asdf/installs/nodejs/22.1.0/bin/node")
        node(".local/share/mise/installs/node/22.1.0/bin/node")
        node("elsewhere/versions/node/v22.1.0/bin/node")
        val sources = candidates(environment = mapOf("NVM_DIR" to "$home/elsewhere")).map { it.source }
        assertTrue(sources.containsAll(listOf("fnm", "volta", "asdf", "mise", "nvm", "Homebrew")), "$sources")
    }

    @Test
    fun `on Windows, variables are case-insensitive and programs end in exe`() {
        val onPath = node("somewhere/node.exe")
        val found = candidates(environment = mapOf("Path" to "\"${onPath.parent}\";C:"), windows = true)
        assertEquals(onPath, found.first().path)
    }

    @Test
    fun `the first Node that is new enough is used, and the rejected ones are explained`() {
        val old = NodeCandidate("PATH", node("a/node", "v18.20.0"))
        val broken = NodeCandidate("PATH", node("b/node", "Segmentation fault"))
        val missing = NodeCandidate("PATH", home.resolve("c/node"))
        val good = NodeCandidate("nvm", node("d/node", "v20.18.0"))
        val found = NodeFinder.find(listOf(old, broken, missing, good)) as NodeSearch.Found
        assertEquals("20.18.0 by nvm", "${found.version} by ${found.source}")
        val attempts = (NodeFinder.find(listOf(old, broken, missing)) as NodeSearch.NotFound).attempts.map {
            it.problem
        }
        assertEquals(NodeProblem.TooOld(NodeVersion(18, 20, 0)), attempts[0])
        assertEquals(NodeProblem.DoesNotRun("Segmentation fault\n"), attempts[1])
        assertEquals(NodeProblem.Missing, attempts[2])
    }

    @Test
    fun `the oldest supported Node is the one that the workspace requires`() {
        val manifest = Files.readString(dev.condenser.fakes.root.resolve("package.json"))
        val engines = Regex(""""node": ">=([\d.]+)"""").find(manifest)?.groupValues?.get(1)
        assertEquals("${NodeVersion.MINIMUM}", "$engines.0")
    }
}
