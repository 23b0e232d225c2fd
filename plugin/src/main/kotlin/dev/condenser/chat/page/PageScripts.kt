package dev.condenser.chat.page

import com.google.gson.Gson
import com.google.gson.GsonBuilder

/** The calls that the host makes into the page (its half is webui/src/host/ideBridge.ts). */
object PageScripts {
    // HTML escapes keep U+2028 and "</script>" out of the script as well.
    private val gson: Gson = GsonBuilder().create()

    /** Gives the page its way to the host. [call] is an expression that posts the variable `json`. */
    fun install(call: String): String =
        "window.condenserHost={post:function(json){$call}};window.dispatchEvent(new Event('condenser-host-ready'));"

    fun receive(messages: List<String>): String =
        "window.condenserReceive&&window.condenserReceive(${gson.toJson(messages)});"

    fun receivePart(id: String, index: Int, count: Int, text: String): String =
        "window.condenserReceivePart&&window.condenserReceivePart(${gson.toJson(
            id,
        )},$index,$count,${gson.toJson(text)});"

    fun theme(theme: PageTheme): String = "window.condenserTheme&&window.condenserTheme(${gson.toJson(theme)});"

    /** Answered through the page's own way to the host, if script still runs there. */
    fun ping(): String = "window.condenserHost&&window.condenserHost.post(${gson.toJson(PONG)});"

    /** What [ping] posts. */
    const val PONG = """{"jsonrpc":"2.0","method":"${'$'}/alive"}"""
}
