package dev.condenser.ide

import com.google.gson.JsonArray
import com.google.gson.JsonObject

/** Converts a selection to the protocol's ContextItem. */
internal fun contextItem(selection: CodeSelection) = JsonObject().apply {
    val (path, languageId, range, text, version) = selection
    addProperty("kind", if (range == null) "file" else "selection")
    if (path != null) addProperty("uri", FileUrls.toUrl(path))
    if (languageId != null) addProperty("languageId", languageId)
    if (range != null) {
        add(
            "range",
            JsonObject().apply {
                add("start", json(range.start))
                add("end", json(range.end))
            },
        )
    }
    addProperty("text", text)
    if (version != null) addProperty("version", version)
}

/** The parameters of `ide/ask`: code, and the name of a prompt; without one, the user writes the question. */
fun askParams(prompt: String?, selection: CodeSelection?) = JsonObject().apply {
    if (prompt != null) addProperty("prompt", prompt)
    add("context", JsonArray().apply { selection?.let { add(contextItem(it)) } })
}

private fun json(position: Position) = JsonObject().apply {
    addProperty("line", position.line)
    addProperty("character", position.character)
}
