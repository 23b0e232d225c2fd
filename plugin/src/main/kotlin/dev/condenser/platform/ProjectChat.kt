package dev.condenser.platform

import com.google.gson.JsonElement
import com.intellij.openapi.Disposable
import com.intellij.openapi.components.Service
import com.intellij.openapi.ide.CopyPasteManager
import com.intellij.openapi.options.ShowSettingsUtil
import com.intellij.openapi.project.Project
import com.intellij.openapi.util.Disposer
import com.intellij.openapi.wm.ToolWindowManager
import dev.condenser.chat.ChatPanel
import dev.condenser.chat.ChatPanelActions
import dev.condenser.chat.ChatPanelParts
import dev.condenser.chat.browser.PageFiles
import dev.condenser.ide.CodeSelection
import dev.condenser.ide.IdeRequests
import dev.condenser.ide.askParams
import java.awt.datatransfer.StringSelection

/** The chat of one project. It exists from when its tool window is first opened. */
@Service(Service.Level.PROJECT)
class ProjectChat(private val project: Project) : ChatPanelActions {
    private var panel: ChatPanel? = null
    private var watch: SelectionWatch? = null
    private val asked = ArrayDeque<JsonElement>()

    /** Creates the panel, which lives as long as [parent]. UI thread only. */
    fun createPanel(parent: Disposable): ChatPanel {
        val service = SidecarService.getInstance()
        val following = SelectionWatch(parent) { panel?.notify("ide/documentChanged", it) }
        val created = ChatPanel(
            ChatPanelParts(
                supervisor = service.supervisor,
                sidecarTexts = CondenserBundle.sidecarTexts,
                texts = CondenserBundle.chatTexts,
                ide = IdeRequests(IntelliJHost(project, following), CondenserBundle.ideTexts),
                files = PageFiles(PluginFolder.page),
                browsers = JbCefPageBrowser.factory(),
                scheduler = service.scheduler,
                actions = this,
            ),
        )
        Disposer.register(parent) {
            panel = null
            watch = null
            created.dispose()
        }
        created.setTheme(IntelliJTheme.current())
        IntelliJTheme.follow(parent) { created.setTheme(IntelliJTheme.current()) }
        panel = created
        watch = following
        while (asked.isNotEmpty()) created.ask(asked.removeFirst())
        return created
    }

    /** Opens the chat with code, and a named prompt; without one, the user writes the question. */
    fun ask(prompt: String?, selection: CodeSelection?) {
        val params = askParams(prompt, selection)
        panel?.ask(params) ?: asked.addLast(params)
        selection?.let { watch?.follow(it) }
        open()
    }

    /** Opens the chat and focuses its input. */
    fun open() {
        toolWindow()?.activate { panel?.focusInput() }
    }

    val isVisible: Boolean get() = toolWindow()?.isVisible == true

    override fun openSettings() =
        ShowSettingsUtil.getInstance().showSettingsDialog(project, CondenserConfigurable::class.java)

    override fun openInBrowser() = SidecarService.getInstance().openInBrowser()

    override fun copyDiagnostics() =
        CopyPasteManager.getInstance().setContents(StringSelection(SidecarService.getInstance().diagnostics()))

    private fun toolWindow() = ToolWindowManager.getInstance(project).getToolWindow(TOOL_WINDOW_ID)

    companion object {
        /** The id in plugin.xml. */
        const val TOOL_WINDOW_ID = "Condenser"

        fun getInstance(project: Project): ProjectChat = project.getService(ProjectChat::class.java)
    }
}
