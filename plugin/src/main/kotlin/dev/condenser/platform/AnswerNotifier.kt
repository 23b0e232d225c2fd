package dev.condenser.platform

import com.intellij.notification.NotificationGroupManager
import com.intellij.notification.NotificationType
import com.intellij.openapi.Disposable
import com.intellij.openapi.application.ApplicationManager
import com.intellij.openapi.project.Project
import com.intellij.openapi.util.Disposer
import dev.condenser.sidecar.relay.RawMessage
import dev.condenser.sidecar.relay.SidecarClient

/** Shows a notification when an answer finishes while the chat is hidden. */
object AnswerNotifier {
    fun watch(project: Project, parent: Disposable) {
        val client =
            SidecarClient(SidecarService.getInstance().supervisor.relay) { message -> onMessage(project, message) }
        Disposer.register(parent) { client.close() }
    }

    private fun onMessage(project: Project, message: RawMessage) {
        if (message.method != "chat/event" || message.param("kind")?.asString != "finished") return
        ApplicationManager.getApplication().invokeLater {
            if (!project.isDisposed && !ProjectChat.getInstance(project).isVisible) show(project)
        }
    }

    private fun show(project: Project) {
        val group = NotificationGroupManager.getInstance().getNotificationGroup("Condenser") ?: return
        val (title, text) = CondenserBundle.text("notification.title") to CondenserBundle.text("notification.text")
        group.createNotification(title, text, NotificationType.INFORMATION).notify(project)
    }
}
