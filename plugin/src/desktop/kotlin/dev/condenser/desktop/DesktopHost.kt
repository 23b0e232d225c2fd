package dev.condenser.desktop

import dev.condenser.ide.CodeSelection
import dev.condenser.ide.IdeHost
import dev.condenser.ide.Position
import dev.condenser.ide.ProposedChange
import java.awt.Desktop
import java.awt.Toolkit
import java.awt.datatransfer.StringSelection
import java.io.IOException
import java.net.URI
import java.nio.charset.CharacterCodingException
import java.nio.file.Files
import java.nio.file.Path
import javax.swing.JFrame
import javax.swing.JOptionPane
import javax.swing.SwingUtilities

/** Does what an IDE does for the page, with a text area. It makes no decisions: `dev.condenser.ide` does. */
class DesktopHost(
    private val folder: Path,
    private val editor: TextEditor,
    private val window: JFrame,
    private val log: () -> String,
) : IdeHost {
    override val name = "Condenser Desktop"

    override val workspace = "$folder" to "${folder.fileName ?: folder}"

    override val contentRoots = listOf("$folder")

    override fun onUiThread(work: () -> Unit) = SwingUtilities.invokeLater(work)

    override fun selection(): CodeSelection? = editor.selection()

    override fun linePrefixAtCaret(): String = editor.text.substring(0, editor.selectionStart).substringAfterLast('\n')

    override fun insertAtCaret(text: String) = editor.change(editor.selectionStart, editor.selectionEnd, text)

    override fun documentText(path: Path): String? = if (path == editor.file) {
        editor.text
    } else {
        try {
            Files.readString(path).replace("\r\n", "\n")
        } catch (_: CharacterCodingException) {
            null
        } catch (_: IOException) {
            null
        }
    }

    override fun replace(path: Path, range: IntRange, text: String): Boolean {
        if (!Files.isWritable(path)) return false
        editor.show(path)
        editor.change(range.first, range.last + 1, text)
        return true
    }

    override fun showDiff(change: ProposedChange) {
        if (!DiffDialog.agreed(window, change)) return
        editor.show(change.path)
        // The dialog is modal, so the text cannot have changed in the meantime.
        editor.change(0, editor.text.length, change.after)
    }

    override fun askForNewFile(suggestedName: String, check: (String) -> String?): String? {
        var name = suggestedName
        while (true) {
            val typed = JOptionPane.showInputDialog(window, DesktopTexts.say("newFile.message"), name)?.trim()
            if (typed.isNullOrEmpty()) return null
            val problem = check(typed) ?: return typed
            JOptionPane.showMessageDialog(window, problem)
            name = typed
        }
    }

    override fun open(path: Path, position: Position?) {
        editor.show(path, position)
        focusEditor()
    }

    override fun copy(text: String) =
        Toolkit.getDefaultToolkit().systemClipboard.setContents(StringSelection(text), null)

    override fun confirmExternal(url: String): Boolean =
        JOptionPane.showConfirmDialog(window, url, DesktopTexts.say("link.title"), JOptionPane.OK_CANCEL_OPTION) ==
            JOptionPane.OK_OPTION

    override fun openExternal(url: String) {
        if (Desktop.isDesktopSupported()) Desktop.getDesktop().browse(URI(url))
    }

    override fun openLog() = JOptionPane.showMessageDialog(window, log())

    override fun focusEditor() {
        editor.requestFocusInWindow()
    }
}
