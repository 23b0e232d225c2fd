package dev.condenser.chat.browser

import javax.swing.JComponent

/** A web browser that shows the chat page and nothing else. Its page is at [PAGE_URL]. */
interface Browser {
    val component: JComponent

    /** Loads the page, also when it is loaded already. */
    fun load()

    /** Runs a script in the page, after those before it. From any thread. */
    fun run(script: String)

    fun focus()

    fun dispose()

    companion object {
        /** No network is asked for it: the browser's own request handler serves it. */
        const val ORIGIN = "https://condenser.localhost"
        const val PAGE_URL = "$ORIGIN/index.html?host=ide"
    }
}

/** What a browser tells its owner. Called from any thread, never the UI's. */
interface BrowserListener {
    /** A document begins to load: what ran in the one before is gone. */
    fun loading()

    /** The document is there, and `window.condenserHost` in it. */
    fun loaded()

    /** The page posted a message. */
    fun posted(json: String)

    /** The process that draws the page is gone. */
    fun crashed(detail: String)
}

/** Makes browsers; throws where none can be had. On the UI thread. */
fun interface BrowserFactory {
    fun create(files: PageFiles, listener: BrowserListener): Browser
}
