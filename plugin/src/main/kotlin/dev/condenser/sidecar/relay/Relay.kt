package dev.condenser.sidecar.relay

import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonParseException
import com.google.gson.JsonPrimitive

/**
 * Carries messages between the pages of all projects and the one sidecar.
 *
 * Request ids, the ids in `$/cancelRequest` and progress tokens are made unique on the way out and
 * restored on the way back. Notifications go to every page; answers to closed pages are dropped. The
 * host answers `ide/…` requests of pages, and refuses those of the sidecar. The rest of a payload is
 * not read.
 */
class Relay(
    private val log: (String) -> Unit,
    /** Sends to the sidecar, in the order of the calls. */
    private val send: (RawMessage) -> Unit,
) {
    private val lock = Any()
    private val pages = LinkedHashSet<Page>()
    private val pending = LinkedHashMap<String, Pending>()
    private val tokens = HashMap<String, Pending>()
    private var nextId = 1L

    /** A pending request: its page, and its id there. */
    private class Pending(
        val page: Page,
        val wireId: JsonElement,
        val pageId: JsonElement,
        val pageToken: JsonElement?,
    )

    /** Adds a page. [ide] answers its `ide/…` requests. */
    fun open(sink: PageSink, ide: IdeRequestHandler): PageConnection {
        val page = Page(sink, ide)
        synchronized(lock) { pages.add(page) }
        return page
    }

    /** Receives a message from the sidecar. */
    fun receive(message: RawMessage) {
        when {
            message.isResponse -> answer(message)
            message.isRequest -> refuseSidecar(message)
            message.method == PROGRESS -> progress(message)
            message.method?.startsWith(IDE_PREFIX) == true -> log("refused ${message.method} from the sidecar")
            message.isNotification -> broadcast(message)
            else -> log("dropped a malformed message: ${message.text.take(200)}")
        }
    }

    /**
     * Answers all pending requests with an error, because their sidecar is gone. Those whose id at
     * the sidecar is in [except] never reached it and stay pending.
     */
    fun failPending(error: RpcError, except: Set<String> = emptySet()) {
        val failed = synchronized(lock) {
            val lost = pending.filterKeys { it !in except }
            pending.keys.removeAll(lost.keys)
            tokens.keys.removeAll(lost.keys)
            lost.values.toList()
        }
        for (request in failed) request.page.receive(RawMessage.error(request.pageId, error))
    }

    private fun answer(message: RawMessage) {
        val request = synchronized(lock) {
            pending.remove(key(message.id))?.also { tokens.remove(key(it.wireId)) }
        } ?: return
        request.page.receive(message.withId(request.pageId))
    }

    private fun progress(message: RawMessage) {
        val request = synchronized(lock) { tokens[key(message.param(TOKEN))] } ?: return
        val token = request.pageToken ?: return
        request.page.receive(message.withParam(TOKEN, token))
    }

    private fun refuseSidecar(message: RawMessage) {
        val error = RpcError(RpcError.METHOD_NOT_FOUND, "The host answers no ${message.method}.", "methodNotFound")
        log("refused ${message.method} from the sidecar")
        send(RawMessage.error(message.id ?: JsonNull.INSTANCE, error))
    }

    private fun broadcast(message: RawMessage) {
        if (message.method?.startsWith("$/") == true) return
        val receivers = synchronized(lock) { pages.toList() }
        for (page in receivers) page.receive(message)
    }

    private inner class Page(private val sink: PageSink, private val ide: IdeRequestHandler) : PageConnection {
        @Volatile private var open = true

        override fun post(text: String) {
            if (!open) return
            val message = try {
                RawMessage.parse(text)
            } catch (error: JsonParseException) {
                log("dropped a malformed message of a page: ${error.message}")
                return
            }
            val method = message.method ?: return
            when {
                method.startsWith(IDE_PREFIX) -> askIde(method, message)
                method in OF_THE_HOST -> refuse(message)
                method == CANCEL -> cancel(message)
                message.isRequest -> forward(message)
                else -> send(message)
            }
        }

        override fun notify(method: String, params: JsonElement) = receive(RawMessage.notification(method, params))

        override fun close() {
            open = false
            synchronized(lock) { pages.remove(this) }
        }

        fun receive(message: RawMessage) {
            if (open) sink.receive(message)
        }

        private fun forward(message: RawMessage) {
            val pageId = message.id ?: return
            val pageToken = message.param(PROGRESS_TOKEN)?.takeUnless { it.isJsonNull }
            val wireId = synchronized(lock) {
                val id = JsonPrimitive(nextId++)
                val request = Pending(this, id, pageId, pageToken)
                pending[key(id)] = request
                if (pageToken != null) tokens[key(id)] = request
                id
            }
            val renamed = message.withId(wireId)
            send(if (pageToken == null) renamed else renamed.withParam(PROGRESS_TOKEN, wireId))
        }

        private fun cancel(message: RawMessage) {
            val pageId = message.param("id") ?: return
            val request = synchronized(lock) {
                pending.values.lastOrNull { it.page === this && key(it.pageId) == key(pageId) }
            } ?: return
            send(message.withParam("id", request.wireId))
        }

        private fun refuse(message: RawMessage) {
            val id = message.id ?: return
            val text = "${message.method} is the host's to send."
            receive(RawMessage.error(id, RpcError(RpcError.INVALID_REQUEST, text, "invalidRequest")))
        }

        private fun askIde(method: String, message: RawMessage) {
            val id = message.id ?: return
            val reply = object : IdeReply {
                override fun result(value: JsonElement) = receive(RawMessage.result(id, value))

                override fun error(error: RpcError) = receive(RawMessage.error(id, error))
            }
            try {
                ide.handle(method, message.params, reply)
            } catch (error: RpcException) {
                reply.error(error.error)
            }
        }
    }

    private companion object {
        const val IDE_PREFIX = "ide/"
        const val CANCEL = "$/cancelRequest"
        const val PROGRESS = "$/progress"
        const val TOKEN = "token"
        const val PROGRESS_TOKEN = "progressToken"

        /** Methods that only the host sends, once for all pages. */
        val OF_THE_HOST = setOf("initialize", "initialized", "shutdown", "exit", "$/setTrace")

        /** The number 7 and the string "7" are different ids. */
        fun key(id: JsonElement?): String = id.toString()
    }
}
