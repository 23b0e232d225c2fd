package dev.condenser.chat.page

import com.google.gson.JsonElement
import dev.condenser.chat.browser.Browser
import dev.condenser.chat.browser.BrowserListener
import dev.condenser.sidecar.relay.IdeRequestHandler
import dev.condenser.sidecar.relay.PageConnection
import dev.condenser.sidecar.relay.Relay
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.ScheduledFuture
import java.util.concurrent.TimeUnit

/** How long a page may take to load and to answer. */
data class PageTimeouts(val readySeconds: Long = 15, val aliveSeconds: Long = 20)

/**
 * Connects the page in its browser to the relay. It keeps no state that a reload could lose; the
 * page asks the sidecar for that.
 *
 * [onStuck] reports a page that never becomes ready, or stops answering.
 */
class ChatPage(
    private val relay: Relay,
    private val ide: IdeRequestHandler,
    private val scheduler: ScheduledExecutorService,
    private val timeouts: PageTimeouts = PageTimeouts(),
    private val onReady: () -> Unit = {},
    private val onStuck: (StuckPage) -> Unit,
) : BrowserListener {
    private val lock = Any()
    private var browser: Browser? = null
    private var connection: PageConnection? = null
    private var ready = false
    private var theme: PageTheme? = null
    private val asks = ArrayDeque<Pair<String, JsonElement>>()
    private var watch: ScheduledFuture<*>? = null
    private var pongCount = 0L
    private val queue = PageQueue(scheduler) { browser?.run(it) }

    /** Attaches a new browser, and ignores the previous one from now on. */
    fun show(browser: Browser) {
        synchronized(lock) { this.browser = browser }
        browser.load()
        watchFor(timeouts.readySeconds)
    }

    /** Sets the theme of the page, now and after every reload. */
    fun setTheme(next: PageTheme) {
        synchronized(lock) { theme = next }
        browser?.run(PageScripts.theme(next))
    }

    /** Sends the page a notification of the host, such as `ide/ask`, once the page is ready. */
    fun notify(method: String, params: JsonElement) {
        val open = synchronized(lock) {
            if (!ready) asks += method to params
            connection.takeIf { ready }
        }
        open?.notify(method, params)
    }

    /** Reloads the page, which asks the sidecar for what it showed. */
    fun reload() {
        browser?.load()
        watchFor(timeouts.readySeconds)
    }

    /** Checks that the page still runs scripts; calls [onStuck] if it does not. */
    fun checkAlive() {
        val before = synchronized(lock) { if (ready) pongCount else return }
        browser?.run(PageScripts.ping())
        scheduler.schedule({
            if (synchronized(lock) { ready && pongCount == before }) onStuck(StuckPage.SILENT)
        }, timeouts.aliveSeconds, TimeUnit.SECONDS)
    }

    fun close() {
        watch?.cancel(false)
        disconnect()
        synchronized(lock) { browser = null }
    }

    override fun loading() = disconnect()

    override fun loaded() {
        synchronized(lock) { theme }?.let { browser?.run(PageScripts.theme(it)) }
    }

    override fun posted(json: String) {
        val (open, first) = synchronized(lock) {
            pongCount++
            val first = !ready && json != PageScripts.PONG
            if (first) {
                ready = true
                connection = relay.open(queue, ide)
            }
            connection to first
        }
        if (json != PageScripts.PONG) open?.post(json)
        if (first) becomeReady(open)
    }

    override fun crashed(detail: String) {
        disconnect()
        onStuck(StuckPage.CRASHED)
    }

    private fun becomeReady(open: PageConnection?) {
        watch?.cancel(false)
        val waiting = synchronized(lock) { asks.toList().also { asks.clear() } }
        for ((method, params) in waiting) open?.notify(method, params)
        onReady()
    }

    private fun disconnect() {
        val before = synchronized(lock) {
            ready = false
            connection.also { connection = null }
        }
        before?.close()
        queue.clear()
    }

    private fun watchFor(seconds: Long) {
        watch?.cancel(false)
        watch = scheduler.schedule({
            if (synchronized(lock) { !ready }) onStuck(StuckPage.NEVER_READY)
        }, seconds, TimeUnit.SECONDS)
    }
}

/** Why a page counts as stuck. */
enum class StuckPage { NEVER_READY, SILENT, CRASHED }
