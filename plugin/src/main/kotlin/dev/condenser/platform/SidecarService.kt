package dev.condenser.platform

import com.intellij.openapi.Disposable
import com.intellij.openapi.application.ApplicationInfo
import com.intellij.openapi.application.ApplicationManager
import com.intellij.openapi.application.PathManager
import com.intellij.openapi.components.Service
import com.intellij.openapi.diagnostic.Logger
import com.intellij.util.EnvironmentUtil
import dev.condenser.chat.Diagnostics
import dev.condenser.sidecar.HostInfo
import dev.condenser.sidecar.LaunchPlan
import dev.condenser.sidecar.LaunchSettings
import dev.condenser.sidecar.NodeLauncher
import dev.condenser.sidecar.ProxyVariables
import dev.condenser.sidecar.SidecarSupervisor
import dev.condenser.sidecar.TrustedCertificates
import dev.condenser.sidecar.process.LineTail
import java.io.IOException
import java.net.ProxySelector
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.ScheduledExecutorService

/** The sidecar of this IDE, and the threads that all pages share. */
@Service(Service.Level.APP)
class SidecarService : Disposable {
    private val log = Logger.getInstance(SidecarService::class.java)
    private val tail = LineTail(100)
    private val launcher = NodeLauncher(PluginFolder.sidecar, ::launchSettings)
    private var webProcess: Process? = null

    val supervisor = SidecarSupervisor(launcher, hostInfo(), CondenserBundle.sidecarTexts, ::note)

    val scheduler: ScheduledExecutorService = Executors.newSingleThreadScheduledExecutor { work ->
        Thread(work, "condenser-pages").apply { isDaemon = true }
    }

    /** Opens the chat in the user's browser. Its server ends with the IDE. Not on the UI thread. */
    fun openInBrowser() {
        ApplicationManager.getApplication().executeOnPooledThread {
            val plan = launcher.command("web", "--open") as? LaunchPlan.Start ?: return@executeOnPooledThread
            try {
                webProcess?.destroy()
                webProcess = ProcessBuilder(plan.command.command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .apply { environment().putAll(plan.command.environment.orEmpty()) }.start()
            } catch (error: IOException) {
                log.warn("condenser web", error)
            }
        }
    }

    fun diagnostics(): String {
        val host = ApplicationInfo.getInstance().fullApplicationName
        return Diagnostics.text(
            host,
            PluginFolder.version,
            supervisor.state,
            CondenserBundle.sidecarTexts,
            tail.lines(),
        )
    }

    override fun dispose() {
        webProcess?.destroy()
        scheduler.shutdownNow()
        supervisor.dispose()
    }

    private fun note(line: String) {
        tail.add(line)
        log.info(line)
    }

    private fun hostInfo() = HostInfo(
        ApplicationInfo.getInstance().fullApplicationName,
        PluginFolder.version,
        CondenserBundle.locale,
        PluginFolder.version,
    )

    private fun launchSettings(): LaunchSettings {
        val certificates = TrustedCertificates.export(
            Path.of(PathManager.getConfigPath(), "ssl", "cacerts"),
            Path.of(PathManager.getSystemPath(), "condenser", "trusted.pem"),
        )
        val trusted = certificates?.let { mapOf("NODE_EXTRA_CA_CERTS" to "$it") }.orEmpty()
        return LaunchSettings(
            nodePath = HostSettings.values.nodePath,
            environment = EnvironmentUtil.getEnvironmentMap(),
            additions = ProxyVariables.of(ProxySelector.getDefault()) + trusted,
            home = Path.of(System.getProperty("user.home")),
            windows = System.getProperty("os.name").startsWith("Windows"),
        )
    }

    companion object {
        fun getInstance(): SidecarService = ApplicationManager.getApplication().getService(SidecarService::class.java)
    }
}
