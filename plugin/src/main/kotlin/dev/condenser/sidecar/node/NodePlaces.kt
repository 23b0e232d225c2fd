package dev.condenser.sidecar.node

import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * Lists where Node may be, most likely first: the setting, the PATH of the user's shell, the folders
 * of version managers (newest version first), and those of package managers. An IDE started from
 * the desktop has the desktop's PATH, which lacks all of these.
 */
class NodePlaces(
    private val setting: String?,
    /** The environment of the user's login shell, as far as the IDE knows it. */
    private val environment: Map<String, String>,
    private val home: Path,
    private val windows: Boolean,
) {
    private val executable = if (windows) "node.exe" else "node"

    /** Each candidate once. With a setting there is no other, so that it is never replaced silently. */
    fun candidates(): List<NodeCandidate> {
        if (!setting.isNullOrBlank()) return listOfNotNull(path(setting)?.let { NodeCandidate("setting", it) })
        return (onPath() + managed() + installed()).distinctBy { it.path }
    }

    private fun onPath(): List<NodeCandidate> = variable("PATH").orEmpty().split(if (windows) ';' else ':')
        .mapNotNull { path(it.trim().trim('"')) }
        .filter { it.isAbsolute }
        .map { NodeCandidate("PATH", it.resolve(executable)) }
        .filter { Files.exists(it.path) }

    private fun managed(): List<NodeCandidate> {
        val bin = if (windows) "" else "bin"
        return listOf(
            versions("nvm", folder("NVM_DIR", ".nvm").resolve("versions/node"), bin),
            versions("nvm", folder("NVM_HOME", "AppData/Roaming/nvm"), ""),
            fnmFolders().flatMap { versions("fnm", it.resolve("node-versions"), "installation/$bin") },
            versions("volta", folder("VOLTA_HOME", ".volta").resolve("tools/image/node"), bin),
            versions("asdf", folder("ASDF_DATA_DIR", ".asdf").resolve("installs/nodejs"), bin),
            versions("mise", folder("MISE_DATA_DIR", ".local/share/mise").resolve("installs/node"), bin),
        ).flatten()
    }

    private fun fnmFolders(): List<Path> = listOfNotNull(
        variable("FNM_DIR")?.let(::path),
        home.resolve(".local/share/fnm"),
        home.resolve(".fnm"),
        home.resolve("Library/Application Support/fnm"),
        home.resolve("AppData/Roaming/fnm"),
    )

    private fun installed(): List<NodeCandidate> {
        val places = if (windows) windowsPlaces() else unixPlaces
        return places.mapNotNull { (source, folder) ->
            path(folder)?.let { NodeCandidate(source, it.resolve(executable)) }
        }
    }

    private fun windowsPlaces(): List<Pair<String, String>> = buildList {
        for (name in listOf("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")) {
            variable(name)?.let { add("Program Files" to "$it\\nodejs") }
        }
        variable("LOCALAPPDATA")?.let { add("Programs" to "$it\\Programs\\nodejs") }
        add("scoop" to home.resolve("scoop/apps/nodejs/current").toString())
        variable("ChocolateyInstall")?.let { add("Chocolatey" to "$it\\bin") }
    }

    /** The versions in the folder of a version manager, newest first. */
    private fun versions(manager: String, folder: Path, below: String): List<NodeCandidate> {
        if (!Files.isDirectory(folder)) return emptyList()
        val found = Files.newDirectoryStream(folder).use { entries ->
            entries.mapNotNull { entry -> NodeVersion.parse(entry.fileName.toString())?.let { it to entry } }
        }
        return found.sortedByDescending { it.first }
            .map { (_, entry) -> NodeCandidate(manager, entry.resolve(below).resolve(executable)) }
            .filter { Files.exists(it.path) }
    }

    private fun folder(variable: String, below: String): Path = variable(variable)?.let(::path) ?: home.resolve(below)

    private fun variable(name: String): String? {
        environment[name]?.let { return it.ifBlank { null } }
        if (!windows) return null
        return environment.entries.firstOrNull { it.key.equals(name, ignoreCase = true) }?.value?.ifBlank { null }
    }

    private fun path(text: String): Path? = try {
        if (text.isBlank()) null else Path.of(if (text.startsWith("~/")) "$home${text.drop(1)}" else text)
    } catch (_: InvalidPathException) {
        null
    }

    private companion object {
        val unixPlaces = listOf(
            "Homebrew" to "/opt/homebrew/bin",
            "Homebrew" to "/usr/local/bin",
            "Homebrew" to "/home/linuxbrew/.linuxbrew/bin",
            "system" to "/usr/bin",
            "snap" to "/snap/bin",
        )
    }
}
