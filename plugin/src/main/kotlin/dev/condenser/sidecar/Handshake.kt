package dev.condenser.sidecar

import com.google.gson.JsonObject
import dev.condenser.sidecar.relay.RawMessage

/** The version of the protocol that this host speaks. */
const val PROTOCOL_VERSION = 1

/** Evaluates the sidecar's answer to `initialize`. */
internal sealed interface InitializeAnswer {
    data class Accepted(val version: String) : InitializeAnswer

    data class Refused(val detail: String) : InitializeAnswer
}

internal fun initializeParams(host: HostInfo) = JsonObject().apply {
    addProperty("protocolVersion", PROTOCOL_VERSION)
    add(
        "clientInfo",
        JsonObject().apply {
            addProperty("name", host.name)
            addProperty("version", host.version)
        },
    )
    addProperty("locale", host.locale)
    addProperty("processId", ProcessHandle.current().pid())
}

internal fun readInitialize(message: RawMessage, wantedVersion: String?): InitializeAnswer {
    val error = message.json.get("error") as? JsonObject
    if (error != null) return InitializeAnswer.Refused(error.get("message")?.asString ?: error.toString())
    val result = message.json.get("result") as? JsonObject
    val protocol = result?.get("protocolVersion")?.takeIf { it.isJsonPrimitive }?.asString
    if (protocol != "$PROTOCOL_VERSION") {
        return InitializeAnswer.Refused("protocol version $protocol instead of $PROTOCOL_VERSION")
    }
    val version = (result.get("serverInfo") as? JsonObject)?.get("version")?.asString.orEmpty()
    if (wantedVersion != null && version != wantedVersion) {
        return InitializeAnswer.Refused("sidecar $version instead of $wantedVersion")
    }
    return InitializeAnswer.Accepted(version)
}
