package dev.condenser.ide

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import dev.condenser.sidecar.relay.RpcError
import dev.condenser.sidecar.relay.RpcException

/** The parameters of one `ide/…` request. An invalid field is refused by name. */
internal class Parameters(json: JsonElement?, private val texts: IdeTexts, private val path: String = "") {
    private val fields: JsonObject = when {
        json == null || json.isJsonNull -> JsonObject()
        json is JsonObject -> json
        else -> throw bad("params")
    }

    fun text(name: String): String = optionalText(name) ?: throw bad(name)

    fun filledText(name: String): String = text(name).ifEmpty { throw bad(name) }

    fun optionalText(name: String): String? {
        val value = present(name) ?: return null
        return (value as? JsonPrimitive)?.takeIf { it.isString }?.asString ?: throw bad(name)
    }

    fun range(name: String): TextRange = optionalRange(name) ?: throw bad(name)

    fun optionalRange(name: String): TextRange? {
        val range = Parameters(present(name) ?: return null, texts, "$path$name.")
        return TextRange(range.position("start"), range.position("end"))
    }

    private fun position(name: String): Position {
        val position = Parameters(present(name) ?: throw bad(name), texts, "$path$name.")
        return Position(position.count("line"), position.count("character"))
    }

    private fun count(name: String): Int {
        val value = (present(name) as? JsonPrimitive)?.takeIf { it.isNumber }?.asBigDecimal
        return value?.takeIf { it.signum() >= 0 && it.stripTrailingZeros().scale() <= 0 && it <= MAX_INTEGER }?.toInt()
            ?: throw bad(name)
    }

    private fun present(name: String): JsonElement? = fields.get(name)?.takeUnless { it.isJsonNull }

    private fun bad(name: String) =
        RpcException(RpcError(RpcError.INVALID_PARAMS, texts.badParameter("$path$name"), "invalidParams"))

    private companion object {
        val MAX_INTEGER = Int.MAX_VALUE.toBigDecimal()
    }
}
