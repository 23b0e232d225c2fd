package dev.condenser.sidecar

import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.URI

/**
 * Converts the proxies of an IDE, which it sets in the JVM's proxy selector, to the variables that
 * the sidecar reads. Loopback never goes through a proxy, whatever the selector says.
 */
object ProxyVariables {
    fun of(selector: ProxySelector?): Map<String, String> {
        val http = proxyFor(selector, "http://ollama.invalid")
        val https = proxyFor(selector, "https://ollama.invalid")
        if (http == null && https == null) return emptyMap()
        return listOfNotNull(
            http?.let { "http_proxy" to it },
            https?.let { "https_proxy" to it },
            "no_proxy" to LOOPBACK,
        ).toMap()
    }

    private fun proxyFor(selector: ProxySelector?, url: String): String? {
        val proxy = runCatching { selector?.select(URI(url)) }.getOrNull().orEmpty().firstOrNull {
            it.type() ==
                Proxy.Type.HTTP
        }
        val address = proxy?.address() as? InetSocketAddress ?: return null
        return "http://${address.hostString}:${address.port}"
    }

    private const val LOOPBACK = "localhost,127.0.0.0/8,127.0.0.1,::1,[::1]"
}
