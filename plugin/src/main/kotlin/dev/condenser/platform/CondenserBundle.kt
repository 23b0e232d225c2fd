package dev.condenser.platform

import com.intellij.DynamicBundle
import dev.condenser.chat.ChatTexts
import dev.condenser.ide.IdeTexts
import dev.condenser.sidecar.SidecarTexts

/** The user-visible texts, in the language of the IDE. */
object CondenserBundle {
    private val bundle = DynamicBundle(CondenserBundle::class.java, "messages.CondenserBundle")

    fun text(key: String, vararg arguments: Any): String = bundle.getMessage(key, *arguments)

    /** As a BCP 47 language tag. */
    val locale: String get() = DynamicBundle.getLocale().toLanguageTag()

    val sidecarTexts = SidecarTexts { key, arguments -> text(key, *arguments) }
    val ideTexts = IdeTexts { key, arguments -> text(key, *arguments) }
    val chatTexts = ChatTexts { key, arguments -> text(key, *arguments) }
}
