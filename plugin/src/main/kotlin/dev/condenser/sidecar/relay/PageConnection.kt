package dev.condenser.sidecar.relay

/** Receives the messages for a page, on any thread, in the order of the wire. */
fun interface PageSink {
    fun receive(message: RawMessage)
}

/** Answers the `ide/…` requests of one page. Throws [RpcException] to refuse one. */
fun interface IdeRequestHandler {
    /** @param reply receives the result, once, on any thread. */
    fun handle(method: String, params: com.google.gson.JsonElement?, reply: IdeReply)
}

/** Receives the outcome of an `ide/…` request. */
interface IdeReply {
    fun result(value: com.google.gson.JsonElement)

    fun error(error: RpcError)
}

/** The connection of one page to the relay. */
interface PageConnection {
    /** Receives a JSON-RPC message from the page, as JSON text. */
    fun post(text: String)

    /** Sends the page a notification of the host. */
    fun notify(method: String, params: com.google.gson.JsonElement)

    /** Disconnects the page and drops answers to it. Its requests are not cancelled. */
    fun close()
}
