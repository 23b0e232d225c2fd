package dev.condenser.platform

import dev.condenser.fakes.root
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.util.Properties

class PluginXmlTest {
    private val resources = root.resolve("plugin/src/main/resources")
    private val xml = Files.readString(resources.resolve("META-INF/plugin.xml"))
    private val english = bundle("CondenserBundle.properties")
    private val chinese = bundle("CondenserBundle_zh_CN.properties")

    private fun bundle(name: String) =
        Properties().apply { Files.newBufferedReader(resources.resolve("messages/$name")).use(::load) }.map {
            "${it.key}" to
                "${it.value}"
        }.toMap()

    @Test
    fun `every class it names exists`() {
        val names = Regex("dev\\.condenser\\.platform\\.\\w+").findAll(xml).map { it.value }.toSet()
        assertTrue(names.size > 15)
        val compiled = ClassFiles.below("dev/condenser/platform").map { ClassFiles.name(it).replace('/', '.') }.toSet()
        assertEquals(emptySet<String>(), names - compiled)
    }

    @Test
    fun `every action, group and intention has a text and a description`() {
        for (action in Regex("<action id=\"([\\w.]+)\"").findAll(xml).map { it.groupValues[1] }) {
            assertTrue("action.$action.text" in english && "action.$action.description" in english, action)
        }
        for (intention in Regex("<className>[\\w.]+\\.(\\w+)</className>").findAll(xml).map { it.groupValues[1] }) {
            assertTrue(Files.exists(resources.resolve("intentionDescriptions/$intention/description.html")), intention)
        }
    }

    @Test
    fun `both languages have the same keys with the same placeholders`() {
        assertEquals(english.keys, chinese.keys)
        val blanks = Regex("\\{\\d}")
        for ((key, text) in english) {
            assertEquals(
                blanks.findAll(text).map {
                    it.value
                }.toSet(),
                blanks.findAll(chinese.getValue(key)).map { it.value }.toSet(),
                key,
            )
        }
    }

    @Test
    fun `every key that the code looks up exists, and no key is unused`() {
        val sources = Files.walk(root.resolve("plugin/src/main/kotlin")).use { all ->
            all.filter { "$it".endsWith(".kt") }.map(Files::readString).toList()
        }.joinToString("\n")
        val byPlatform =
            listOf("action.Condenser.", "group.", "toolwindow.", "notification.group", "intention.category", "page.")
        val unused = english.keys.filterNot { key -> "\"$key\"" in sources || byPlatform.any(key::startsWith) }
        assertEquals(emptyList<String>(), unused)
        val said = Regex("(?:say|text)\\(\"([a-z]+\\.[\\w.]+)\"").findAll(sources).map { it.groupValues[1] }.toSet()
        assertEquals(emptySet<String>(), said - english.keys)
    }

    @Test
    fun `the prompts of the menu exist in the sidecar`() {
        val known = Files.readString(root.resolve("sidecar/src/i18n/english/prompts.ts"))
        val kotlin = Files.readString(root.resolve("plugin/src/main/kotlin/dev/condenser/platform/AskActions.kt"))
        val prompts = Regex("AskAction\\(\"(\\w+)\"\\)").findAll(kotlin).map { it.groupValues[1] }.toList()
        assertEquals(5, prompts.size)
        assertEquals(emptyList<String>(), prompts.filterNot { Regex("\\b$it: \\{").containsMatchIn(known) })
    }

    @Test
    fun `its only shortcut has a first stroke that no default keymap uses alone`() {
        val shortcuts = Regex("<keyboard-shortcut[^>]*/>").findAll(xml).map { it.value }.toList()
        assertEquals(1, shortcuts.size)
        assertTrue("second-keystroke" in shortcuts.single())
    }

    @Test
    fun `it is compatible with every IDE from 2024_2 on`() {
        assertTrue("since-build=\"242\"" in xml)
        assertTrue("until-build" !in xml)
    }
}
