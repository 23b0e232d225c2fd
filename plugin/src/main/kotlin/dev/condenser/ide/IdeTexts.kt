package dev.condenser.ide

/** The texts of the errors of `ide/…` requests. [text] looks one up in the bundle. */
class IdeTexts(private val text: (key: String, arguments: Array<out Any>) -> String) {
    fun outside(what: String) = say("ide.outside", what)

    fun noFile(url: String) = say("ide.noFile", url)

    fun fileExists(name: String) = say("ide.fileExists", name)

    fun badLink(url: String) = say("ide.badLink", url.take(200))

    fun noRange(url: String) = say("ide.noRange", url)

    fun unknown(method: String) = say("ide.unknown", method)

    fun badParameter(name: String) = say("ide.badParameter", name)

    fun failed(detail: String) = say("ide.failed", detail)

    private fun say(key: String, vararg arguments: Any) = text(key, arguments)
}
