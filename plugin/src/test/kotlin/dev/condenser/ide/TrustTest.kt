package dev.condenser.ide

import com.google.gson.JsonObject
import dev.condenser.sidecar.relay.RpcError
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files

/** The rules that keep a model's output from doing harm, one by one. */
class TrustTest : IdeScene() {
    private fun open(uri: String) = """{"uri":"$uri"}"""

    @Test
    fun `a file of the project opens, whatever characters its name has`() {
        val path = file("a b/100% #1 文件.kt")
        ask("ide/open", open(url(path)))
        assertEquals(path, editor.opened.single().first)
    }

    @Test
    fun `a file outside the content roots is refused`() {
        val outside = Files.writeString(folder.resolve("secret.txt"), "s")
        assertRefused("outsideProject", "ide/open", open(url(outside)))
        assertRefused("outsideProject", "ide/open", open("${url(project)}/../secret.txt"))
        assertRefused("outsideProject", "ide/open", open("${url(project)}/%2e%2e/secret.txt"))
        assertTrue(editor.opened.isEmpty())
    }

    @Test
    fun `a sibling folder whose name starts with the project's is outside`() {
        val neighbour = Files.createDirectories(folder.resolve("my project 2"))
        assertRefused("outsideProject", "ide/open", open(url(Files.writeString(neighbour.resolve("x.kt"), "x"))))
    }

    @Test
    fun `a link that leads out of the project is refused, one that stays inside is not`() {
        val outside = Files.writeString(folder.resolve("secret.txt"), "s")
        Files.createSymbolicLink(project.resolve("out.txt"), outside)
        assertRefused("outsideProject", "ide/open", open(url(project.resolve("out.txt"))))
        Files.createSymbolicLink(project.resolve("in.txt"), file("real.txt"))
        ask("ide/open", open(url(project.resolve("in.txt"))))
        assertEquals("real.txt", "${editor.opened.single().first.fileName}")
    }

    @Test
    fun `git's and the IDE's own folders are refused, also under their Windows names and through links`() {
        for (name in listOf(
            ".git/config",
            ".idea/workspace.xml",
            "sub/.git/hooks/x",
            ".GIT/config",
            ".git./x",
            ".git /x",
        )) {
            assertRefused("outsideProject", "ide/open", open(url(file(name))))
        }
        file(".git/hooks/pre-commit")
        Files.createSymbolicLink(project.resolve("innocent"), project.resolve(".git"))
        assertRefused("outsideProject", "ide/open", open("${url(project)}/innocent/hooks/pre-commit"))
    }

    @Test
    fun `a UNC path is refused without contacting its host, unless the project is on it`() {
        assertRefused("outsideProject", "ide/open", open("file://evil.example/share/x.kt"))
        assertRefused("outsideProject", "ide/open", open("file:////evil.example/share/x.kt"))
        editor.types = { "//evil.example/share/x.kt" }
        assertRefused("outsideProject", "ide/newFile", """{"text":"x"}""")
    }

    @Test
    fun `a URL that is not a file URL is refused`() {
        for (uri in listOf(
            "http://x/y",
            "jar:file:///a!/b",
            "javascript:alert(1)",
            "/etc/passwd",
            "file:",
            "%",
            "file:///a?b",
        )) {
            assertRefused("outsideProject", "ide/open", open(uri))
        }
    }

    @Test
    fun `a new file never overwrites, and the user is warned before`() {
        file("Main.kt", "mine")
        editor.types = { "Main.kt" }
        assertRefused("fileExists", "ide/newFile", """{"text":"evil","suggestedName":"Main.kt"}""")
        assertNotNull(editor.complaint)
        assertEquals("mine", Files.readString(project.resolve("Main.kt")))
    }

    @Test
    fun `a file is never created through a dangling link`() {
        Files.createSymbolicLink(project.resolve("new.txt"), folder.resolve("planted.txt"))
        editor.types = { "new.txt" }
        assertRefused("fileExists", "ide/newFile", """{"text":"evil"}""")
        assertFalse(Files.exists(folder.resolve("planted.txt")))
    }

    @Test
    fun `a new file is never created outside of the project`() {
        Files.createSymbolicLink(project.resolve("out"), folder)
        for (typed in listOf(
            "../x.txt",
            "out/x.txt",
            "/etc/condenser-x",
            ".git/hooks/pre-commit",
            ".idea/x.xml",
            "a/../../x",
            ".",
        )) {
            editor.types = { typed }
            assertRefused("outsideProject", "ide/newFile", """{"text":"evil"}""")
        }
    }

