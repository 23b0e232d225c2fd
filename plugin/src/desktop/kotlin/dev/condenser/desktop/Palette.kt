package dev.condenser.desktop

import dev.condenser.chat.page.PageTheme
import java.awt.Color

/** The colours of the window, the same for Swing and for the page. */
enum class Palette(
    val dark: Boolean,
    /** For the menu. */
    val sign: String,
    val background: Color,
    val foreground: Color,
    val raised: Color,
    val border: Color,
    val selection: Color,
) {
    LIGHT(false, "○ Light", Color(0xf7f8fa), Color(0x1f2328), Color.WHITE, Color(0xd1d5db), Color(0xbcd6ff)),
    DARK(true, "● Dark", Color(0x2b2d30), Color(0xdfe1e5), Color(0x1e1f22), Color(0x4e5157), Color(0x214283)),
    ;

    val theme: PageTheme
        get() = PageTheme(
            variables = mapOf(
                "--background" to PageTheme.css(background),
                "--foreground" to PageTheme.css(foreground),
                "--panel-background" to PageTheme.css(background),
                "--raised-background" to PageTheme.css(raised),
                "--border" to PageTheme.css(border),
                "--code-background" to PageTheme.css(raised),
            ),
            dark = dark,
            highContrast = false,
            zoom = 1.0,
            locale = DesktopTexts.locale,
        )
}
