package dev.condenser.desktop

import dev.condenser.ide.CodeSelection
import dev.condenser.ide.Position
import dev.condenser.ide.Positions
import dev.condenser.ide.TextRange
import java.awt.Font
import java.awt.Insets
import java.awt.event.FocusEvent
import java.nio.file.Files
import java.nio.file.Path
import javax.swing.JTextArea
import javax.swing.text.DefaultCaret
import javax.swing.undo.CompoundEdit
import javax.swing.undo.UndoManager

/** A text area that edits one file: as much of an editor as a question about code needs. UI thread only. */
class TextEditor : JTextArea() {
    private val undo = UndoManager()
    private var step: CompoundEdit? = null
    private var version = 0

    var file: Path? = null
        private set

    init {
        font = Font(Font.MONOSPACED, Font.PLAIN, 13)
        tabSize = 4
        margin = Insets(6, 8, 6, 8)
        caret = LastingCaret()
        document.addUndoableEditListener { event ->
            version++
            step?.addEdit(event.edit) ?: undo.addEdit(event.edit)
        }
    }

    /** Shows a file, and saves the changes to the previous one. */
    fun show(path: Path, position: Position? = null) {
        if (path != file) {
            save()
            text = Files.readString(path).replace("\r\n", "\n")
            file = path
            undo.discardAllEdits()
        }
        caretPosition = position?.let { Positions.toOffset(text, it) } ?: caretPosition.coerceAtMost(text.length)
    }

    fun save() {
        file?.let { Files.writeString(it, text) }
    }

    fun selection(): CodeSelection? {
        if (selectionStart == selectionEnd) return null
        val content = text
        val range =
            TextRange(Positions.toPosition(content, selectionStart), Positions.toPosition(content, selectionEnd))
        val language = file?.fileName?.toString()?.substringAfterLast('.', "")?.let { LANGUAGES[it] ?: it }
        return CodeSelection(file?.toString(), language, range, selectedText, version)
    }

    /** Replaces a range of offsets in one undo step. */
    fun change(start: Int, end: Int, with: String) {
        val whole = CompoundEdit().also { step = it }
        try {
            replaceRange(with, start, end)
        } finally {
            step = null
            whole.end()
            undo.addEdit(whole)
        }
        caretPosition = start + with.length
    }

    fun undoStep() {
        if (undo.canUndo()) undo.undo()
    }

    /** Keeps the selection visible while the user writes a question about it. */
    private class LastingCaret : DefaultCaret() {
        override fun focusLost(event: FocusEvent?) {
            super.focusLost(event)
            isSelectionVisible = true
        }
    }

    private companion object {
        val LANGUAGES = mapOf(
            "kt" to "kotlin",
            "ts" to "typescript",
            "js" to "javascript",
            "py" to "python",
            "md" to "markdown",
        )
    }
}
