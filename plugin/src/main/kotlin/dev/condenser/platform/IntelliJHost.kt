package dev.condenser.platform

import com.intellij.diff.DiffContentFactory
import com.intellij.diff.DiffManager
import com.intellij.diff.requests.SimpleDiffRequest
import com.intellij.ide.BrowserUtil
import com.intellij.openapi.application.ApplicationInfo
import com.intellij.openapi.application.ApplicationManager
import com.intellij.openapi.application.PathManager
import com.intellij.openapi.command.WriteCommandAction
import com.intellij.openapi.editor.Document
import com.intellij.openapi.editor.Editor
import com.intellij.openapi.fileEditor.FileDocumentManager
import com.intellij.openapi.fileEditor.FileEditorManager
import com.intellij.openapi.fileEditor.OpenFileDescriptor
import com.intellij.openapi.ide.CopyPasteManager
import com.intellij.openapi.project.Project
import com.intellij.openapi.roots.ProjectRootManager
import com.intellij.openapi.ui.InputValidator
import com.intellij.openapi.ui.Messages
import com.intellij.openapi.vfs.LocalFileSystem
import com.intellij.openapi.vfs.VirtualFile
import com.intellij.openapi.wm.ToolWindowManager
import dev.condenser.ide.CodeSelection
import dev.condenser.ide.IdeHost
import dev.condenser.ide.Position
import dev.condenser.ide.ProposedChange
import java.awt.datatransfer.StringSelection
import java.nio.file.Path

/** Does what only the IDE can do, for one project. It makes no decisions: `dev.condenser.ide` does. */
class IntelliJHost(private val project: Project, private val watch: SelectionWatch) : IdeHost {
    override val name: String get() = ApplicationInfo.getInstance().fullApplicationName

    override val workspace get() = project.basePath?.let { it to project.name }

    override val contentRoots: List<String> get() = ProjectRootManager.getInstance(project).contentRoots.map { it.path }

    override fun onUiThread(work: () -> Unit) = ApplicationManager.getApplication().invokeLater {
        if (!project.isDisposed) work()
    }

    override fun selection(): CodeSelection? = editor()?.let(EditorSelection::of)?.also(watch::follow)

    override fun linePrefixAtCaret(): String? {
        val editor = editor() ?: return null
        return editor.document.text.substring(0, editor.selectionModel.selectionStart).substringAfterLast('\n')
    }

    override fun insertAtCaret(text: String) {
        val editor = editor() ?: return
        // Without a selection, both are the offset of the caret.
        val (start, end) = editor.selectionModel.let { it.selectionStart to it.selectionEnd }
        if (!change(editor.document) { editor.document.replaceString(start, end, text) }) return
        editor.selectionModel.removeSelection()
        editor.caretModel.moveToOffset(start + text.length)
    }

    override fun documentText(path: Path): String? = document(path)?.text

    override fun replace(path: Path, range: IntRange, text: String): Boolean {
        val document = document(path) ?: return false
        return change(document) { document.replaceString(range.first, range.last + 1, text) }
    }

    override fun showDiff(change: ProposedChange) {
        val file = file(change.path) ?: return
        val contents = DiffContentFactory.getInstance()
        // The left side is the document itself, so that the arrows of the diff apply changes to it.
        val now = contents.createDocument(project, file) ?: return
        val proposed = contents.create(project, change.after, file.fileType)
        val (left, right) = CondenserBundle.text("diff.now") to CondenserBundle.text("diff.proposed")
        DiffManager.getInstance().showDiff(project, SimpleDiffRequest(file.name, now, proposed, left, right))
    }

    override fun askForNewFile(suggestedName: String, check: (String) -> String?): String? {
        val validator = object : InputValidator {
            override fun checkInput(input: String?) = !input.isNullOrBlank() && check(input) == null

            override fun canClose(input: String?) = checkInput(input)
        }
        val (message, title) = CondenserBundle.text("newFile.message") to CondenserBundle.text("newFile.title")
        return Messages.showInputDialog(project, message, title, null, suggestedName, validator)
    }

    override fun open(path: Path, position: Position?) {
        val file = file(path) ?: return
        val descriptor = OpenFileDescriptor(project, file, position?.line ?: 0, position?.character ?: 0)
        FileEditorManager.getInstance(project).openTextEditor(descriptor, true)
    }

    override fun copy(text: String) = CopyPasteManager.getInstance().setContents(StringSelection(text))

    override fun confirmExternal(url: String): Boolean {
        val (title, open, cancel) = listOf("link.title", "link.open", "link.cancel").map { CondenserBundle.text(it) }
        return Messages.showOkCancelDialog(project, url, title, open, cancel, null) == OK
    }

    override fun openExternal(url: String) = BrowserUtil.browse(url)

    override fun openLog() = open(Path.of(PathManager.getLogPath(), "idea.log"), null)

    override fun focusEditor() = ToolWindowManager.getInstance(project).activateEditorComponent()

    private fun editor(): Editor? = FileEditorManager.getInstance(project).selectedTextEditor

    private fun document(path: Path): Document? =
        file(path)?.takeUnless { it.fileType.isBinary }?.let { FileDocumentManager.getInstance().getDocument(it) }

    private fun file(path: Path): VirtualFile? =
        LocalFileSystem.getInstance().refreshAndFindFileByPath(path.toString().replace('\\', '/'))

    /** Makes one undo step; false if the document is read-only. */
    private fun change(document: Document, work: () -> Unit): Boolean {
        if (!FileDocumentManager.getInstance().requestWriting(document, project)) return false
        WriteCommandAction.runWriteCommandAction(project, CondenserBundle.text("command.change"), null, Runnable(work))
        return true
    }

    private companion object {
        /** The value of `Messages.OK`. */
        const val OK = 0
    }
}
