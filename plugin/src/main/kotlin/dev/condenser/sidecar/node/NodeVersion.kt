package dev.condenser.sidecar.node

/** A version of Node as `node --version` prints it. */
data class NodeVersion(val major: Int, val minor: Int, val patch: Int) : Comparable<NodeVersion> {
    override fun compareTo(other: NodeVersion): Int =
        compareValuesBy(this, other, NodeVersion::major, NodeVersion::minor, NodeVersion::patch)

    override fun toString(): String = "$major.$minor.$patch"

    companion object {
        /** The oldest that runs the sidecar (`engines` of package.json). */
        val MINIMUM = NodeVersion(20, 18, 0)

        private val pattern = Regex("""v?(\d+)\.(\d+)\.(\d+).*""")

        /** Null for what is no version. */
        fun parse(text: String): NodeVersion? {
            val (major, minor, patch) = pattern.matchEntire(text.trim())?.destructured ?: return null
            return NodeVersion(major.toInt(), minor.toInt(), patch.toInt())
        }
    }
}
