package dev.condenser.chat.browser

import org.cef.browser.CefBrowser
import org.cef.browser.CefFrame
import org.cef.callback.CefCallback
import org.cef.callback.CefDragData
import org.cef.handler.CefDragHandler
import org.cef.handler.CefLifeSpanHandlerAdapter
import org.cef.handler.CefRequestHandler
import org.cef.handler.CefRequestHandlerAdapter
import org.cef.handler.CefResourceHandler
import org.cef.handler.CefResourceHandlerAdapter
import org.cef.handler.CefResourceRequestHandler
import org.cef.handler.CefResourceRequestHandlerAdapter
import org.cef.misc.BoolRef
import org.cef.misc.IntRef
import org.cef.misc.StringRef
import org.cef.network.CefRequest
import org.cef.network.CefResponse
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Proxy

/**
 * Serves the page's files to one browser, and cancels navigation, frames and requests to any other
 * address. A custom scheme would be shared by all plugins of the process, and does not exist in
 * remote development.
 */
class PageRequestHandler private constructor(private val files: PageFiles) : CefRequestHandlerAdapter() {
    override fun onBeforeBrowse(
        browser: CefBrowser?,
        frame: CefFrame?,
        request: CefRequest,
        userGesture: Boolean,
        isRedirect: Boolean,
    ): Boolean = !PageFiles.isPage(request.url)

    override fun onOpenURLFromTab(browser: CefBrowser?, frame: CefFrame?, url: String?, userGesture: Boolean) = true

    override fun getResourceRequestHandler(
        browser: CefBrowser?,
        frame: CefFrame?,
        request: CefRequest?,
        isNavigation: Boolean,
        isDownload: Boolean,
        requestInitiator: String?,
        disableDefaultHandling: BoolRef?,
    ): CefResourceRequestHandler {
        disableDefaultHandling?.set(true)
        return object : CefResourceRequestHandlerAdapter() {
            override fun getResourceHandler(
                browser: CefBrowser?,
                frame: CefFrame?,
                request: CefRequest,
            ): CefResourceHandler = FileResponse(files.find(request.url))
        }
    }

    /** Responds with a file, or with 404. */
    private class FileResponse(private val file: PageFile?) : CefResourceHandlerAdapter() {
        private var sent = 0

        override fun processRequest(request: CefRequest?, callback: CefCallback): Boolean {
            callback.Continue()
            return true
        }

        override fun getResponseHeaders(response: CefResponse, length: IntRef, redirectUrl: StringRef?) {
            response.status = if (file == null) 404 else 200
            response.mimeType = file?.mimeType ?: "text/plain"
            response.setHeaderByName("Content-Type", "${response.mimeType}; charset=utf-8", true)
            response.setHeaderByName("Cache-Control", "no-store", true)
            response.setHeaderByName("X-Content-Type-Options", "nosniff", true)
            length.set(file?.bytes?.size ?: 0)
        }

        override fun readResponse(
            out: ByteArray,
            bytesToRead: Int,
            bytesRead: IntRef,
            callback: CefCallback?,
        ): Boolean {
            val bytes = file?.bytes ?: return false
            if (sent >= bytes.size) return false
            val count = minOf(bytesToRead, bytes.size - sent)
            System.arraycopy(bytes, sent, out, 0, count)
            sent += count
            bytesRead.set(count)
            return true
        }
    }

    companion object {
        /**
         * Creates the handler of one browser. `onRenderProcessTerminated` has two signatures across
         * the supported IDEs; a proxy that matches the name serves both.
         */
        fun create(files: PageFiles, onCrash: (String) -> Unit): CefRequestHandler {
            val handler = PageRequestHandler(files)
            val types = arrayOf<Class<*>>(CefRequestHandler::class.java)
            return Proxy.newProxyInstance(handler.javaClass.classLoader, types) { _, method, arguments ->
                if (method.name == "onRenderProcessTerminated") {
                    onCrash(arguments?.drop(1)?.joinToString(" ").orEmpty())
                    null
                } else {
                    try {
                        method.invoke(handler, *arguments.orEmpty())
                    } catch (error: InvocationTargetException) {
                        throw error.targetException
                    }
                }
            } as CefRequestHandler
        }
    }
}

/** Keeps a page from opening windows. */
class PopupBlocker : CefLifeSpanHandlerAdapter() {
    override fun onBeforePopup(browser: CefBrowser?, frame: CefFrame?, url: String?, name: String?): Boolean = true
}

/** Keeps a dropped file or link from replacing the page. */
class DropBlocker : CefDragHandler {
    override fun onDragEnter(browser: CefBrowser?, data: CefDragData?, mask: Int): Boolean =
        data != null && (data.isFile || data.isLink)
}
