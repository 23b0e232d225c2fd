package dev.condenser.platform

import com.intellij.openapi.editor.Document
import com.intellij.openapi.editor.Editor
import com.intellij.openapi.fileEditor.FileDocumentManager
import com.intellij.openapi.vfs.VirtualFile
import dev.condenser.ide.CodeSelection
import dev.condenser.ide.Positions
import dev.condenser.ide.TextRange

/** The code of an editor or a file that is sent with a question. UI thread only. */
object EditorSelection {
    /** Larger files are hardly source code, and would not fit into a question. */
    private const val MAX_FILE_BYTES = 2_000_000L

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

    fun isText(file: VirtualFile): Boolean =
        !file.isDirectory && !file.fileType.isBinary && file.length <= MAX_FILE_BYTES

    private fun language(file: VirtualFile): String = file.fileType.name.lowercase()

    /** The platform's stamps are longs that start at any value; a page only compares them. */
    fun version(document: Document): Int = (document.modificationStamp and Int.MAX_VALUE.toLong()).toInt()
}
