package dev.condenser.sidecar.relay

import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentHashMap

/** The host's own client of the sidecar, beside the pages: typed answers, and notifications. */
class SidecarClient(relay: Relay, private val onNotification: (RawMessage) -> Unit = {}) :
    PageSink,
    AutoCloseable {
    private val connection = relay.open(this) { method, _, _ ->
        throw RpcException(RpcError(RpcError.METHOD_NOT_FOUND, method, "methodNotFound"))
    }
    private val pending = ConcurrentHashMap<String, CompletableFuture<JsonElement>>()
    private var nextId = 0

    /** Completes exceptionally with [RpcException] if the sidecar refuses or is gone. */
    @Synchronized
    fun request(method: String, params: JsonElement = JsonObject()): CompletableFuture<JsonElement> {
        val id = "${nextId++}"
        val answer = CompletableFuture<JsonElement>()
        pending[id] = answer
        connection.post(RawMessage.request(JsonPrimitive(id), method, params).text)
        return answer
    }

    override fun receive(message: RawMessage) {
        if (!message.isResponse) return onNotification(message)
        val answer = pending.remove(message.id?.asString) ?: return
        val error = message.json.get("error") as? JsonObject
        if (error == null) {
            answer.complete(message.json.get("result") ?: JsonNull.INSTANCE)
        } else {
            answer.completeExceptionally(RpcException(errorOf(error)))
        }
    }

    override fun close() {
        connection.close()
        pending.values.forEach { it.cancel(false) }
    }

    private fun errorOf(error: JsonObject): RpcError {
        val data = error.get("data") as? JsonObject
        val text = { name: String -> data?.get(name)?.takeIf { it.isJsonPrimitive }?.asString }
        val message = error.get("message")?.asString.orEmpty()
        return RpcError(error.get("code")?.asInt ?: 0, message, text("kind").orEmpty(), text("whatToDo"))
    }
}
