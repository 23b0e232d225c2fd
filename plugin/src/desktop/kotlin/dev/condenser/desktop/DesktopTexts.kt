package dev.condenser.desktop

import dev.condenser.chat.ChatTexts
import dev.condenser.ide.IdeTexts
import dev.condenser.sidecar.SidecarTexts
import java.text.MessageFormat
import java.util.Locale
import java.util.ResourceBundle

/** The plugin's texts, in the language of the machine. */
object DesktopTexts {
    private val bundle = ResourceBundle.getBundle(
        "messages.CondenserBundle",
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES),
    )

    val locale: String get() = Locale.getDefault().toLanguageTag()

    val sidecar = SidecarTexts { key, arguments -> say(key, *arguments) }
    val ide = IdeTexts { key, arguments -> say(key, *arguments) }
    val chat = ChatTexts { key, arguments -> say(key, *arguments) }

    fun say(key: String, vararg arguments: Any): String {
        val text = bundle.getString(key)
        return if (arguments.isEmpty()) text else MessageFormat.format(text, *arguments)
    }
}
