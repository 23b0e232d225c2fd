package dev.condenser.platform

import com.google.gson.JsonObject
import com.intellij.openapi.Disposable
import com.intellij.openapi.editor.Document
import com.intellij.openapi.editor.event.DocumentEvent
import com.intellij.openapi.editor.event.DocumentListener
import com.intellij.openapi.fileEditor.FileDocumentManager
import com.intellij.openapi.vfs.LocalFileSystem
import dev.condenser.ide.CodeSelection
import dev.condenser.ide.FileUrls
import java.util.Collections
import java.util.WeakHashMap

/**
 * Reports changes of documents that code was sent from, as parameters of `ide/documentChanged`, so
 * that the page marks stale code. It lives as long as [parent]. UI thread only.
 */
class SelectionWatch(private val parent: Disposable, private val changed: (JsonObject) -> Unit) {
    private val watched: MutableSet<Document> = Collections.newSetFromMap(WeakHashMap())

    fun follow(selection: CodeSelection) {
        val path = selection.path ?: return
        val file = LocalFileSystem.getInstance().refreshAndFindFileByPath(path) ?: return
        val document = FileDocumentManager.getInstance().getDocument(file) ?: return
        if (!watched.add(document)) return
        val listener = object : DocumentListener {
            override fun documentChanged(event: DocumentEvent) = changed(paramsOf(path, document))
        }
        document.addDocumentListener(listener, parent)
    }

    private fun paramsOf(path: String, document: Document) = JsonObject().apply {
        addProperty("uri", FileUrls.toUrl(path))
        addProperty("version", EditorSelection.version(document))
    }
}
