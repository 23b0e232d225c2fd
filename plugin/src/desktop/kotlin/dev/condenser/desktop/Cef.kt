package dev.condenser.desktop

import me.friwi.jcefmaven.CefAppBuilder
import org.cef.CefApp
import org.cef.CefSettings.LogSeverity
import java.nio.file.Path

/** The JCEF of this process, downloaded into its folder first if it is missing. */
object Cef {
    /** @param debugPort for tests that attach a debugger to the page; 0 for none. */
    fun start(folder: Path, cache: Path, debugPort: Int): CefApp {
        val builder = CefAppBuilder()
        builder.setInstallDir(folder.toFile())
        builder.cefSettings.apply {
            windowless_rendering_enabled = false
            root_cache_path = "$cache"
            log_severity = LogSeverity.LOGSEVERITY_ERROR
            remote_debugging_port = debugPort
        }
        // The page's content policy says the same: nothing leaves the machine.
        builder.addJcefArgs(
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-gpu",
        )
        if (System.getProperty("user.name") == "root") builder.addJcefArgs("--no-sandbox")
        return builder.build()
    }
}
