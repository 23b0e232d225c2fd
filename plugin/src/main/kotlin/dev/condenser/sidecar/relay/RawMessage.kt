package dev.condenser.sidecar.relay

import com.google.gson.Gson
import com.google.gson.GsonBuilder
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.Strictness
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler
import org.eclipse.lsp4j.jsonrpc.messages.Message
import java.io.Reader
import java.io.Writer

/**
 * A JSON-RPC message whose payload is passed on unchanged, including nulls, unknown fields and the
 * notation of numbers. Only its envelope (`id`, `method`) is read.
 */
class RawMessage private constructor(val json: JsonObject, original: String?) : Message() {
    /** The message as JSON text: the received text, unless something was changed. */
    val text: String by lazy { original ?: gson.toJson(json) }

    val method: String? get() = json.get("method")?.takeIf { it.isJsonPrimitive }?.asString
    val id: JsonElement? get() = json.get("id")?.takeUnless { it.isJsonNull }
    val params: JsonElement? get() = json.get("params")

    val isRequest: Boolean get() = method != null && id != null
    val isNotification: Boolean get() = method != null && id == null
    val isResponse: Boolean get() = method == null && (json.has("result") || json.has("error"))

    /** The message with another id. */
    fun withId(id: JsonElement): RawMessage = with("id", id)

    /** The message with one field of its parameters replaced. */
    fun withParam(name: String, value: JsonElement): RawMessage {
        val params = json.getAsJsonObject("params")
        return with("params", shallowCopy(params).apply { add(name, value) })
    }

    /** A field of the parameters, if they are an object that has it. */
    fun param(name: String): JsonElement? = (params as? JsonObject)?.get(name)

    override fun toString(): String = text

    private fun with(name: String, value: JsonElement) = RawMessage(shallowCopy(json).apply { add(name, value) }, null)

    companion object {
        private val gson: Gson =
            GsonBuilder().serializeNulls().disableHtmlEscaping().setStrictness(Strictness.LENIENT).create()

        /** @throws com.google.gson.JsonParseException if the text is not a JSON object. */
        fun parse(text: String): RawMessage = RawMessage(JsonParser.parseString(text).asObject(), text)

        fun request(id: JsonElement, method: String, params: JsonElement?): RawMessage =
            notification(method, params).withId(id)

        fun notification(method: String, params: JsonElement?): RawMessage {
            val json = envelope().apply { addProperty("method", method) }
            if (params != null) json.add("params", params)
            return RawMessage(json, null)
        }

        fun result(id: JsonElement, result: JsonElement): RawMessage = RawMessage(
            envelope().apply {
                add("id", id)
                add("result", result)
            },
            null,
        )

        fun error(id: JsonElement, error: RpcError): RawMessage = RawMessage(
            envelope().apply {
                add("id", id)
                add("error", error.toJson())
            },
            null,
        )

        private fun envelope() = JsonObject().apply { addProperty("jsonrpc", "2.0") }

        private fun JsonElement.asObject(): JsonObject =
            this as? JsonObject ?: throw com.google.gson.JsonParseException("not a JSON object")

        private fun shallowCopy(source: JsonObject) =
            JsonObject().apply { source.entrySet().forEach { (name, value) -> add(name, value) } }
    }
}

/** Makes lsp4j frame messages without parsing their payload. */
internal object RawMessageHandler : MessageJsonHandler(emptyMap()) {
    override fun parseMessage(input: CharSequence): Message = RawMessage.parse(input.toString())

    override fun parseMessage(input: Reader): Message = RawMessage.parse(input.readText())

    override fun serialize(message: Message): String = (message as RawMessage).text

    override fun serialize(message: Message, output: Writer) {
        output.write(serialize(message))
    }
}
