package dev.condenser.desktop

import dev.condenser.chat.browser.Browser
import dev.condenser.chat.browser.BrowserListener
import dev.condenser.chat.browser.DropBlocker
import dev.condenser.chat.browser.PageFiles
import dev.condenser.chat.browser.PageRequestHandler
import dev.condenser.chat.browser.PopupBlocker
import dev.condenser.chat.page.PageScripts
import org.cef.CefApp
import org.cef.browser.CefBrowser
import org.cef.browser.CefFrame
import org.cef.browser.CefMessageRouter
import org.cef.browser.CefMessageRouter.CefMessageRouterConfig
import org.cef.callback.CefQueryCallback
import org.cef.handler.CefFocusHandlerAdapter
import org.cef.handler.CefLoadHandlerAdapter
import org.cef.handler.CefMessageRouterHandlerAdapter
import org.cef.network.CefRequest
import java.awt.BorderLayout
import java.awt.KeyboardFocusManager
import javax.swing.JComponent
import javax.swing.JPanel
import javax.swing.SwingUtilities

/** The page in a plain JCEF, without an IDE. The same handlers guard it as in the IDE. */
class PlainCefBrowser(cef: CefApp, files: PageFiles, private val listener: BrowserListener) : Browser {
    private val client = cef.createClient()
    private val router = CefMessageRouter.create(CefMessageRouterConfig(QUERY, "${QUERY}Cancel"), Posting())
    private val browser: CefBrowser
    private var begun = false

    init {
        client.addMessageRouter(router)
        client.addRequestHandler(PageRequestHandler.create(files, listener::crashed))
        client.addLifeSpanHandler(PopupBlocker())
        client.addDragHandler(DropBlocker())
        client.addLoadHandler(Loading())
        client.addFocusHandler(Focus())
        browser = client.createBrowser(Browser.PAGE_URL, false, false)
    }

    override val component: JComponent = JPanel(BorderLayout()).apply { add(browser.uiComponent, BorderLayout.CENTER) }

    override fun load() {
        // A new browser loads its first page by itself, as soon as it is shown.
        if (begun) browser.reload()
        begun = true
    }

    override fun run(script: String) = browser.executeJavaScript(script, Browser.ORIGIN, 0)

    override fun focus() {
        leaveSwing()
        browser.setFocus(true)
    }

    /** Called when another component of the window gets the keyboard focus. */
    fun unfocus() = browser.setFocus(false)

    override fun dispose() {
        browser.close(true)
        client.dispose()
    }

    /** Swing does not notice that a native window has the focus, and would keep sending keys elsewhere. */
    private fun leaveSwing() = KeyboardFocusManager.getCurrentKeyboardFocusManager().clearGlobalFocusOwner()

    private inner class Focus : CefFocusHandlerAdapter() {
        private var focused = false

        override fun onGotFocus(browser: CefBrowser?) {
            if (focused) return
            focused = true
            SwingUtilities.invokeLater {
                leaveSwing()
                browser?.setFocus(true)
                focused = false
            }
        }
    }

    private inner class Posting : CefMessageRouterHandlerAdapter() {
        override fun onQuery(
            browser: CefBrowser?,
            frame: CefFrame?,
            queryId: Long,
            request: String,
            persistent: Boolean,
            callback: CefQueryCallback,
        ): Boolean {
            callback.success("")
            listener.posted(request)
            return true
        }
    }

    private inner class Loading : CefLoadHandlerAdapter() {
        override fun onLoadStart(browser: CefBrowser?, frame: CefFrame?, transition: CefRequest.TransitionType?) {
            if (frame?.isMain == true) listener.loading()
        }

        override fun onLoadEnd(browser: CefBrowser?, frame: CefFrame?, httpStatusCode: Int) {
            if (frame?.isMain != true || !PageFiles.isPage(frame.url)) return
            run(PageScripts.install("window.$QUERY({request:json,onSuccess:function(){},onFailure:function(){}})"))
            listener.loaded()
        }
    }

    private companion object {
        const val QUERY = "condenserQuery"
    }
}
