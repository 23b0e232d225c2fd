package dev.condenser.chat

import com.google.gson.JsonElement
import dev.condenser.chat.browser.Browser
import dev.condenser.chat.browser.BrowserFactory
import dev.condenser.chat.browser.PageFiles
import dev.condenser.chat.page.ChatPage
import dev.condenser.chat.page.PageTheme
import dev.condenser.chat.page.PageTimeouts
import dev.condenser.chat.page.StuckPage
import dev.condenser.chat.plain.PlainChat
import dev.condenser.sidecar.SidecarProblem
import dev.condenser.sidecar.SidecarState
import dev.condenser.sidecar.SidecarSupervisor
import dev.condenser.sidecar.SidecarTexts
import dev.condenser.sidecar.relay.IdeRequestHandler
import java.awt.BorderLayout
import java.util.concurrent.ScheduledExecutorService
import java.util.concurrent.TimeUnit
import javax.swing.BorderFactory
import javax.swing.JComponent
import javax.swing.JLabel
import javax.swing.JPanel
import javax.swing.SwingUtilities

/** The actions that the panel offers beside the chat itself. */
interface ChatPanelActions {
    fun openSettings()

    fun openInBrowser()

    fun copyDiagnostics()
}

/** The dependencies of a [ChatPanel]. [browsers] is null if this IDE has none; the chat is plain text then. */
class ChatPanelParts(
    val supervisor: SidecarSupervisor,
    val sidecarTexts: SidecarTexts,
    val texts: ChatTexts,
    val ide: IdeRequestHandler,
    val files: PageFiles,
    val browsers: BrowserFactory?,
    val scheduler: ScheduledExecutorService,
    val actions: ChatPanelActions,
    val timeouts: PageTimeouts = PageTimeouts(),
)

/**
 * The chat of one project: the page in its browser, the plain chat, or a card that describes a
 * problem. UI thread only.
 */
class ChatPanel(private val parts: ChatPanelParts) : JPanel(BorderLayout()) {
    private val texts = parts.texts
    private val banner = JLabel().apply {
        border = BorderFactory.createEmptyBorder(4, 8, 4, 8)
        isVisible = false
    }
    private val page =
        ChatPage(parts.supervisor.relay, parts.ide, parts.scheduler, parts.timeouts, onStuck = { later { stuck(it) } })
    private var browser: Browser? = null
    private var plain: PlainChat? = null
    private var content: JComponent? = null
    private var wasRunning = false
    private val states = parts.supervisor.onState { state -> later { follow(state) } }
    private val heartbeat = parts.scheduler.scheduleWithFixedDelay({
        later { if (isShowing) page.checkAlive() }
    }, 30, 30, TimeUnit.SECONDS)

    init {
        add(banner, BorderLayout.NORTH)
        openPage()
        parts.supervisor.start()
    }

    /** Passes on code and a prompt from an editor action. */
    fun ask(params: JsonElement) {
        plain?.ask(params) ?: page.notify("ide/ask", params)
    }

    /** Sends the page a notification of the host; the plain chat ignores it. */
    fun notify(method: String, params: JsonElement) {
        if (plain == null) page.notify(method, params)
    }

    fun setTheme(theme: PageTheme) = page.setTheme(theme)

    fun focusInput() {
        plain?.focusInput() ?: browser?.focus()
    }

    /** Replaces the browser by a new one, whatever its state. */
    fun reload() {
        dropPlain()
        openPage()
    }

    fun dispose() {
        heartbeat.cancel(false)
        states.close()
        page.close()
        browser?.dispose()
        dropPlain()
    }

    private fun openPage() {
        val factory = parts.browsers ?: return usePlainChat(texts.noBrowser)
        val before = browser
        val next = try {
            factory.create(parts.files, page)
        } catch (error: Exception) {
            return usePlainChat(texts.noBrowser)
        } catch (error: LinkageError) {
            return usePlainChat(texts.noBrowser)
        }
        before?.dispose()
        browser = next
        show(next.component)
        page.show(next)
    }

    private fun usePlainChat(why: String) {
        dropPlain()
        val chat = PlainChat(parts.supervisor.relay, parts.ide, texts.plain(why), parts.actions::openInBrowser)
        plain = chat
        show(chat)
    }

    private fun stuck(what: StuckPage) {
        if (plain != null) return
        // A page that worked before is reloaded; one that never loaded needs the user.
        if (what != StuckPage.NEVER_READY) return openPage()
        val actions = listOf(
            CardAction(texts.reload) { reload() },
            CardAction(texts.usePlainChat) { usePlainChat(texts.stuck(what)) },
            CardAction(texts.copyDiagnostics, parts.actions::copyDiagnostics),
        )
        show(ProblemCard(texts.stuck(what), texts.stuckTodo, emptyList(), actions))
    }

    private fun follow(state: SidecarState) {
        when (state) {
            is SidecarState.Ready -> {
                banner.isVisible = false
                if (content is ProblemCard) {
                    plain?.let { show(it) } ?: openPage()
                } else if (wasRunning && plain == null) {
                    // The new process does not know the requests that the page was waiting for.
                    page.reload()
                }
                wasRunning = true
            }

            is SidecarState.Restarting -> announce(
                texts.restarting(state.attempt, parts.sidecarTexts.explain(state.problem)),
            )

            is SidecarState.Starting -> announce(texts.starting)

            is SidecarState.Failed -> explain(state.problem)

            is SidecarState.Stopped -> Unit
        }
    }

    private fun announce(text: String) {
        banner.text = text
        banner.isVisible = true
    }

    private fun explain(problem: SidecarProblem) {
        banner.isVisible = false
        val sidecarTexts = parts.sidecarTexts
        val actions = listOf(
            CardAction(texts.restart) { parts.supervisor.start() },
            CardAction(texts.settings, parts.actions::openSettings),
            CardAction(texts.copyDiagnostics, parts.actions::copyDiagnostics),
        )
        show(
            ProblemCard(
                sidecarTexts.explain(problem),
                sidecarTexts.whatToDo(problem),
                sidecarTexts.details(problem),
                actions,
            ),
        )
    }

    private fun dropPlain() {
        plain?.dispose()
        plain = null
    }

    private fun show(component: JComponent) {
        content?.let(::remove)
        content = component
        add(component, BorderLayout.CENTER)
        revalidate()
        repaint()
    }

    private fun later(work: () -> Unit) = SwingUtilities.invokeLater(work)
}
