package dev.condenser.platform

import com.intellij.openapi.editor.Document
import com.intellij.openapi.editor.Editor
import com.intellij.openapi.fileEditor.FileDocumentManager
import com.intellij.openapi.vfs.VirtualFile
import dev.condenser.ide.CodeSelection
import dev.condenser.ide.Positions
import dev.condenser.ide.TextRange

/** What of an editor or a file goes with a question. On the UI thread. */
object EditorSelection {
    /** Larger files are not code that a person wants to ask about as a whole. */
    private const val LARGEST_FILE = 2_000_000L

    fun of(editor: Editor): CodeSelection? {
        val model = editor.selectionModel
        if (!model.hasSelection()) return null
        val text = editor.document.text
        val (start, end) = model.selectionStart to model.selectionEnd
        val range = TextRange(Positions.toPosition(text, start), Positions.toPosition(text, end))
        val file = FileDocumentManager.getInstance().getFile(editor.document)
        return CodeSelection(
            file?.path,
            file?.let(::language),
            range,
            text.substring(start, end),
            version(editor.document),
        )
    }

    fun of(file: VirtualFile): CodeSelection? {
        if (!isText(file)) return null
        val document = FileDocumentManager.getInstance().getDocument(file) ?: return null
        return CodeSelection(file.path, language(file), null, document.text, version(document))
    }

    fun isText(file: VirtualFile): Boolean = !file.isDirectory && !file.fileType.isBinary && file.length <= LARGEST_FILE

    private fun language(file: VirtualFile): String = file.fileType.name.lowercase()

    /** The platform's stamps are longs that start anywhere; a page only compares them. */
    fun version(document: Document): Int = (document.modificationStamp and Int.MAX_VALUE.toLong()).toInt()
}
