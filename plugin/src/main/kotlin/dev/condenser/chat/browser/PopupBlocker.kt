package dev.condenser.chat.browser

import org.cef.browser.CefBrowser
import org.cef.browser.CefFrame
import org.cef.callback.CefDragData
import org.cef.handler.CefDragHandler
import org.cef.handler.CefLifeSpanHandlerAdapter

/** No page opens a window, whatever it was clicked on. */
class PopupBlocker : CefLifeSpanHandlerAdapter() {
    override fun onBeforePopup(browser: CefBrowser?, frame: CefFrame?, url: String?, name: String?): Boolean = true
}

/** A file or link that is dropped on the page does not replace it. */
class DropBlocker : CefDragHandler {
    override fun onDragEnter(browser: CefBrowser?, data: CefDragData?, mask: Int): Boolean =
        data != null && (data.isFile || data.isLink)
}
