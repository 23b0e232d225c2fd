package dev.condenser.chat

import dev.condenser.chat.page.StuckPage
import dev.condenser.chat.plain.PlainTexts

/** The texts of the tool window. [text] looks one up in the bundle. */
class ChatTexts(private val text: (key: String, arguments: Array<out Any>) -> String) {
    val restart get() = say("action.restart")
    val reload get() = say("action.reload")
    val settings get() = say("action.settings")
    val copyDiagnostics get() = say("action.copyDiagnostics")
    val usePlainChat get() = say("action.usePlainChat")
    val stuckTodo get() = say("page.stuck.todo")
    val starting get() = say("sidecar.starting")

    fun plain(why: String) =
        PlainTexts(why, say("plain.send"), say("plain.stop"), say("plain.openInBrowser"), say("plain.aboutCode"))

    fun stuck(page: StuckPage): String = say("page.${page.name.lowercase()}")

    fun restarting(attempt: Int, problem: String) = say("sidecar.restarting", attempt, problem)

    val noBrowser get() = say("page.noBrowser")

    private fun say(key: String, vararg arguments: Any) = text(key, arguments)
}
