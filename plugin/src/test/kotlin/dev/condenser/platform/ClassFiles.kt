package dev.condenser.platform

import dev.condenser.fakes.root
import org.objectweb.asm.ClassReader
import org.objectweb.asm.ClassVisitor
import org.objectweb.asm.FieldVisitor
import org.objectweb.asm.Handle
import org.objectweb.asm.MethodVisitor
import org.objectweb.asm.Opcodes
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.extension

/** A member of a class, as the JVM names it: owner, name and descriptor. */
data class Member(val owner: String, val name: String, val descriptor: String) {
    override fun toString() = "${owner.replace('/', '.')}.$name$descriptor"
}

/** Reads the references of compiled classes. */
object ClassFiles {
    private val classes: Path = root.resolve("plugin/target/classes")

    /** The paths of the compiled classes below a package, such as `dev/condenser`. */
    fun below(packagePath: String): List<Path> =
        Files.walk(classes.resolve(packagePath)).use { files -> files.filter { it.extension == "class" }.toList() }

    /** The members that the source of a class declares, without an implicit constructor. */
    fun declared(file: Path): Set<Member> {
        val reader = ClassReader(Files.readAllBytes(file))
        val members = HashSet<Member>()
        reader.accept(
            object : ClassVisitor(Opcodes.ASM9) {
                override fun visitMethod(
                    access: Int,
                    name: String,
                    descriptor: String,
                    signature: String?,
                    exceptions: Array<String>?,
                ): MethodVisitor? {
                    val hidden = access and (Opcodes.ACC_SYNTHETIC or Opcodes.ACC_PRIVATE) != 0
                    if (!hidden && name != "<clinit>" &&
                        "$name$descriptor" != "<init>()V"
                    ) {
                        members += Member(reader.className, name, descriptor)
                    }
                    return null
                }

                override fun visitField(
                    access: Int,
                    name: String,
                    descriptor: String,
                    signature: String?,
                    value: Any?,
                ): FieldVisitor? {
                    if (access and (Opcodes.ACC_SYNTHETIC or Opcodes.ACC_PRIVATE) ==
                        0
                    ) {
                        members += Member(reader.className, name, descriptor)
                    }
                    return null
                }
            },
            ClassReader.SKIP_DEBUG,
        )
        return members
    }

    /** The members that the code of a class calls, reads, writes or overrides. */
    fun used(file: Path): Set<Member> {
        val reader = ClassReader(Files.readAllBytes(file))
        val members = HashSet<Member>()
        reader.accept(
            object : ClassVisitor(Opcodes.ASM9) {
                override fun visitMethod(
                    access: Int,
                    name: String,
                    descriptor: String,
                    signature: String?,
                    exceptions: Array<String>?,
                ): MethodVisitor {
                    members += Member(reader.className, name, descriptor)
                    return Uses(members)
                }
            },
            ClassReader.SKIP_DEBUG,
        )
        return members
    }

    fun supertypes(file: Path): List<String> = ClassReader(Files.readAllBytes(file)).let {
        listOfNotNull(it.superName) +
            it.interfaces
    }

    fun name(file: Path): String = ClassReader(Files.readAllBytes(file)).className

    private class Uses(private val members: MutableSet<Member>) : MethodVisitor(Opcodes.ASM9) {
        override fun visitMethodInsn(
            opcode: Int,
            owner: String,
            name: String,
            descriptor: String,
            isInterface: Boolean,
        ) {
            members += Member(owner, name, descriptor)
        }

        override fun visitFieldInsn(opcode: Int, owner: String, name: String, descriptor: String) {
            members += Member(owner, name, descriptor)
        }

        override fun visitInvokeDynamicInsn(
            name: String,
            descriptor: String,
            bootstrap: Handle,
            vararg arguments: Any,
        ) {
            // A lambda implements the return type of its descriptor.
            val type = descriptor.substringAfterLast(")L", "").removeSuffix(";")
            val method = arguments.firstOrNull() as? org.objectweb.asm.Type
            if (type.isNotEmpty() && method != null) members += Member(type, name, method.descriptor)
            arguments.filterIsInstance<Handle>().forEach { members += Member(it.owner, it.name, it.desc) }
        }
    }
}
