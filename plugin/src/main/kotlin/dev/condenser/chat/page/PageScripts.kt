package dev.condenser.chat.page

import com.google.gson.Gson
import com.google.gson.GsonBuilder

/** The scripts that the host runs in the page; their other half is webui/src/host/ideBridge.ts. */
object PageScripts {
    // HTML escaping also keeps U+2028 and "</script>" out of the script.
    private val gson: Gson = GsonBuilder().create()

    /** Installs the page's channel to the host. [call] is an expression that posts the variable `json`. */
    fun install(call: String): String =
        "window.condenserHost={post:function(json){$call}};window.dispatchEvent(new Event('condenser-host-ready'));"

    fun receive(messages: List<String>): String =
        "window.condenserReceive&&window.condenserReceive(${gson.toJson(messages)});"

    fun receivePart(id: String, index: Int, count: Int, text: String): String =
        "window.condenserReceivePart&&window.condenserReceivePart(${gson.toJson(
            id,
        )},$index,$count,${gson.toJson(text)});"

    fun theme(theme: PageTheme): String = "window.condenserTheme&&window.condenserTheme(${gson.toJson(theme)});"

    /** The page answers it through its channel to the host, if it still runs scripts. */
    fun ping(): String = "window.condenserHost&&window.condenserHost.post(${gson.toJson(PONG)});"

    /** The answer to [ping]. */
    const val PONG = """{"jsonrpc":"2.0","method":"${'$'}/alive"}"""
}
