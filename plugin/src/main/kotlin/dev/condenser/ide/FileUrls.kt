package dev.condenser.ide

import java.net.URI
import java.net.URISyntaxException

/**
 * Converts between LSP's file URLs and the platform's paths with forward slashes. It avoids
 * `java.io.File(URI)`, which refuses the host of a UNC path (`//wsl.localhost/…`).
 */
object FileUrls {
    private const val SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=@"

    /** `/a b/c#.kt` → `file:///a%20b/c%23.kt`; `C:/x` → `file:///C:/x`; `//host/share/x` → `file://host/share/x`. */
    fun toUrl(path: String): String {
        val slashed = path.replace('\\', '/')
        return when {
            slashed.startsWith("//") -> "file:" + encode(slashed)
            isDrive(slashed) -> "file:///" + slashed[0].uppercaseChar() + ":" + encode(slashed.drop(2))
            else -> "file://" + encode(slashed)
        }
    }

    /** The path of a file URL, with forward slashes; null if [url] is not a file URL. */
    fun toPath(url: String): String? {
        val uri = try {
            URI(url)
        } catch (_: URISyntaxException) {
            return null
        }
        if (!uri.scheme.equals("file", ignoreCase = true) || uri.path.isNullOrEmpty()) return null
        if (uri.query != null || uri.fragment != null) return null
        val path = uri.path
        if ('\u0000' in path || '\\' in path) return null
        val host = uri.authority.orEmpty()
        if (host.isNotEmpty() && host != "localhost") return "//$host$path"
        val withoutSlash = path.drop(1)
        return if (isDrive(withoutSlash)) withoutSlash[0].uppercaseChar() + withoutSlash.drop(1) else path
    }

    private fun isDrive(path: String) = path.length >= 2 && path[1] == ':' && path[0].isLetter()

    private fun encode(path: String): String = buildString {
        for (byte in path.toByteArray(Charsets.UTF_8)) {
            val character = byte.toInt().toChar()
            if (byte >= 0 && character in SAFE) append(character) else append("%%%02X".format(byte.toInt() and 0xff))
        }
    }
}
