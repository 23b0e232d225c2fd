package dev.condenser.platform

import com.intellij.openapi.options.Configurable
import dev.condenser.settings.SettingField
import dev.condenser.settings.SettingsForm
import dev.condenser.sidecar.relay.SidecarClient
import java.awt.BorderLayout
import java.awt.GridLayout
import javax.swing.JCheckBox
import javax.swing.JComponent
import javax.swing.JLabel
import javax.swing.JPanel
import javax.swing.JTextField

/** Tools ▸ Condenser: the settings of the plugin, and below them those of the sidecar. */
class CondenserConfigurable : Configurable {
    private var own: OwnFields? = null
    private var form: SettingsForm? = null
    private var client: SidecarClient? = null

    override fun getDisplayName(): String = "Condenser"

    override fun createComponent(): JComponent {
        val opened = SidecarClient(SidecarService.getInstance().supervisor.relay).also { client = it }
        val fields = OwnFields().also { own = it }
        val settings =
            SettingsForm(opened, SettingField.readAll(PluginFolder.protocol), CondenserBundle.text("settings.test"))
        form = settings
        settings.load()
        return JPanel(BorderLayout(0, 12)).apply {
            add(fields, BorderLayout.NORTH)
            add(settings, BorderLayout.CENTER)
        }
    }

    override fun isModified(): Boolean = own?.isModified == true || form?.isModified == true

    override fun apply() {
        val fields = own
        if (fields?.isModified == true) {
            fields.save()
            SidecarService.getInstance().supervisor.restart()
        }
        if (form?.isModified == true) form?.apply()
    }

    override fun reset() {
        own?.load()
        form?.load()
    }

    override fun disposeUIResources() {
        client?.close()
        client = null
        own = null
        form = null
    }

    private class OwnFields : JPanel(GridLayout(0, 1, 0, 4)) {
        private val nodePath = JTextField()
        private val useBrowser = JCheckBox(CondenserBundle.text("settings.useBrowser"))
        private val offScreen = JCheckBox(CondenserBundle.text("settings.offScreen"))

        init {
            add(JLabel(CondenserBundle.text("settings.nodePath")).apply { labelFor = nodePath })
            listOf(nodePath, useBrowser, offScreen).forEach(::add)
            load()
        }

        val isModified: Boolean
            get() = HostSettings.values.run {
                nodePath != this@OwnFields.nodePath.text.trim() || useBrowser != this@OwnFields.useBrowser.isSelected ||
                    offScreen != this@OwnFields.offScreen.isSelected
            }

        fun load() = HostSettings.values.let {
            nodePath.text = it.nodePath
            useBrowser.isSelected = it.useBrowser
            offScreen.isSelected = it.offScreen
        }

        fun save() = HostSettings.values.let {
            it.nodePath = nodePath.text.trim()
            it.useBrowser = useBrowser.isSelected
            it.offScreen = offScreen.isSelected
        }
    }
}
