package dev.condenser.settings

import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive

/** A setting of the protocol's schema that a text field or a choice can edit. */
data class SettingField(
    val name: String,
    val description: String,
    val type: String,
    /** The allowed values; empty if any value of its type is allowed. */
    val choices: List<String>,
    val default: String?,
) {
    /** Converts the user's input to a value of this setting; null removes the setting. */
    fun parse(typed: String): JsonElement {
        val text = typed.trim()
        return when {
            text.isEmpty() || text == default -> JsonNull.INSTANCE

            type == "boolean" -> JsonPrimitive(text.toBooleanStrict())

            // Text that is not a number is sent unchanged, and the sidecar reports the error.
            type == "number" || type == "integer" -> text.toBigDecimalOrNull()?.let(::JsonPrimitive)
                ?: JsonPrimitive(text)

            else -> JsonPrimitive(text)
        }
    }

    companion object {
        private val simple = setOf("string", "number", "integer", "boolean")

        /** The simple settings of `settings/get`, in the order of the protocol's snapshot. */
        fun readAll(snapshot: String): List<SettingField> {
            val messages = JsonParser.parseString(snapshot).asJsonObject.getAsJsonArray("messages")
            val get = messages.map { it.asJsonObject }.first { it.get("method").asString == "settings/get" }
            val settings = get.getAsJsonObject("result").getAsJsonObject("properties").getAsJsonObject("settings")
            return settings.getAsJsonObject("properties").entrySet().mapNotNull { (name, schema) ->
                read(name, schema.asJsonObject)
            }
        }

        private fun read(name: String, schema: JsonObject): SettingField? {
            val type = schema.get("type")?.takeIf { it.isJsonPrimitive }?.asString ?: return null
            if (type !in simple) return null
            val choices = schema.getAsJsonArray("enum")?.map { it.asString }.orEmpty()
            return SettingField(
                name,
                schema.get("description")?.asString.orEmpty(),
                type,
                if (type == "boolean") listOf("true", "false") else choices,
                schema.get("default")?.takeIf { it.isJsonPrimitive }?.asString,
            )
        }
    }
}
