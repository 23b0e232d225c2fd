package dev.condenser.settings

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import dev.condenser.sidecar.relay.RpcException
import dev.condenser.sidecar.relay.SidecarClient
import java.awt.BorderLayout
import java.awt.GridBagConstraints
import java.awt.GridBagLayout
import java.awt.Insets
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionException
import javax.swing.JButton
import javax.swing.JComboBox
import javax.swing.JLabel
import javax.swing.JPanel
import javax.swing.JScrollPane
import javax.swing.JTextArea
import javax.swing.SwingUtilities

/**
 * A form for the sidecar's settings, made from its schema, with a button that runs the doctor. The
 * sidecar is the only source and target of the values. UI thread only.
 */
class SettingsForm(private val client: SidecarClient, fields: List<SettingField>, testText: String) :
    JPanel(BorderLayout(0, 8)) {
    private val inputs = fields.associateWith { field ->
        JComboBox((listOf("") + field.choices).toTypedArray()).apply {
            isEditable = field.choices.isEmpty()
            toolTipText = field.description
        }
    }
    private val outcome = JTextArea(8, 60).apply {
        isEditable = false
        lineWrap = true
        wrapStyleWord = true
    }
    private val test = JButton(testText).apply { addActionListener { runDoctor() } }
    private var before = emptyMap<SettingField, String>()

    init {
        val grid = JPanel(GridBagLayout())
        inputs.entries.forEachIndexed { row, (field, input) ->
            grid.add(
                JLabel(field.name).apply {
                    toolTipText = field.description
                    labelFor = input
                },
                at(0, row),
            )
            grid.add(input, at(1, row))
        }
        add(grid, BorderLayout.NORTH)
        add(JScrollPane(outcome), BorderLayout.CENTER)
        add(JPanel(BorderLayout()).apply { add(test, BorderLayout.WEST) }, BorderLayout.SOUTH)
    }

    val isModified: Boolean get() = typed() != before

    /** Shows the sidecar's current settings, and offers the installed models. */
    fun load() {
        client.request("settings/get").onUi { result -> show(result) }
        client.request("model/list").onUi { result -> offer(result) }
    }

    /** Sends the changed settings. On an error it shows the error and keeps the input. */
    fun apply(): CompletableFuture<Void> {
        val changes = JsonObject()
        for ((field, text) in typed()) if (text != before[field]) changes.add(field.name, field.parse(text))
        val params = JsonObject().apply { add("changes", changes) }
        return client.request("settings/update", params).onUi { result -> show(result) }
    }

    private fun typed() = inputs.mapValues { (_, input) ->
        (
            input.editor.item.takeIf { input.isEditable }
                ?: input.selectedItem
            )?.toString().orEmpty()
    }

    private fun show(result: JsonElement) {
        val settings = result.asJsonObject.getAsJsonObject("settings")
        for ((field, input) in inputs) {
            val value = settings.get(field.name)?.takeIf { it.isJsonPrimitive }?.asString ?: field.default.orEmpty()
            input.selectedItem = value
        }
        before = typed()
    }

    private fun offer(result: JsonElement) {
        val models = result.asJsonObject.getAsJsonArray("models")?.mapNotNull {
            it.asJsonObject.get("name")?.asString
        }.orEmpty()
        for ((field, input) in inputs) {
            if (field.name in MODEL_FIELDS) {
                val shown = input.editor.item
                models.forEach(input::addItem)
                input.editor.item = shown
            }
        }
    }

    private fun runDoctor() {
        test.isEnabled = false
        client.request("doctor/run").onUi { result ->
            outcome.text =
                result.asJsonObject.getAsJsonArray("findings").joinToString("\n") { finding(it.asJsonObject) }
        }.whenComplete { _, _ -> SwingUtilities.invokeLater { test.isEnabled = true } }
    }

    private fun finding(finding: JsonObject): String {
        val mark = when (finding.get("level").asString) {
            "ok" -> "✓"
            "warning" -> "!"
            else -> "✗"
        }
        return "$mark ${finding.get("found").asString}" +
            finding.get("whatToDo")?.asString?.let { "\n   $it" }.orEmpty()
    }

    private fun CompletableFuture<JsonElement>.onUi(work: (JsonElement) -> Unit): CompletableFuture<Void> =
        thenAcceptAsync({ work(it) }, SwingUtilities::invokeLater).exceptionally { error ->
            SwingUtilities.invokeLater { outcome.text = explain(error) }
            throw CompletionException(error)
        }

    private fun explain(error: Throwable): String {
        val cause = generateSequence(error) { it.cause }.firstOrNull { it is RpcException } as? RpcException
        return cause?.error?.let { listOfNotNull(it.message, it.whatToDo).joinToString("\n") } ?: "$error"
    }

    private fun at(column: Int, row: Int) = GridBagConstraints().apply {
        gridx = column
        gridy = row
        anchor = GridBagConstraints.LINE_START
        fill = if (column == 1) GridBagConstraints.HORIZONTAL else GridBagConstraints.NONE
        weightx = column.toDouble()
        insets = Insets(2, 4, 2, 4)
    }

    private companion object {
        val MODEL_FIELDS = setOf("model", "condenseModel")
    }
}
