package dev.condenser.sidecar

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.util.Base64

/** The certificates that a person accepted in the IDE, as the PEM file that Node takes. */
object TrustedCertificates {
    /** The password of the IDE's store; it protects nothing and is the same everywhere. */
    private const val PASSWORD = "changeit"

    /** Writes them into [target]; null where there are none, or they cannot be read. */
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
