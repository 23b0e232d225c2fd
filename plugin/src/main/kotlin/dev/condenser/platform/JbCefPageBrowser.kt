package dev.condenser.platform

import com.intellij.ui.jcef.JBCefApp
import com.intellij.ui.jcef.JBCefBrowser
import com.intellij.ui.jcef.JBCefBrowserBase
import com.intellij.ui.jcef.JBCefJSQuery
import dev.condenser.chat.browser.Browser
import dev.condenser.chat.browser.BrowserFactory
import dev.condenser.chat.browser.BrowserListener
import dev.condenser.chat.browser.DropBlocker
import dev.condenser.chat.browser.PageFiles
import dev.condenser.chat.browser.PageRequestHandler
import dev.condenser.chat.browser.PopupBlocker
import dev.condenser.chat.page.PageScripts
import org.cef.browser.CefBrowser
import org.cef.browser.CefFrame
import org.cef.handler.CefLoadHandlerAdapter
import org.cef.network.CefRequest
import javax.swing.JComponent

/**
 * The page in the Chromium of the IDE. The only file that uses JBCef; the page's side is
 * `webui/src/host/ideBridge.ts`.
 */
class JbCefPageBrowser(files: PageFiles, private val listener: BrowserListener, offScreen: Boolean) : Browser {
    private val client = JBCefApp.getInstance().createClient()
    private val browser: JBCefBrowser =
        JBCefBrowser.createBuilder().setClient(client).setOffScreenRendering(offScreen).build()

    // Must exist before the native browser is created.
    private val query = JBCefJSQuery.create(browser as JBCefBrowserBase)

    init {
        query.addHandler { json ->
            listener.posted(json)
            null
        }
        val cef = browser.cefBrowser
        client.addRequestHandler(PageRequestHandler.create(files, listener::crashed), cef)
        client.addLifeSpanHandler(PopupBlocker(), cef)
        client.addDragHandler(DropBlocker(), cef)
        client.addLoadHandler(Loading(), cef)
    }

    override val component: JComponent get() = browser.component

    override fun load() {
        // Loading the URL that is already shown would do nothing.
        if (browser.cefBrowser.url ==
            Browser.PAGE_URL
        ) {
            browser.cefBrowser.reload()
        } else {
            browser.loadURL(Browser.PAGE_URL)
        }
    }

    override fun run(script: String) = browser.cefBrowser.executeJavaScript(script, Browser.ORIGIN, 0)

    override fun focus() {
        browser.cefBrowser.setFocus(true)
    }

    override fun dispose() {
        query.dispose()
        browser.dispose()
        client.dispose()
    }

    private inner class Loading : CefLoadHandlerAdapter() {
        override fun onLoadStart(browser: CefBrowser?, frame: CefFrame?, transition: CefRequest.TransitionType?) {
            if (frame?.isMain == true) listener.loading()
        }

        override fun onLoadEnd(browser: CefBrowser?, frame: CefFrame?, httpStatusCode: Int) {
            if (frame?.isMain != true || !PageFiles.isPage(frame.url)) return
            run(PageScripts.install(query.inject("json")))
            listener.loaded()
        }
    }

    companion object {
        /** Null if this IDE has no browser, or the user turned it off. */
        fun factory(): BrowserFactory? {
            val settings = HostSettings.values
            if (!settings.useBrowser || !supported()) return null
            return BrowserFactory { files, listener -> JbCefPageBrowser(files, listener, settings.offScreen) }
        }

        private fun supported() = try {
            JBCefApp.isSupported()
        } catch (_: LinkageError) {
            // The runtime comes without JCEF.
            false
        }
    }
}
