package dev.condenser.platform

import com.intellij.openapi.actionSystem.ActionUpdateThread
import com.intellij.openapi.actionSystem.AnAction
import com.intellij.openapi.actionSystem.AnActionEvent
import com.intellij.openapi.actionSystem.CommonDataKeys
import com.intellij.openapi.project.DumbAware

/** Sends the selected code to the chat. [prompt] names a prompt of the page; null if the user writes a question. */
abstract class AskAction(private val prompt: String?) :
    AnAction(),
    DumbAware {
    override fun getActionUpdateThread(): ActionUpdateThread = ActionUpdateThread.BGT

    override fun update(event: AnActionEvent) {
        val editor = event.getData(CommonDataKeys.EDITOR)
        event.presentation.setEnabledAndVisible(event.project != null && editor?.selectionModel?.hasSelection() == true)
    }

    override fun actionPerformed(event: AnActionEvent) {
        val project = event.project ?: return
        val editor = event.getData(CommonDataKeys.EDITOR) ?: return
        ProjectChat.getInstance(project).ask(prompt, EditorSelection.of(editor))
    }
}

class AskAboutSelectionAction : AskAction(null)

class ExplainAction : AskAction("explain")

class FindProblemsAction : AskAction("review")

class RefactorAction : AskAction("refactor")

class WriteTestsAction : AskAction("tests")

class DocumentAction : AskAction("document")

/** Sends a whole file to the chat. */
class AskAboutFileAction :
    AnAction(),
    DumbAware {
    override fun getActionUpdateThread(): ActionUpdateThread = ActionUpdateThread.BGT

    override fun update(event: AnActionEvent) {
        val file = event.getData(CommonDataKeys.VIRTUAL_FILE)
        event.presentation.setEnabledAndVisible(event.project != null && file != null && EditorSelection.isText(file))
    }

    override fun actionPerformed(event: AnActionEvent) {
        val project = event.project ?: return
        val file = event.getData(CommonDataKeys.VIRTUAL_FILE) ?: return
        ProjectChat.getInstance(project).ask(null, EditorSelection.of(file))
    }
}

/** Opens the chat and focuses its input, with the selected code if there is a selection. */
class OpenChatAction :
    AnAction(),
    DumbAware {
    override fun getActionUpdateThread(): ActionUpdateThread = ActionUpdateThread.BGT

    override fun update(event: AnActionEvent) = event.presentation.setEnabledAndVisible(event.project != null)

    override fun actionPerformed(event: AnActionEvent) {
        val chat = ProjectChat.getInstance(event.project ?: return)
        val selection = event.getData(CommonDataKeys.EDITOR)?.let(EditorSelection::of)
        if (selection == null) chat.open() else chat.ask(null, selection)
    }
}

class RestartSidecarAction :
    AnAction(),
    DumbAware {
    override fun getActionUpdateThread(): ActionUpdateThread = ActionUpdateThread.BGT

    override fun actionPerformed(event: AnActionEvent) = SidecarService.getInstance().supervisor.restart()
}

class CopyDiagnosticsAction :
    AnAction(),
    DumbAware {
    override fun getActionUpdateThread(): ActionUpdateThread = ActionUpdateThread.BGT

    override fun actionPerformed(event: AnActionEvent) {
        event.project?.let { ProjectChat.getInstance(it).copyDiagnostics() }
    }
}
