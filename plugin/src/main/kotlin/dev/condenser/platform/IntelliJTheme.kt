package dev.condenser.platform

import com.intellij.ide.ui.LafManagerListener
import com.intellij.openapi.Disposable
import com.intellij.openapi.application.ApplicationManager
import com.intellij.openapi.editor.colors.EditorColorsListener
import com.intellij.openapi.editor.colors.EditorColorsManager
import dev.condenser.chat.page.PageTheme
import java.awt.Color
import javax.swing.UIManager

/** Converts the look of the IDE to the page's CSS variables. UI thread only. */
object IntelliJTheme {
    /** Calls [onChange] whenever the look may have changed, until [parent] is disposed. */
    fun follow(parent: Disposable, onChange: () -> Unit) {
        val connection = ApplicationManager.getApplication().messageBus.connect(parent)
        connection.subscribe(LafManagerListener.TOPIC, LafManagerListener { onChange() })
        connection.subscribe(EditorColorsManager.TOPIC, EditorColorsListener { onChange() })
    }

    fun current(): PageTheme {
        val scheme = EditorColorsManager.getInstance().globalScheme
        val background = color("Panel.background", scheme.defaultBackground)
        val foreground = color("Label.foreground", scheme.defaultForeground)
        val font = UIManager.getFont("Label.font")
        val variables = mapOf(
            "--background" to PageTheme.css(background),
            "--foreground" to PageTheme.css(foreground),
            "--panel-background" to PageTheme.css(background),
            "--raised-background" to PageTheme.css(color("TextField.background", background)),
            "--quiet-foreground" to PageTheme.css(color("Label.infoForeground", foreground)),
            "--border" to PageTheme.css(color("Component.borderColor", foreground)),
            "--focus" to PageTheme.css(color("Component.focusColor", foreground)),
            "--link" to PageTheme.css(color("Link.activeForeground", foreground)),
            "--error" to PageTheme.css(color("Label.errorForeground", foreground)),
            "--code-background" to PageTheme.css(scheme.defaultBackground),
            "--font-family" to PageTheme.family(font?.family ?: "Dialog", "sans-serif"),
            "--font-size" to "${font?.size ?: 13}px",
            "--code-font-family" to PageTheme.family(scheme.editorFontName, "monospace"),
            "--code-font-size" to "${scheme.editorFontSize}px",
        )
        val highContrast = UIManager.getLookAndFeel()?.name.orEmpty().contains("contrast", ignoreCase = true)
        return PageTheme(variables, PageTheme.isDark(background), highContrast, 1.0, CondenserBundle.locale)
    }

    private fun color(key: String, otherwise: Color): Color = UIManager.getColor(key) ?: otherwise
}
