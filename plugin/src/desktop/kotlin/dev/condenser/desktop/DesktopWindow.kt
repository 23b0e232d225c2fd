package dev.condenser.desktop

import dev.condenser.chat.ChatPanel
import dev.condenser.ide.askParams
import java.awt.BorderLayout
import java.awt.Dimension
import java.awt.event.ActionEvent
import java.awt.event.WindowAdapter
import java.awt.event.WindowEvent
import javax.swing.AbstractAction
import javax.swing.BorderFactory
import javax.swing.JComponent
import javax.swing.JFrame
import javax.swing.JLabel
import javax.swing.JMenu
import javax.swing.JMenuBar
import javax.swing.JMenuItem
import javax.swing.JPanel
import javax.swing.JPopupMenu
import javax.swing.JScrollPane
import javax.swing.JSplitPane
import javax.swing.KeyStroke
import javax.swing.plaf.basic.BasicSplitPaneUI

/** A text area, and beside it the chat as in the IDE's tool window. UI thread only. */
class DesktopWindow(private val editor: TextEditor, private val onClose: () -> Unit) : JFrame("Condenser") {
    private val title = JLabel(" ")
    private val scroller = JScrollPane(editor).apply { border = BorderFactory.createEmptyBorder() }
    private val left = JPanel(BorderLayout())
    private val halves = JSplitPane(JSplitPane.HORIZONTAL_SPLIT)
    private lateinit var panel: ChatPanel

    init {
        defaultCloseOperation = DO_NOTHING_ON_CLOSE
        addWindowListener(object : WindowAdapter() {
            override fun windowClosing(event: WindowEvent?) = onClose()
        })
    }

    /** Puts the chat beside the editor and opens the window. */
    fun show(chat: ChatPanel, palette: Palette) {
        panel = chat
        // The browser is a native window and would cover a lightweight Swing menu.
        JPopupMenu.setDefaultLightWeightPopupEnabled(false)
        jMenuBar = JMenuBar().apply {
            border = BorderFactory.createEmptyBorder()
            add(condenserMenu())
        }
        left.add(title.apply { border = BorderFactory.createEmptyBorder(4, 8, 4, 8) }, BorderLayout.NORTH)
        left.add(scroller, BorderLayout.CENTER)
        left.minimumSize = Dimension(200, 0)
        chat.minimumSize = Dimension(260, 0)
        halves.apply {
            // The default divider paints a grip in colours of its own.
            val plain = BasicSplitPaneUI()
            setUI(plain)
            plain.divider.border = null
            dividerSize = 5
            dividerLocation = 480
            border = null
            leftComponent = left
            rightComponent = chat
        }
        add(halves, BorderLayout.CENTER)
        use(palette)
        bind("ctrl S", "save", editor::save)
        bind("ctrl Z", "undo", editor::undoStep)
        title.text = editor.file?.fileName?.toString() ?: " "
        size = Dimension(1080, 760)
        isVisible = true
        editor.requestFocusInWindow()
    }

    private fun use(palette: Palette) {
        for (part in listOf(editor, left, title, scroller, halves, jMenuBar, jMenuBar.getMenu(0))) {
            part.background = palette.background
            part.foreground = palette.foreground
        }
        editor.background = palette.raised
        editor.selectionColor = palette.selection
        editor.selectedTextColor = palette.foreground
        editor.caretColor = palette.foreground
        (halves.ui as BasicSplitPaneUI).divider.background = palette.border
        contentPane.background = palette.background
        panel.background = palette.background
        panel.setTheme(palette.theme)
    }

    private fun condenserMenu() = JMenu("Condenser").apply {
        for ((name, prompt) in ASKS) add(item(name) { ask(prompt) })
        getItem(0).accelerator = KeyStroke.getKeyStroke("ctrl shift A")
        addSeparator()
        for (palette in Palette.entries) add(JMenuItem(palette.sign).apply { addActionListener { use(palette) } })
    }

    private fun item(name: String, run: () -> Unit) =
        JMenuItem(DesktopTexts.say("action.Condenser.$name.text")).apply { addActionListener { run() } }

    private fun ask(prompt: String?) {
        panel.ask(askParams(prompt, editor.selection()))
        panel.focusInput()
    }

    private fun bind(stroke: String, name: String, work: () -> Unit) {
        editor.getInputMap(JComponent.WHEN_FOCUSED).put(KeyStroke.getKeyStroke(stroke), name)
        editor.actionMap.put(
            name,
            object : AbstractAction() {
                override fun actionPerformed(event: ActionEvent?) = work()
            },
        )
    }

    private companion object {
        /** The actions of plugin.xml, with the prompts that they send. */
        val ASKS = listOf(
            "AskAboutSelection" to null,
            "Explain" to "explain",
            "FindProblems" to "review",
            "Refactor" to "refactor",
            "WriteTests" to "tests",
            "Document" to "document",
        )
    }
}
