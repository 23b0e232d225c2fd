package dev.condenser.platform

import com.intellij.openapi.application.ApplicationManager
import com.intellij.openapi.components.PersistentStateComponent
import com.intellij.openapi.components.Service
import com.intellij.openapi.components.State
import com.intellij.openapi.components.Storage

/** The settings that are needed before the sidecar runs. The sidecar keeps all others. */
@Service(Service.Level.APP)
@State(name = "Condenser", storages = [Storage("condenser.xml")])
class HostSettings : PersistentStateComponent<HostSettings.Values> {
    /** The platform writes it as XML, and needs mutable fields and a constructor without arguments. */
    class Values {
        /** If empty, Node is searched for. */
        @JvmField var nodePath: String = ""

        /** If false, the chat is plain text even if there is a browser. */
        @JvmField var useBrowser: Boolean = true

        /** Renders the page off screen: slower, but helps if the panel stays black. */
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
