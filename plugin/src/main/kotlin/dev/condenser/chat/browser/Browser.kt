package dev.condenser.chat.browser

import javax.swing.JComponent

/** A web browser that shows the chat page and nothing else. Its page is at [PAGE_URL]. */
interface Browser {
    val component: JComponent

    /** Loads the page, or reloads it. */
    fun load()

    /** Runs a script in the page. Scripts run in order; any thread may call this. */
    fun run(script: String)

    fun focus()

    fun dispose()

    companion object {
        /** Never looked up on a network: the browser's request handler serves it. */
        const val ORIGIN = "https://condenser.localhost"
        const val PAGE_URL = "$ORIGIN/index.html?host=ide"
    }
}

/** Receives the events of a browser, on any thread but the UI thread. */
interface BrowserListener {
    /** A document starts to load, and the previous one is gone. */
    fun loading()

    /** The document has loaded and has its `window.condenserHost`. */
    fun loaded()

    /** The page posted a message. */
    fun posted(json: String)

    /** The render process has ended. */
    fun crashed(detail: String)
}

/** Creates browsers; throws if that is impossible. UI thread only. */
fun interface BrowserFactory {
    fun create(files: PageFiles, listener: BrowserListener): Browser
}
