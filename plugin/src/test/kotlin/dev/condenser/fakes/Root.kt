package dev.condenser.fakes

import java.nio.file.Path

/** The root of the work tree. */
val root: Path = Path.of(System.getProperty("condenser.root") ?: "..").toAbsolutePath().normalize()

/** The built sidecar; fails with a message if it was not built. */
val bundle: Path = root.resolve("sidecar/dist/condenser.mjs")

/** The Node on the PATH. */
const val NODE = "node"
