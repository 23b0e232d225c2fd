package dev.condenser.chat.browser

import java.io.IOException
import java.net.URI
import java.nio.file.Files
import java.nio.file.Path

/** A file of the page, as served to the browser. */
class PageFile(val bytes: ByteArray, val mimeType: String)

/** Reads the files of the chat page from one folder, and from nowhere else. */
class PageFiles(private val folder: Path) {
    /** Returns null for another origin, and for a path that is not a file of the folder. */
    fun find(url: String): PageFile? {
        val path = pathOf(url) ?: return null
        val file = folder.resolve(path).normalize()
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) return null
        return try {
            PageFile(Files.readAllBytes(file), mimeType(file.fileName.toString()))
        } catch (_: IOException) {
            null
        }
    }

    companion object {
        /** Whether the browser may navigate to [url]: only to the page itself. */
        fun isPage(url: String): Boolean = pathOf(url) == "index.html"

        private fun pathOf(url: String): String? {
            val uri = runCatching { URI(url) }.getOrNull() ?: return null
            val own = "${uri.scheme}://${uri.authority}" == Browser.ORIGIN
            return uri.path?.trimStart('/')?.takeIf { own && '\\' !in it && '\u0000' !in it }
        }

        private fun mimeType(name: String) = when (name.substringAfterLast('.')) {
            "html" -> "text/html"
            "js" -> "text/javascript"
            "css" -> "text/css"
            "svg" -> "image/svg+xml"
            "json" -> "application/json"
            "woff2" -> "font/woff2"
            else -> "application/octet-stream"
        }
    }
}
