package dev.condenser.sidecar.relay

import com.google.gson.JsonObject

/**
 * An error as it goes over the wire. [kind] is its stable name, for a page to act on; [message] and
 * [whatToDo] are for the person.
 */
data class RpcError(val code: Int, val message: String, val kind: String, val whatToDo: String? = null) {
    fun toJson(): JsonObject {
        val data = JsonObject().apply { addProperty("kind", kind) }
        if (whatToDo != null) data.addProperty("whatToDo", whatToDo)
        return JsonObject().apply {
            addProperty("code", code)
            addProperty("message", message)
            add("data", data)
        }
    }

    companion object {
        const val INVALID_REQUEST = -32600
        const val METHOD_NOT_FOUND = -32601
        const val INVALID_PARAMS = -32602
        const val INTERNAL_ERROR = -32603
        const val NOT_SUPPORTED = -32007
        const val NOT_FOUND = -32008
    }
}

/** A request of the page that the host cannot fulfil, with what the page is told. */
class RpcException(val error: RpcError, cause: Throwable? = null) : Exception(error.message, cause)
