package dev.condenser.chat.plain

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import dev.condenser.sidecar.relay.IdeRequestHandler
import dev.condenser.sidecar.relay.Relay
import java.awt.BorderLayout
import java.awt.FlowLayout
import java.awt.event.ActionEvent
import javax.swing.AbstractAction
import javax.swing.BorderFactory
import javax.swing.JButton
import javax.swing.JComponent
import javax.swing.JLabel
import javax.swing.JPanel
import javax.swing.JScrollPane
import javax.swing.JTextArea
import javax.swing.KeyStroke
import javax.swing.SwingUtilities

/** The texts of the plain chat. */
data class PlainTexts(
    val why: String,
    val send: String,
    val stop: String,
    val openInBrowser: String,
    /** Prefills the input when an action sends code. */
    val aboutCode: String,
)

/** A chat without a browser: streaming text, send and stop, over the same protocol as the page. */
class PlainChat(relay: Relay, ide: IdeRequestHandler, texts: PlainTexts, openInBrowser: () -> Unit) :
    JPanel(BorderLayout()),
    PlainListener {
    private val transcript = area().apply { isEditable = false }
    private val input = area().apply { rows = 3 }
    private val send = JButton(texts.send)
    private val stop = JButton(texts.stop).apply { isEnabled = false }
    private val client = PlainClient(relay, ide, this)
    private var context: JsonElement? = null
    private val aboutCode = texts.aboutCode

    init {
        val buttons = JPanel(FlowLayout(FlowLayout.TRAILING)).apply {
            add(JButton(texts.openInBrowser).apply { addActionListener { openInBrowser() } })
            add(stop)
            add(send)
        }
        val bottom = JPanel(BorderLayout()).apply {
            add(JScrollPane(input), BorderLayout.CENTER)
            add(buttons, BorderLayout.SOUTH)
        }
        add(JLabel(texts.why).apply { border = BorderFactory.createEmptyBorder(6, 8, 6, 8) }, BorderLayout.NORTH)
        add(JScrollPane(transcript), BorderLayout.CENTER)
        add(bottom, BorderLayout.SOUTH)
        send.addActionListener { submit() }
        stop.addActionListener { client.stop() }
        onKey("ENTER", "send") { submit() }
        onKey("shift ENTER", "newline") { input.replaceSelection("\n") }
    }

    /** Fills in code and a question from an editor action; the user sends them. */
    fun ask(params: JsonElement) {
        val items = (params as? JsonObject)?.get("context") as? JsonArray ?: JsonArray()
        context = items
        val files = items.mapNotNull { (it as? JsonObject)?.get("uri")?.asString?.substringAfterLast('/') }
        input.text = if (files.isEmpty()) "" else "$aboutCode ${files.joinToString()}: "
        focusInput()
    }

    fun focusInput() {
        input.requestFocusInWindow()
    }

    fun dispose() = client.close()

    override fun question(text: String) = append("\n> $text\n\n")

    override fun delta(text: String) = append(text)

    override fun finished(problem: String?) {
        append(if (problem == null) "\n" else "\n\n⚠ $problem\n")
        SwingUtilities.invokeLater { busy(false) }
    }

    private fun submit() {
        val text = input.text
        if (text.isBlank() || !send.isEnabled) return
        input.text = ""
        busy(true)
        client.send(text, context)
        context = null
    }

    private fun busy(running: Boolean) {
        send.isEnabled = !running
        stop.isEnabled = running
    }

    private fun append(text: String) = SwingUtilities.invokeLater {
        transcript.append(text)
        transcript.caretPosition = transcript.document.length
    }

    private fun onKey(stroke: String, name: String, work: () -> Unit) {
        input.getInputMap(JComponent.WHEN_FOCUSED).put(KeyStroke.getKeyStroke(stroke), name)
        input.actionMap.put(
            name,
            object : AbstractAction() {
                override fun actionPerformed(event: ActionEvent?) = work()
            },
        )
    }

    private fun area() = JTextArea().apply {
        lineWrap = true
        wrapStyleWord = true
    }
}
