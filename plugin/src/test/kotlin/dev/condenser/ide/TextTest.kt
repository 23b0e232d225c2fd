package dev.condenser.ide

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import dev.condenser.fakes.root
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Test
import java.nio.file.Files

class TextTest : IdeScene() {
    @Test
    fun `paths and file URLs of every system convert both ways`() {
        val pairs = mapOf(
            "/home/ada/a b/100%/c#.kt" to "file:///home/ada/a%20b/100%25/c%23.kt",
            "/home/ada/中文?.kt" to "file:///home/ada/%E4%B8%AD%E6%96%87%3F.kt",
            "C:/Users/ada/x.kt" to "file:///C:/Users/ada/x.kt",
            "//wsl.localhost/Ubuntu/home/a b.kt" to "file://wsl.localhost/Ubuntu/home/a%20b.kt",
            "//wsl$/Ubuntu/x.kt" to "file://wsl$/Ubuntu/x.kt",
        )
        for ((path, url) in pairs) {
            assertEquals(url, FileUrls.toUrl(path))
            assertEquals(path, FileUrls.toPath(url))
        }
    }

    @Test
    fun `all notations of a drive letter are the same path`() {
        for (url in listOf(
            "file:///c:/x.kt",
            "file:///C:/x.kt",
            "file:///c%3A/x.kt",
            "file:/C:/x.kt",
            "file://localhost/c:/x.kt",
        )) {
            assertEquals("C:/x.kt", FileUrls.toPath(url), url)
        }
        assertEquals("file:///C:/a/b", FileUrls.toUrl("c:\\a\\b"))
    }

    @Test
    fun `positions count UTF-16 units and lines`() {
        val text = "a🙂b\n\nc"
        assertEquals(Position(0, 3), Positions.toPosition(text, 3))
        assertEquals(Position(2, 1), Positions.toPosition(text, 7))
        for (offset in 0..text.length) {
            assertEquals(
                offset,
                Positions.toOffset(text, Positions.toPosition(text, offset)),
            )
        }
        assertEquals(4, Positions.toOffset(text, Position(0, Int.MAX_VALUE)))
        assertNull(Positions.toOffset(text, Position(3, 0)))
    }

    @Test
    fun `inserted code takes the indentation of the line`() {
        assertEquals("if (a) {\n        b()\n    }", Indentation.fit("if (a) {\n    b()\n}\n", "    "))
        assertEquals(
            "if (a) {\n        b()\n    }",
            Indentation.fit("        if (a) {\r\n            b()\r\n        }", "    "),
        )
        assertEquals("b()\n\n\tc()", Indentation.fit("  b()\n\n  c()", "\t"))
        assertEquals("b()\n    c()", Indentation.fit("b()\nc()", "    val x = "))
        assertEquals("x", Indentation.fit("x\n", ""))
    }

    @Test
    fun `code that replaces whole lines keeps their indentation and its own lines`() {
        assertEquals("    val b = 2", Indentation.replacing("val b = 2\n", "    val a = 1", ""))
        assertEquals(
            "    if (a) {\n        b()\n    }\n",
            Indentation.replacing("if (a) {\n    b()\n}", "    a()\n    b()\n", ""),
        )
        assertEquals("\tb()", Indentation.replacing("  b()", "\ta()", "\t"))
        assertEquals("b()\n    c()", Indentation.replacing("b()\nc()", "a()", "    "))
        assertEquals("b", Indentation.replacing("b", " a", "val x ="))
        assertEquals("", Indentation.replacing("", "    a()\n", ""))
    }

    @Test
    fun `text is inserted at the caret, or refused without an editor`() {
        editor.prefix = "\t"
        ask("ide/insert", """{"text":"a\nb\n"}""")
        assertEquals("a\n\tb", editor.inserted)
        editor.prefix = null
        assertFalse((ask("ide/insert", """{"text":"a"}""") as JsonObject).get("applied").asBoolean)
    }

    @Test
    fun `a selection carries its language, file and range`() {
        editor.selected =
            CodeSelection("$project/a b.kt", "kotlin", TextRange(Position(3, 4), Position(3, 27)), "val x", 12)
        val expected = """{"kind":"selection","uri":"${FileUrls.toUrl("$project/a b.kt")}","languageId":"kotlin",
            "range":{"start":{"line":3,"character":4},"end":{"line":3,"character":27}},"text":"val x","version":12}"""
        assertEquals(JsonParser.parseString(expected), ask("ide/selection"))
        editor.selected = null
        assertEquals("null", "${ask("ide/selection")}")
    }

    @Test
    fun `exactly the ide requests of the protocol are answered`() {
        val snapshot = JsonParser.parseString(Files.readString(root.resolve("protocol/snapshot.json"))).asJsonObject
        val declared = snapshot.getAsJsonArray("messages").map { it.asJsonObject }
            .filter { it.get("direction").asString == "pageToHost" }.map { it.get("method").asString }.toSet()
        val answered = (ask("ide/capabilities") as JsonObject).getAsJsonArray("methods").map { it.asString }.toSet()
        assertEquals(declared, answered)
    }
}
