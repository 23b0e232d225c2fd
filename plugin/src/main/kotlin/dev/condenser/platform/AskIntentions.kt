package dev.condenser.platform

import com.intellij.codeInsight.intention.IntentionAction
import com.intellij.codeInsight.intention.preview.IntentionPreviewInfo
import com.intellij.openapi.editor.Editor
import com.intellij.openapi.project.DumbAware
import com.intellij.openapi.project.Project
import com.intellij.psi.PsiFile

/** The actions as intentions (Alt+Enter) on a selection. */
abstract class AskIntention(private val prompt: String?, private val key: String) :
    IntentionAction,
    DumbAware {
    override fun getText(): String = CondenserBundle.text(key)

    override fun getFamilyName(): String = text

    override fun isAvailable(project: Project, editor: Editor?, file: PsiFile?): Boolean =
        editor?.selectionModel?.hasSelection() == true

    override fun invoke(project: Project, editor: Editor?, file: PsiFile?) {
        val selection = editor?.let(EditorSelection::of) ?: return
        ProjectChat.getInstance(project).ask(prompt, selection)
    }

    override fun startInWriteAction(): Boolean = false

    /** Without an explicit preview the platform would run [invoke] on a copy of the file. */
    override fun generatePreview(project: Project, editor: Editor, file: PsiFile): IntentionPreviewInfo =
        IntentionPreviewInfo.EMPTY
}

class AskIntentionAboutSelection : AskIntention(null, "intention.ask")

class ExplainIntention : AskIntention("explain", "intention.explain")

class FindProblemsIntention : AskIntention("review", "intention.problems")

class RefactorIntention : AskIntention("refactor", "intention.refactor")

class WriteTestsIntention : AskIntention("tests", "intention.tests")

class DocumentIntention : AskIntention("document", "intention.document")
