package dev.condenser.sidecar

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.util.Base64

/** Exports the certificates that the user accepted in the IDE to a PEM file for Node. */
object TrustedCertificates {
    /** The IDE's store has the same well-known password everywhere; it protects nothing. */
    private const val PASSWORD = "changeit"

    /** Writes them to [target]; null if there are none, or they cannot be read. */
    fun export(store: Path, target: Path): Path? {
        if (!Files.isRegularFile(store)) return null
        return try {
            val certificates = read(store)
            if (certificates.isEmpty()) return null
            Files.createDirectories(target.parent)
            Files.writeString(target, certificates.joinToString("\n", postfix = "\n") { pem(it) })
        } catch (_: IOException) {
            null
        } catch (_: GeneralSecurityException) {
            null
        }
    }

    private fun read(store: Path): List<ByteArray> {
        val keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray())
        return keys.aliases().toList().mapNotNull { keys.getCertificate(it)?.encoded }
    }

    private fun pem(certificate: ByteArray): String {
        val lines = Base64.getMimeEncoder(64, "\n".toByteArray()).encodeToString(certificate)
        return "-----BEGIN CERTIFICATE-----\n$lines\n-----END CERTIFICATE-----"
    }
}
