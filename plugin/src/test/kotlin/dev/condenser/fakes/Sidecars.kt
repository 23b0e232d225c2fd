package dev.condenser.fakes

import dev.condenser.sidecar.Backoff
import dev.condenser.sidecar.HostInfo
import dev.condenser.sidecar.LaunchPlan
import dev.condenser.sidecar.SidecarLauncher
import dev.condenser.sidecar.SidecarState
import dev.condenser.sidecar.SidecarSupervisor
import dev.condenser.sidecar.SidecarTexts
import dev.condenser.sidecar.process.SidecarCommand
import dev.condenser.sidecar.relay.IdeRequestHandler
import dev.condenser.sidecar.relay.PageConnection
import dev.condenser.sidecar.relay.RpcError
import dev.condenser.sidecar.relay.RpcException
import java.nio.file.Path
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit

val testTexts = SidecarTexts { key, arguments -> "$key ${arguments.joinToString(" ")}".trim() }

val testHost = HostInfo("condenser-test", "0", "en", null)

/** Answers for a page without an editor. */
val noIde = IdeRequestHandler { method, _, _ ->
    throw RpcException(RpcError(RpcError.METHOD_NOT_FOUND, "no $method", "methodNotFound"))
}

/** A sidecar with one of the faults in misbehaving.mjs. */
fun misbehaving(fault: String): SidecarLauncher {
    val script = root.resolve("plugin/src/test/resources/sidecars/misbehaving.mjs")
    return SidecarLauncher { LaunchPlan.Start(SidecarCommand(listOf(NODE, "$script", fault))) }
}

/** The built sidecar, with its own folders, on the Ollama at an address. */
fun builtSidecar(home: Path, ollamaHost: String): SidecarLauncher = SidecarLauncher {
    check(bundle.toFile().exists()) { "$bundle is not built: npm run build" }
    val environment = System.getenv() + mapOf(
        "HOME" to "$home",
        "XDG_CONFIG_HOME" to "$home/config",
        "XDG_DATA_HOME" to "$home/data",
        "XDG_CACHE_HOME" to "$home/cache",
        "XDG_STATE_HOME" to "$home/state",
        "OLLAMA_HOST" to ollamaHost,
    )
    LaunchPlan.Start(SidecarCommand(listOf(NODE, "$bundle", "stdio"), environment))
}

/** A supervisor under test, with its states in order; [close] stops it. */
class Supervised(
    launcher: SidecarLauncher,
    backoff: Backoff = Backoff(firstMilliseconds = 10, maxMilliseconds = 50),
    initializeMilliseconds: Long = 15_000,
    host: HostInfo = testHost,
) : AutoCloseable {
    val log = java.util.concurrent.CopyOnWriteArrayList<String>()
    val supervisor = SidecarSupervisor(launcher, host, testTexts, { log += it }, backoff, initializeMilliseconds)
    private val states = LinkedBlockingQueue<SidecarState>()

    init {
        supervisor.onState { states += it }
    }

    fun page(sink: RecordingPage, ide: IdeRequestHandler = noIde): PageConnection = supervisor.relay.open(sink, ide)

    /** The next state of a kind; it also consumes the states before it. */
    inline fun <reified T : SidecarState> await(): T = await { it is T } as T

    fun await(fits: (SidecarState) -> Boolean): SidecarState {
        val seen = ArrayList<SidecarState>()
        while (true) {
            val next = states.poll(30, TimeUnit.SECONDS) ?: throw AssertionError("no more states after $seen\n$log")
            if (fits(next)) return next
            seen += next
        }
    }

    override fun close() {
        supervisor.dispose().get(10, TimeUnit.SECONDS)
    }
}
