package dev.condenser.ide

import java.nio.file.Path

/** Selected code, or a whole file if [range] is null: a ContextItem of the protocol. */
data class CodeSelection(
    val path: String?,
    val languageId: String?,
    val range: TextRange?,
    val text: String,
    val version: Int?,
)

/** A change that the user can review and edit before it is applied. */
data class ProposedChange(
    val path: Path,
    /** The whole document before the change. */
    val before: String,
    /** The whole document after the change. */
    val after: String,
)

/**
 * The editor that hosts a page. It only executes; [IdeRequests] decides what is allowed. All
 * members but [onUiThread] are called on the UI thread. Texts have `\n` line endings.
 */
interface IdeHost {
    val name: String

    /** The folder and the name of the project. */
    val workspace: Pair<String, String>?

    /** The content roots of the project, as paths with forward slashes. */
    val contentRoots: List<String>

    fun onUiThread(work: () -> Unit)

    /** The selection in the editor that was used last; null if nothing is selected. */
    fun selection(): CodeSelection?

    /** The text before the caret (or the start of the selection) on its line; null if no editor is open. */
    fun linePrefixAtCaret(): String?

    /** Replaces the selection, or inserts at the caret, in one undo step. */
    fun insertAtCaret(text: String)

    /** The document as the editor has it, saved or not; null if it is not a text file. */
    fun documentText(path: Path): String?

    /** Replaces the offsets [range] in one undo step; false if the document is read-only. */
    fun replace(path: Path, range: IntRange, text: String): Boolean

    /** Shows the document before and after side by side; the user may apply the change. */
    fun showDiff(change: ProposedChange)

    /** Asks where to create a new file. [check] returns what is wrong with a name. Null if the user cancels. */
    fun askForNewFile(suggestedName: String, check: (String) -> String?): String?

    /** Opens a file at a position. */
    fun open(path: Path, position: Position?)

    fun copy(text: String)

    /** Shows the address of a link and asks whether to open it. */
    fun confirmExternal(url: String): Boolean

    fun openExternal(url: String)

    fun openLog()

    fun focusEditor()
}
