package dev.condenser.chat

import java.awt.BorderLayout
import java.awt.FlowLayout
import javax.swing.BorderFactory
import javax.swing.JButton
import javax.swing.JPanel
import javax.swing.JScrollPane
import javax.swing.JTextArea

/** A button of a [ProblemCard]. */
class CardAction(val text: String, val run: () -> Unit)

/** Describes a problem: the cause, the remedy, details, and buttons. Its text can be copied. */
class ProblemCard(problem: String, whatToDo: String, details: List<String>, actions: List<CardAction>) :
    JPanel(BorderLayout()) {
    init {
        border = BorderFactory.createEmptyBorder(12, 12, 12, 12)
        add(area("$problem\n\n$whatToDo").apply { isOpaque = false }, BorderLayout.NORTH)
        if (details.isNotEmpty()) add(JScrollPane(area(details.joinToString("\n"))), BorderLayout.CENTER)
        val buttons = JPanel(FlowLayout(FlowLayout.LEADING))
        for (action in actions) buttons.add(JButton(action.text).apply { addActionListener { action.run() } })
        add(buttons, BorderLayout.SOUTH)
    }

    private fun area(content: String) = JTextArea(content).apply {
        isEditable = false
        lineWrap = true
        wrapStyleWord = true
    }
}
