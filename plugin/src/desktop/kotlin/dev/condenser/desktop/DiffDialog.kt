package dev.condenser.desktop

import dev.condenser.ide.ProposedChange
import java.awt.Dimension
import java.awt.Font
import javax.swing.JFrame
import javax.swing.JOptionPane
import javax.swing.JScrollPane
import javax.swing.JSplitPane
import javax.swing.JTextArea

/** Shows the text before and after a change side by side. */
object DiffDialog {
    /** Whether the user wants it applied. */
    fun agreed(window: JFrame, change: ProposedChange): Boolean {
        val sides =
            JSplitPane(
                JSplitPane.HORIZONTAL_SPLIT,
                area(change.before, "diff.now"),
                area(change.after, "diff.proposed"),
            )
        sides.resizeWeight = 0.5
        sides.preferredSize = Dimension(900, 500)
        val title = "${change.path.fileName}"
        return JOptionPane.showConfirmDialog(
            window,
            sides,
            title,
            JOptionPane.OK_CANCEL_OPTION,
            JOptionPane.PLAIN_MESSAGE,
        ) ==
            JOptionPane.OK_OPTION
    }

    private fun area(content: String, key: String) = JScrollPane(
        JTextArea(content).apply {
            isEditable = false
            font = Font(Font.MONOSPACED, Font.PLAIN, 13)
        },
    ).apply { setColumnHeaderView(javax.swing.JLabel(DesktopTexts.say(key))) }
}
