package dev.condenser.fakes

import dev.condenser.ide.CodeSelection
import dev.condenser.ide.IdeHost
import dev.condenser.ide.Position
import dev.condenser.ide.ProposedChange
import java.nio.file.Files
import java.nio.file.Path

/** An editor without a screen: it keeps documents in memory, and records its calls. */
class FakeEditor(private val project: Path) : IdeHost {
    val documents = HashMap<Path, String>()
    val diffs = ArrayList<ProposedChange>()
    val opened = ArrayList<Pair<Path, Position?>>()
    val visited = ArrayList<String>()
    val confirmed = ArrayList<String>()
    var clipboard: String? = null
    var inserted: String? = null
    var prefix: String? = ""
    var selected: CodeSelection? = null
    var readOnly = false
    var follows = true

    /** What the user types into the dialog, given the suggestion. */
    var types: (String) -> String? = { it }
    var complaint: String? = null

    override val name = "Fake IDE"
    override val workspace = "$project" to "project"
    override val contentRoots = listOf("$project")

    override fun onUiThread(work: () -> Unit) = work()

    override fun selection() = selected

    override fun linePrefixAtCaret() = prefix

    override fun insertAtCaret(text: String) {
        inserted = text
    }

    override fun documentText(path: Path): String? = documents[path] ?: Files.readString(path)

    override fun replace(path: Path, range: IntRange, text: String): Boolean {
        if (readOnly) return false
        documents[path] = documentText(path).orEmpty().replaceRange(range, text)
        return true
    }

    override fun showDiff(change: ProposedChange) {
        diffs += change
    }

    override fun askForNewFile(suggestedName: String, check: (String) -> String?): String? {
        val typed = types(suggestedName)
        complaint = typed?.let(check)
        return typed
    }

    override fun open(path: Path, position: Position?) {
        opened += path to position
    }

    override fun copy(text: String) {
        clipboard = text
    }

    override fun confirmExternal(url: String): Boolean {
        confirmed += url
        return follows
    }

    override fun openExternal(url: String) {
        visited += url
    }

    override fun openLog() = Unit

    override fun focusEditor() = Unit
}
