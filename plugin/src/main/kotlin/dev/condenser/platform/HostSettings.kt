package dev.condenser.platform

import com.intellij.openapi.application.ApplicationManager
import com.intellij.openapi.components.PersistentStateComponent
import com.intellij.openapi.components.Service
import com.intellij.openapi.components.State
import com.intellij.openapi.components.Storage

/** What only the IDE can know before the sidecar runs; everything else is the sidecar's to keep. */
@Service(Service.Level.APP)
@State(name = "Condenser", storages = [Storage("condenser.xml")])
class HostSettings : PersistentStateComponent<HostSettings.Values> {
    /** Written as XML by the platform, which wants variables and a constructor without arguments. */
    class Values {
        /** Empty: look for one. */
        @JvmField var nodePath: String = ""

        /** Off: the plain chat, also where a browser could be had. */
        @JvmField var useBrowser: Boolean = true

        /** Draws the page into the IDE's own window; helps where it stays black, costs some speed. */
        @JvmField var offScreen: Boolean = false
    }

    private var values = Values()

    override fun getState(): Values = values

    override fun loadState(state: Values) {
        values = state
    }

    companion object {
        val values: Values get() = ApplicationManager.getApplication().getService(HostSettings::class.java).state
    }
}
