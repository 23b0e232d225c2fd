package dev.condenser.chat.page

import java.awt.Color

/** The look of the page: CSS variables for its root, and what CSS variables cannot express. */
data class PageTheme(
    val variables: Map<String, String>,
    val dark: Boolean,
    val highContrast: Boolean,
    val zoom: Double,
    /** As a BCP 47 language tag. */
    val locale: String,
) {
    companion object {
        /** The colour as a CSS value. */
        fun css(color: Color): String = if (color.alpha == 255) {
            "#%02x%02x%02x".format(color.red, color.green, color.blue)
        } else {
            "rgba(${color.red}, ${color.green}, ${color.blue}, ${"%.3f".format(
                java.util.Locale.ROOT,
                color.alpha / 255.0,
            )})"
        }

        /** A font family with its fallbacks, escaped so that no name ends the CSS value early. */
        fun family(name: String, generic: String): String = "\"${name.filter { it !in "\"\\;{}<>\n" }}\", $generic"

        /** Whether the colour needs light text. */
        fun isDark(background: Color): Boolean =
            0.299 * background.red + 0.587 * background.green + 0.114 * background.blue < 128
    }
}
