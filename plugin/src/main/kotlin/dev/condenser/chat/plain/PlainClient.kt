package dev.condenser.chat.plain

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import dev.condenser.sidecar.relay.IdeRequestHandler
import dev.condenser.sidecar.relay.PageSink
import dev.condenser.sidecar.relay.RawMessage
import dev.condenser.sidecar.relay.Relay
import java.util.UUID

/** Receives the events of a plain chat, on any thread. */
interface PlainListener {
    fun question(text: String)

    fun delta(text: String)

    /** The answer has finished. [problem] is shown to the user; it is null if the answer is complete. */
    fun finished(problem: String?)
}

/** One conversation over the protocol, for the plain chat. */
class PlainClient(relay: Relay, ide: IdeRequestHandler, private val listener: PlainListener) :
    PageSink,
    AutoCloseable {
    private val connection = relay.open(this, ide)
    private var nextId = 0
    private var running: String? = null
    private var sendId = -1
    private var conversationId: JsonElement? = null
    private var lastTurnId: JsonElement? = null

    /** Sends a question, with selected code as ContextItems. Ignored while an answer is running. */
    @Synchronized
    fun send(text: String, context: JsonElement? = null) {
        if (running != null || text.isBlank()) return
        val turn = UUID.randomUUID().toString()
        running = turn
        sendId = nextId++
        val params = JsonObject().apply {
            addProperty("clientTurnId", turn)
            addProperty("text", text)
            conversationId?.let { add("conversationId", it) }
            lastTurnId?.let { add("parentTurnId", it) }
            context?.let { add("context", it) }
        }
        listener.question(text)
        connection.post(RawMessage.request(JsonPrimitive(sendId), "chat/send", params).text)
    }

    /** Stops the answer; the partial answer is saved. */
    @Synchronized
    fun stop() {
        if (running == null) return
        val params = JsonObject().apply { addProperty("id", sendId) }
        connection.post(RawMessage.notification("$/cancelRequest", params).text)
    }

    override fun receive(message: RawMessage) {
        when {
            message.isResponse && message.id == JsonPrimitive(sendId) -> answered(message)
            message.method == "chat/event" && message.param("clientTurnId")?.asString == running -> event(message)
        }
    }

    override fun close() = connection.close()

    private fun event(message: RawMessage) {
        if (message.param("kind")?.asString == "delta") listener.delta(message.param("text")?.asString.orEmpty())
    }

    private fun answered(message: RawMessage) {
        synchronized(this) { running = null }
        val result = message.json.get("result") as? JsonObject
        result?.get("conversationId")?.let { conversationId = it }
        result?.get("turnId")?.let { lastTurnId = it }
        val error = (result ?: message.json).get("error") as? JsonObject
        listener.finished(error?.let { explain(it) })
    }

    private fun explain(error: JsonObject): String {
        val whatToDo = (error.get("data") as? JsonObject)?.get("whatToDo")?.asString
        return listOfNotNull(error.get("message")?.asString, whatToDo).joinToString("\n")
    }
}
