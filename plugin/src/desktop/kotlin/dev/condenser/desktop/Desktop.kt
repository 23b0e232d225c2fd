package dev.condenser.desktop

import dev.condenser.chat.ChatPanel
import dev.condenser.chat.ChatPanelActions
import dev.condenser.chat.ChatPanelParts
import dev.condenser.chat.Diagnostics
import dev.condenser.chat.browser.Browser
import dev.condenser.chat.browser.BrowserFactory
import dev.condenser.chat.browser.BrowserListener
import dev.condenser.chat.browser.PageFiles
import dev.condenser.ide.IdeRequests
import dev.condenser.sidecar.HostInfo
import dev.condenser.sidecar.LaunchPlan
import dev.condenser.sidecar.LaunchSettings
import dev.condenser.sidecar.NodeLauncher
import dev.condenser.sidecar.SidecarSupervisor
import dev.condenser.sidecar.process.LineTail
import org.cef.CefApp
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import javax.swing.SwingUtilities
import kotlin.system.exitProcess

/**
 * The plugin in its own window, without an IDE: the real supervisor, relay, panel and page, on a
 * plain JCEF and a text area. `npm run desktop` starts it.
 */
class Desktop(private val cef: CefApp, bundle: Path, private val folder: Path, private val clock: SwingClock?) :
    ChatPanelActions {
    private val tail = LineTail(100)
    private val launcher = NodeLauncher(bundle, ::launchSettings)
    private val host = HostInfo("Condenser Desktop", VERSION, DesktopTexts.locale, null)
    private val supervisor = SidecarSupervisor(launcher, host, DesktopTexts.sidecar, ::note)
    private val scheduler = Executors.newSingleThreadScheduledExecutor { Thread(it, "pages").apply { isDaemon = true } }
    private val editor = TextEditor()
    private val window = DesktopWindow(editor, ::close)
    private val page = bundle.resolveSibling("page")
    private var shown: PlainCefBrowser? = null

    fun open(file: Path?, palette: Palette) {
        file?.let(editor::show)
        val chat = ChatPanel(
            ChatPanelParts(
                supervisor = supervisor,
                sidecarTexts = DesktopTexts.sidecar,
                texts = DesktopTexts.chat,
                ide = IdeRequests(DesktopHost(folder, editor, window, ::diagnostics), DesktopTexts.ide),
                files = PageFiles(page),
                browsers = BrowserFactory(::createBrowser),
                scheduler = scheduler,
                actions = this,
            ),
        )
        editor.addFocusListener(object : java.awt.event.FocusAdapter() {
            override fun focusGained(event: java.awt.event.FocusEvent?) = shown?.unfocus() ?: Unit
        })
        window.show(chat, palette)
    }

    private fun createBrowser(files: PageFiles, listener: BrowserListener): Browser {
        val browser = PlainCefBrowser(cef, files, listener).also { shown = it }
        return clock?.watch(browser) ?: browser
    }

    override fun openSettings() = DesktopHost(folder, editor, window, ::diagnostics).openLog()

    override fun openInBrowser() {
        val plan = launcher.command("web", "--open") as? LaunchPlan.Start ?: return
        ProcessBuilder(plan.command.command).inheritIO().start()
    }

    override fun copyDiagnostics() = DesktopHost(folder, editor, window, ::diagnostics).copy(diagnostics())

    private fun diagnostics() =
        Diagnostics.text("Condenser Desktop", VERSION, supervisor.state, DesktopTexts.sidecar, tail.lines())

    private fun close() {
        editor.save()
        window.isVisible = false
        scheduler.shutdownNow()
        supervisor.dispose().orTimeout(10, TimeUnit.SECONDS).whenComplete { _, _ -> exitProcess(0) }
    }

    private fun note(line: String) {
        tail.add(line)
        System.err.println(line)
    }

    private fun launchSettings() = LaunchSettings(
        nodePath = System.getProperty("condenser.node"),
        environment = System.getenv(),
        additions = emptyMap(),
        home = Path.of(System.getProperty("user.home")),
        windows = System.getProperty("os.name").startsWith("Windows"),
    )

    private companion object {
        val VERSION: String = System.getProperty("condenser.version", "0")
    }
}

/** Takes a file to edit, if any. tools/desktop.mjs passes everything else as system properties. */
fun main(arguments: Array<String>) {
    val property = { name: String -> checkNotNull(System.getProperty(name)) { "$name is not set" } }
    val file = arguments.firstOrNull()?.let { Path.of(it).toRealPath() }
    val folder = file?.parent ?: Path.of("").toRealPath()
    val cache = Files.createTempDirectory("condenser-desktop-")
    Runtime.getRuntime().addShutdownHook(Thread { cache.toFile().deleteRecursively() })
    val cef = Cef.start(Path.of(property("condenser.jcef")), cache, Integer.getInteger("condenser.debugPort", 0))
    val palette = if (System.getProperty("condenser.dark") == null) Palette.LIGHT else Palette.DARK
    val clock = System.getProperty("condenser.measure")?.let { SwingClock.start(Path.of(it)) }
    SwingUtilities.invokeLater {
        Desktop(cef, Path.of(property("condenser.bundle")), folder, clock).open(file, palette)
    }
}
