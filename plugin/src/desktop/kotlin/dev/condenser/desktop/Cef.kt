package dev.condenser.desktop

import me.friwi.jcefmaven.CefAppBuilder
import org.cef.CefApp
import org.cef.CefSettings.LogSeverity
import java.nio.file.Path

/** The one JCEF of the process. Fetched into its folder first, where it is not there. */
object Cef {
    /** @param debugPort where a test looks into the page; 0: nobody can. */
    fun start(folder: Path, cache: Path, debugPort: Int): CefApp {
        val builder = CefAppBuilder()
        builder.setInstallDir(folder.toFile())
        builder.cefSettings.apply {
            windowless_rendering_enabled = false
            root_cache_path = "$cache"
            log_severity = LogSeverity.LOGSEVERITY_ERROR
            remote_debugging_port = debugPort
        }
        // As the page's own rules have it: nothing of it leaves the machine.
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
