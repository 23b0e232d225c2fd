package dev.condenser.sidecar

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI
import java.nio.file.Files
import java.nio.file.Path

class LaunchTest {
    @TempDir
    lateinit var home: Path

    private fun selector(proxy: Proxy) = object : ProxySelector() {
        override fun select(uri: URI?) = listOf(proxy)

        override fun connectFailed(uri: URI?, address: SocketAddress?, error: IOException?) = Unit
    }

    private fun launcher(environment: Map<String, String>, additions: Map<String, String> = emptyMap()): NodeLauncher {
        val bundle = Files.writeString(home.resolve("condenser.mjs"), "")
        return NodeLauncher(bundle) { LaunchSettings(null, environment, additions, home, windows = false) }
    }

    @Test
    fun `the sidecar gets the IDE's proxy, but not for loopback`() {
        val variables = ProxyVariables.of(
            selector(Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128))),
        )
        assertEquals("http://proxy.example:3128", variables["http_proxy"])
        assertEquals("http://proxy.example:3128", variables["https_proxy"])
        assertTrue(variables.getValue("no_proxy").split(',').containsAll(listOf("localhost", "127.0.0.1", "::1")))
    }

    @Test
    fun `without a proxy no variable is set`() {
        assertEquals(emptyMap<String, String>(), ProxyVariables.of(selector(Proxy.NO_PROXY)))
        assertEquals(emptyMap<String, String>(), ProxyVariables.of(null))
    }

    @Test
    fun `proxy variables of the user's shell take precedence over the IDE's proxy`() {
        val shell = mapOf("PATH" to System.getenv("PATH"), "HTTP_PROXY" to "http://mine:1")
        val plan = launcher(
            shell,
            mapOf("http_proxy" to "http://ide:2", "https_proxy" to "http://ide:2"),
        ).prepare() as LaunchPlan.Start
        val environment = plan.command.environment.orEmpty()
        assertNull(environment["http_proxy"])
        assertEquals("http://mine:1", environment["HTTP_PROXY"])
        assertEquals("http://ide:2", environment["https_proxy"])
    }

    @Test
    fun `the sidecar runs with a bounded heap, outside of the plugin's folder`() {
        val plan = launcher(mapOf("PATH" to System.getenv("PATH"))).prepare() as LaunchPlan.Start
        val (_, heap, bundle, command) = plan.command.command
        assertEquals("$home/condenser.mjs stdio", "$bundle $command")
        assertTrue(heap.startsWith("--max-old-space-size="))
        assertEquals(home.toFile(), plan.command.folder)
    }

    @Test
    fun `a plugin without its sidecar reports it`() {
        val plan = NodeLauncher(home.resolve("none.mjs")) { throw AssertionError() }.prepare() as LaunchPlan.Impossible
        assertTrue(plan.problem is SidecarProblem.CannotStart)
    }

    @Test
    fun `certificates accepted in the IDE are exported as PEM`() {
        val store = home.resolve("cacerts")
        val keytool = "${System.getProperty("java.home")}/bin/keytool"
        val options = "-genkeypair -alias own -keyalg RSA -dname CN=own.example " +
            "-storepass changeit -keypass changeit -keystore $store"
        assertEquals(
            0,
            ProcessBuilder(listOf(keytool) + options.split(' ')).redirectErrorStream(true).start().waitFor(),
        )
        val target = TrustedCertificates.export(store, home.resolve("out/trusted.pem"))
        val check = "const{X509Certificate:X}=require('crypto');" +
            "console.log(new X(require('fs').readFileSync(process.argv[1])).subject)"
        val node = ProcessBuilder("node", "-e", check, "$target").start()
        assertEquals("CN=own.example", node.inputStream.readBytes().toString(Charsets.UTF_8).trim())
        assertNull(TrustedCertificates.export(home.resolve("none"), home.resolve("x.pem")))
        assertNull(
            TrustedCertificates.export(Files.writeString(home.resolve("broken"), "no store"), home.resolve("x.pem")),
        )
    }
}
