package dev.condenser.sidecar.relay

/** Where messages for a page go. Called from any thread, in the order of the wire. */
fun interface PageSink {
    fun receive(message: RawMessage)
}

/** Answers the `ide/…` requests of one page. Throws [RpcException] for what it refuses. */
fun interface IdeRequestHandler {
    /** @param reply takes the result, as soon as there is one; called once, from any thread. */
    fun handle(method: String, params: com.google.gson.JsonElement?, reply: IdeReply)
}

/** Takes the outcome of an `ide/…` request. */
interface IdeReply {
    fun result(value: com.google.gson.JsonElement)

    fun error(error: RpcError)
}

/** One page's end of the relay. */
interface PageConnection {
    /** Takes one JSON-RPC message of the page as JSON text. */
    fun post(text: String)

    /** Sends the page a notification of the host itself. */
    fun notify(method: String, params: com.google.gson.JsonElement)

    /** From here on nothing reaches the page, and answers to it are dropped. Cancels nothing. */
    fun close()
}