    @Test
    fun `the suggested name of a new file is a plain file name`() {
        val names = mapOf(
            "../../.ssh/authorized_keys" to "authorized_keys",
            "C:\\\\Windows\\\\x.bat" to "x.bat",
            "..." to "untitled.txt",
            ".bashrc" to "bashrc",
            "a\\u0000b\\u202Ec.kt" to "abc.kt",
            "src/Main.kt" to "Main.kt",
        )
        for ((suggested, shown) in names) {
            editor.types = {
                assertEquals(shown, it)
                null
            }
            ask("ide/newFile", """{"text":"x","suggestedName":"$suggested"}""")
        }
    }

    @Test
    fun `a new file is created where the user chose, and opened`() {
        editor.types = { "src/文件.kt" }
        val uri = (ask("ide/newFile", """{"text":"fun main() {}\n"}""") as JsonObject).get("uri").asString
        assertEquals(url(project.resolve("src/文件.kt")), uri)
        assertEquals("fun main() {}\n", Files.readString(project.resolve("src/文件.kt")))
        assertEquals(1, editor.opened.size)
    }

    @Test
    fun `cancelling the dialog creates no file`() {
        editor.types = { null }
        assertTrue((ask("ide/newFile", """{"text":"x"}""") as JsonObject).get("uri").isJsonNull)
    }

    @Test
    fun `a replacement whose text still matches is applied`() {
        val path = file("a.kt", "val a = 1\nval b = 2\n")
        ask("ide/replaceSelection", change(url(path), 1, 8, 9, "2", "3"))
        assertEquals("val a = 1\nval b = 3\n", editor.documents[path])
        assertTrue(editor.diffs.isEmpty())
    }

    @Test
    fun `a replacement whose text no longer matches changes nothing and opens as a diff`() {
        val path = file("a.kt", "new line\nval a = 1\nval b = 2\n")
        val result = ask("ide/replaceSelection", change(url(path), 1, 0, 9, "val b = 2", "val b = 3")) as JsonObject
        assertEquals("diff", result.get("outcome").asString)
        assertNull(editor.documents[path])
        assertEquals("new line\nval a = 1\nval b = 3\n", editor.diffs.single().after)
    }

    @Test
    fun `a range that is gone and a read-only file open as a diff`() {
        val path = file("a.kt", "x\n")
        ask("ide/replaceSelection", change(url(path), 99, 0, 4, "gone", "new"))
        editor.readOnly = true
        ask("ide/replaceSelection", change(url(path), 0, 0, 1, "x", "y"))
        assertEquals(listOf("x\nnew", "y\n"), editor.diffs.map { it.after })
        assertNull(editor.documents[path])
    }

    @Test
    fun `a diff changes nothing by itself`() {
        val path = file("a.kt", "x\n")
        ask("ide/diff", change(url(path), 0, 0, 1, "x", "y"))
        assertEquals("x\n" to "y\n", editor.diffs.single().let { it.before to it.after })
        assertNull(editor.documents[path])
    }

    @Test
    fun `only web addresses are opened, after the user has seen them`() {
        for (url in listOf(
            "file:///etc/passwd",
            "javascript:alert(1)",
            "vscode://x",
            "http:",
            "https://",
            "https://user@evil.example/",
            "\\\\\\\\x\\\\y",
            "//x",
        )) {
            assertRefused("badLink", "ide/openExternal", """{"url":"$url"}""")
        }
        assertTrue(editor.confirmed.isEmpty())
        ask("ide/openExternal", """{"url":"https://kotlinlang.org/docs/?q=%20"}""")
        assertEquals(listOf("https://kotlinlang.org/docs/?q=%20"), editor.confirmed)
        assertEquals(editor.confirmed, editor.visited)
    }

    @Test
    fun `a link that the user declines is not opened`() {
        editor.follows = false
        assertFalse((ask("ide/openExternal", """{"url":"https://x.example/"}""") as JsonObject).get("opened").asBoolean)
        assertTrue(editor.visited.isEmpty())
    }

    @Test
    fun `invalid parameters are refused by the name of the field`() {
        val uri = url(file("a.kt"))
        for ((params, field) in mapOf(
            "[]" to "params",
            "{}" to "uri",
            """{"uri":7}""" to "uri",
            """{"uri":"$uri"}""" to "range",
            change(uri, -1, 0, 0, "", "") to "range.start.line",
            """{"uri":"$uri","range":{"start":{"line":1e99,"character":0}}}""" to "range.start.line",
            """{"uri":"$uri","range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0.5}}}""" to
                "range.end.character",
        )) {
            val error = ask("ide/replaceSelection", params) as? RpcError
            assertEquals("-32602 ide.badParameter $field", "${error?.code} ${error?.message}", params)
        }
    }
}
