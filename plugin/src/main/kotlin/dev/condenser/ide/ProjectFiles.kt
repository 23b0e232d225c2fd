package dev.condenser.ide

import dev.condenser.sidecar.relay.RpcError
import dev.condenser.sidecar.relay.RpcException
import java.io.IOException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * Decides which files a page may name, since a model's output can name any. Allowed are real paths
 * inside the content roots of the project, except in folders that tools run code from.
 */
class ProjectFiles(private val roots: () -> List<String>, private val texts: IdeTexts) {
    /**
     * The real path of a file of the project.
     *
     * @throws RpcException if it does not exist, or is not allowed.
     */
    fun existing(url: String): Path {
        val path = parse(FileUrls.toPath(url) ?: throw refused(url))
        val real = try {
            path.toRealPath()
        } catch (_: IOException) {
            throw RpcException(RpcError(RpcError.NOT_FOUND, texts.noFile(url), "notFound"))
        }
        if (!Files.isRegularFile(real) || !isInside(real)) throw refused(url)
        return real
    }

    /**
     * The path of a new file, as the user typed it, relative to the first root.
     *
     * @throws RpcException if it exists already or lies outside of the project.
     */
    fun fresh(typed: String): Path {
        val root = realRoots().firstOrNull() ?: throw refused(typed)
        val path = parse(typed, root).normalize()
        var parent = path.parent ?: throw refused(typed)
        // New folders are inside of the project if the existing folder they are created in is.
        while (!Files.exists(parent)) parent = parent.parent ?: throw refused(typed)
        val real = parent.toRealPath().resolve(parent.relativize(path))
        if (!isInside(real) || Files.isDirectory(real)) throw refused(typed)
        if (Files.exists(real, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw RpcException(RpcError(RpcError.NOT_SUPPORTED, texts.fileExists(typed), "fileExists"))
        }
        return real
    }

    private fun isInside(real: Path): Boolean =
        realRoots().any { root -> real.startsWith(root) && real != root && root.relativize(real).none(::isForbidden) }

    private fun realRoots(): List<Path> = roots().mapNotNull {
        try {
            Path.of(it).toRealPath()
        } catch (_: IOException) {
            null
        }
    }

    private fun parse(text: String, folder: Path? = null): Path {
        // Merely accessing a UNC path sends the user's credentials to its host.
        val host = uncHost(text)
        if (host != null && roots().none { uncHost(it) == host }) throw refused(text)
        return try {
            folder?.resolve(text) ?: Path.of(text)
        } catch (_: InvalidPathException) {
            throw refused(text)
        }
    }

    private fun uncHost(path: String): String? =
        path.replace('\\', '/').takeIf { it.startsWith("//") }?.trimStart('/')?.substringBefore('/')?.lowercase()

    private fun refused(what: String) =
        RpcException(RpcError(RpcError.NOT_SUPPORTED, texts.outside(what), "outsideProject"))

    companion object {
        private val forbidden = setOf(".git", ".idea", "git~1", "idea~1")

        /** Windows treats `.git.`, `.git ` and `.git::$INDEX_ALLOCATION` as `.git`. */
        private fun isForbidden(segment: Path): Boolean =
            segment.toString().substringBefore(':').trimEnd('.', ' ').lowercase() in forbidden

        /** Reduces a suggested path to a file name: no folders, no control characters, not hidden. */
        fun safeName(suggested: String?): String {
            val name = suggested.orEmpty().replace('\\', '/').substringAfterLast('/')
                .filter { it >= ' ' && it !in "<>:\"|?*\u007f" && Character.getType(it).toByte() != Character.FORMAT }
                .trim().trim('.').take(100)
            return name.ifEmpty { "untitled.txt" }
        }
    }
}
