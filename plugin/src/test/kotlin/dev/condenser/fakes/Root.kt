package dev.condenser.fakes

import java.nio.file.Path

/** The root of the work tree. */
val root: Path = Path.of(System.getProperty("condenser.root") ?: "..").toAbsolutePath().normalize()

/** The built sidecar; a test that needs it fails, saying so, where nobody built it. */
val bundle: Path = root.resolve("sidecar/dist/condenser.mjs")

/** The Node of the PATH. */
const val NODE = "node"
