package dev.condenser.ide

import java.nio.file.Path

/** What is selected, or the whole file where nothing is: a ContextItem of the protocol. */
data class CodeSelection(
    val path: String?,
    val languageId: String?,
    val range: TextRange?,
    val text: String,
    val version: Int?,
)

/** What a person gets to see and edit before a change is made. */
data class ProposedChange(
    val path: Path,
    /** The whole document as it is. */
    val before: String,
    /** The whole document as it would be. */
    val after: String,
)

/**
 * The editor around a page: what only it can do, with no rule of its own. All but [onUiThread] is
 * called on the UI thread. Texts have `\n` line ends.
 */
interface IdeHost {
    val name: String

    /** Folder and name of the project. */
    val workspace: Pair<String, String>?

    /** The folders whose files belong to the project, as paths with forward slashes. */
    val contentRoots: List<String>

    fun onUiThread(work: () -> Unit)

    /** In the editor that was used last; null where nothing is selected. */
    fun selection(): CodeSelection?

    /** The text before the caret on its line (of the selection's start); null when no editor is open. */
    fun linePrefixAtCaret(): String?

    /** Puts text in place of the selection, or at the caret, as one step to undo. */
    fun insertAtCaret(text: String)

    /** The document as the editor has it, saved or not; null when it is no text. */
    fun documentText(path: Path): String?

    /** Replaces the offsets [range] as one step to undo; false where the document is read-only. */
    fun replace(path: Path, range: IntRange, text: String): Boolean

    /** Shows before and after side by side; the person may apply it. */
    fun showDiff(change: ProposedChange)

    /** Asks where a new file should go. [check] says what is wrong with a name. Null: nowhere. */
    fun askForNewFile(suggestedName: String, check: (String) -> String?): String?

    /** Shows a file that was just written, or is there, at a position. */
    fun open(path: Path, position: Position?)

    fun copy(text: String)

    /** Shows where a link goes and asks whether to follow it. */
    fun confirmExternal(url: String): Boolean

    fun openExternal(url: String)

    fun openLog()

    fun focusEditor()
}
