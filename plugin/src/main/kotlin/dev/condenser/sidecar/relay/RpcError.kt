package dev.condenser.sidecar.relay

import com.google.gson.JsonObject

/**
 * An error on the wire. [kind] is a stable name for pages to act on; [message] and [whatToDo] are
 * shown to the user.
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

/** A request that the host refuses, with the error for the page. */
class RpcException(val error: RpcError, cause: Throwable? = null) : Exception(error.message, cause)
