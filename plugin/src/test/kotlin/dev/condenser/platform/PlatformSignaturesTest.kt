package dev.condenser.platform

import dev.condenser.fakes.root
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension

/** Checks that platform-signatures lists exactly what the plugin uses of the platform. */
class PlatformSignaturesTest {
    private val signatures = ClassFiles.below("com/intellij")
    private val own = ClassFiles.below("dev/condenser")
    private val declared = signatures.flatMap(ClassFiles::declared).toSet()
    private val supertypes = (signatures + own).associate { ClassFiles.name(it) to ClassFiles.supertypes(it) }

    private fun ancestors(type: String): Sequence<String> =
        sequenceOf(type) + supertypes[type].orEmpty().asSequence().flatMap(::ancestors)

    /** The declarations that a use may refer to: those of the type and of its supertypes. */
    private fun declarationsOf(member: Member): List<Member> =
        ancestors(member.owner).map { member.copy(owner = it) }.filter { it in declared }.toList()

    @Test
    fun `every member of the platform that the code uses is listed`() {
        val missing = own.flatMap { file -> ClassFiles.used(file).map { it to file.fileName } }
            .filter { (member, _) -> member.owner.startsWith("com/intellij/") && declarationsOf(member).isEmpty() }
            .filterNot { (member, _) -> "${member.name}${member.descriptor}" == "<init>()V" }
        assertEquals(emptyList<Any>(), missing)
    }

    @Test
    fun `every listed member is used by the code`() {
        val used = own.flatMap(ClassFiles::used).flatMap(::declarationsOf).toSet()
        // Inherited members and parameters of annotations are used without a call.
        val annotations = declared.filter { "java/lang/annotation/Annotation" in supertypes[it.owner].orEmpty() }
        val unused = declared.filterNot { it in used || it in annotations || isEnumMember(it) }
        assertEquals(emptyList<Any>(), unused.map { "$it" }.sorted())
    }

    @Test
    fun `every signature names the platform file it was read from`() {
        val files = Files.walk(root.resolve("plugin/platform-signatures")).use { all ->
            all.filter {
                it.extension ==
                    "java"
            }.toList()
        }
        assertTrue(files.isNotEmpty())
        val source =
            Regex(
                """// Signatures read from platform/\S+\.(java|kt|txt)( and platform/\S+\.txt)? of JetBrains/intellij-community\.""",
            )
        assertEquals(emptyList<Path>(), files.filterNot { source.matches(Files.readAllLines(it).first()) })
    }

    @Test
    fun `only one package uses the platform, and only one file its browser`() {
        val names = own.associateWith { file -> ClassFiles.used(file).map { it.owner } + ClassFiles.supertypes(file) }
        val platform = names.filterValues { used ->
            used.any { it.startsWith("com/intellij/") }
        }.keys.map(ClassFiles::name)
        assertEquals(emptyList<String>(), platform.filterNot { it.startsWith("dev/condenser/platform/") })
        val browser = names.filterValues { used ->
            used.any { it.startsWith("com/intellij/ui/jcef/") }
        }.keys.map(ClassFiles::name)
        assertEquals(setOf("dev/condenser/platform/JbCefPageBrowser"), browser.map { it.substringBefore('$') }.toSet())
    }

    private fun isEnumMember(member: Member) = "java/lang/Enum" in supertypes[member.owner].orEmpty()
}
