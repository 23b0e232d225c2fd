package dev.condenser.chat.page

import java.awt.Color

/** How the page should look: CSS variables for its root, and what they do not say. */
data class PageTheme(
    val variables: Map<String, String>,
    val dark: Boolean,
    val highContrast: Boolean,
    val zoom: Double,
    /** BCP 47. */
    val locale: String,
) {
    companion object {
        /** As CSS writes it. */
        fun css(color: Color): String = if (color.alpha == 255) {
            "#%02x%02x%02x".format(color.red, color.green, color.blue)
        } else {
            "rgba(${color.red}, ${color.green}, ${color.blue}, ${"%.3f".format(
                java.util.Locale.ROOT,
                color.alpha / 255.0,
            )})"
        }

        /** A font family with the ones to fall back to; nothing in its name ends the value. */
        fun family(name: String, generic: String): String = "\"${name.filter { it !in "\"\\;{}<>\n" }}\", $generic"

        /** Whether light text stands on it. */
        fun isDark(background: Color): Boolean =
            0.299 * background.red + 0.587 * background.green + 0.114 * background.blue < 128
    }
}
