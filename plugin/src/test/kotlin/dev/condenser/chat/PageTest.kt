package dev.condenser.chat

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import dev.condenser.chat.browser.Browser
import dev.condenser.chat.browser.PageFiles
import dev.condenser.chat.page.ChatPage
import dev.condenser.chat.page.PageQueue
import dev.condenser.chat.page.PageScripts
import dev.condenser.chat.page.PageTheme
import dev.condenser.chat.page.PageTimeouts
import dev.condenser.chat.page.StuckPage
import dev.condenser.fakes.noIde
import dev.condenser.sidecar.relay.RawMessage
import dev.condenser.sidecar.relay.Relay
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.awt.Color
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import javax.swing.JComponent
import javax.swing.JPanel

class PageTest {
    private val scheduler = Executors.newSingleThreadScheduledExecutor()
    private val scripts = LinkedBlockingQueue<String>()
    private val stuck = LinkedBlockingQueue<StuckPage>()
    private val sent = LinkedBlockingQueue<RawMessage>()
    private val relay = Relay({}) { sent += it }
    private val hello = """{"jsonrpc":"2.0","id":0,"method":"page/hello","params":{}}"""

    private val browser = object : Browser {
        override val component: JComponent = JPanel()

        override fun load() = Unit

        override fun run(script: String) {
            scripts += script
        }

        override fun focus() = Unit

        override fun dispose() = Unit
    }

    private fun page(timeouts: PageTimeouts = PageTimeouts()) =
        ChatPage(relay, noIde, scheduler, timeouts, onStuck = { stuck += it }).apply { show(browser) }

    private fun script() = scripts.poll(10, TimeUnit.SECONDS) ?: throw AssertionError("no script")

    @AfterEach
    fun stop() {
        scheduler.shutdownNow()
    }

    @Test
    fun `messages within one frame become one script, in order`() {
        val queue = PageQueue(scheduler, frameMilliseconds = 50) { scripts += it }
        for (index in 1..100) queue.receive(RawMessage.parse("""{"jsonrpc":"2.0","method":"n","params":$index}"""))
        val (call, list) = Regex("""&&(window\.condenserReceive)\((.*)\);""").find(script())!!.destructured
        assertEquals("window.condenserReceive", call)
        val numbers = JsonParser.parseString(list).asJsonArray.map {
            JsonParser.parseString(it.asString).asJsonObject.get("params").asInt
        }
        assertEquals((1..100).toList(), numbers)
        assertTrue(scripts.isEmpty())
    }

    @Test
    fun `a large message is sent in parts, in order with the messages around it`() {
        val queue = PageQueue(scheduler, frameMilliseconds = 20, maxScriptLength = 1000) { scripts += it }
        val large = RawMessage.notification(
            "large",
            JsonObject().apply {
                addProperty("text", "中</script>\u2028'\"\\".repeat(500))
            },
        )
        for (message in listOf(
            RawMessage.notification("before", null),
            large,
            RawMessage.notification("after", null),
        )) {
            queue.receive(message)
        }
        assertTrue("before" in script())
        val parts = ArrayList<String>()
        val pattern = Regex("""condenserReceivePart\("part-0",(\d+),(\d+),(".*")\);""", RegexOption.DOT_MATCHES_ALL)
        do {
            val (index, count, text) = pattern.find(script())!!.destructured
            assertEquals(parts.size, index.toInt())
            parts += JsonParser.parseString(text).asString
        } while (parts.size < count.toInt())
        assertEquals(large.text, parts.joinToString(""))
        assertTrue("after" in script())
    }

    @Test
    fun `no message can end the script that carries it`() {
        val script = PageScripts.receive(listOf("</script>\u2028\u2029"))
        assertTrue(script.none { it == '<' || it == '\u2028' || it == '\u2029' }, script)
    }

    @Test
    fun `an editor's question waits until the page is ready`() {
        val page = page()
        page.notify("ide/ask", JsonObject())
        page.loaded()
        page.posted(hello)
        assertTrue("ide/ask" in script())
        page.notify("ide/ask", JsonObject())
        assertTrue("ide/ask" in script())
    }

    @Test
    fun `after a reload, answers to the previous document are dropped and requests work again`() {
        val page = page()
        page.posted(hello)
        val before = sent.take()
        page.loading()
        relay.receive(RawMessage.result(before.id!!, JsonObject()))
        page.posted(hello)
        relay.receive(RawMessage.result(sent.take().id!!, JsonObject().apply { addProperty("second", true) }))
        assertTrue("second" in script())
    }

    @Test
    fun `a page that never becomes ready is reported`() {
        page(PageTimeouts(readySeconds = 0))
        assertEquals(StuckPage.NEVER_READY, stuck.poll(10, TimeUnit.SECONDS))
    }

    @Test
    fun `a page that stops running scripts is reported, one that answers is not`() {
        val page = page(PageTimeouts(aliveSeconds = 1))
        page.posted(hello)
        page.checkAlive()
        assertEquals(PageScripts.ping(), script())
        page.posted(PageScripts.PONG)
        assertNull(stuck.poll(1500, TimeUnit.MILLISECONDS))
        page.checkAlive()
        assertEquals(StuckPage.SILENT, stuck.poll(10, TimeUnit.SECONDS))
        assertEquals(1, sent.size, "a pong is not passed on")
    }

    @Test
    fun `a crash of the render process is reported`() {
        page().crashed("killed")
        assertEquals(StuckPage.CRASHED, stuck.poll(10, TimeUnit.SECONDS))
    }

    @Test
    fun `every new document gets the theme`() {
        val page = page()
        page.setTheme(
            PageTheme(mapOf("--background" to "#000"), dark = true, highContrast = false, zoom = 1.0, locale = "zh-CN"),
        )
        val first = script()
        page.loading()
        page.loaded()
        assertEquals(first, script())
    }

    @Test
    fun `colours and fonts cannot break out of their CSS values`() {
        assertEquals("#0a0b0c", PageTheme.css(Color(10, 11, 12)))
        assertEquals("rgba(10, 11, 12, 0.502)", PageTheme.css(Color(10, 11, 12, 128)))
        assertEquals("\"Mono x\", monospace", PageTheme.family("Mono\"} x;", "monospace"))
        assertTrue(PageTheme.isDark(Color(43, 43, 43)) && !PageTheme.isDark(Color.WHITE))
    }

    @Test
    fun `the browser gets only the page's files`(@TempDir folder: Path) {
        val page = Files.createDirectories(folder.resolve("page"))
        Files.writeString(page.resolve("index.html"), "<html>")
        Files.writeString(folder.resolve("secret.txt"), "s")
        val files = PageFiles(page)
        assertEquals("text/html", files.find(Browser.PAGE_URL)?.mimeType)
        assertNotNull(files.find("${Browser.ORIGIN}/index.html"))
        val others = listOf(
            "${Browser.ORIGIN}/../secret.txt",
            "${Browser.ORIGIN}/%2e%2e/secret.txt",
            "${Browser.ORIGIN}//etc/passwd",
            "${Browser.ORIGIN}:8443/index.html",
            "https://condenser.localhost.evil/index.html",
            "https://x@condenser.localhost/index.html",
            "http://condenser.localhost/index.html",
            "file:///etc/passwd",
            "about:blank",
        )
        for (url in others) assertNull(files.find(url), url)
        assertTrue(
            PageFiles.isPage(Browser.PAGE_URL) && others.none(PageFiles::isPage) &&
                !PageFiles.isPage("${Browser.ORIGIN}/page.js"),
        )
    }
}
