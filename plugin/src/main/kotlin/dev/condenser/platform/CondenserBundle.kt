package dev.condenser.platform

import com.intellij.DynamicBundle
import dev.condenser.chat.ChatTexts
import dev.condenser.ide.IdeWording
import dev.condenser.sidecar.SidecarWording

/** The sentences for people, in the language of the IDE. */
object CondenserBundle {
    private val bundle = DynamicBundle(CondenserBundle::class.java, "messages.CondenserBundle")

    fun text(key: String, vararg arguments: Any): String = bundle.getMessage(key, *arguments)

    /** BCP 47. */
    val locale: String get() = DynamicBundle.getLocale().toLanguageTag()

    val sidecarWording = SidecarWording { key, arguments -> text(key, *arguments) }
    val ideWording = IdeWording { key, arguments -> text(key, *arguments) }
    val chatTexts = ChatTexts { key, arguments -> text(key, *arguments) }
}
