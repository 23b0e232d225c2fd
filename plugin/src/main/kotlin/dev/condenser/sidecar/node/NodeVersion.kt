package dev.condenser.sidecar.node

/** A version of Node, as printed by `node --version`. */
data class NodeVersion(val major: Int, val minor: Int, val patch: Int) : Comparable<NodeVersion> {
    override fun compareTo(other: NodeVersion): Int =
        compareValuesBy(this, other, NodeVersion::major, NodeVersion::minor, NodeVersion::patch)

    override fun toString(): String = "$major.$minor.$patch"

    companion object {
        /** The oldest version that runs the sidecar (`engines` in package.json). */
        val MINIMUM = NodeVersion(20, 18, 0)

        private val pattern = Regex("""v?(\d+)\.(\d+)\.(\d+).*""")

        /** Returns null if [text] is not a version. */
        fun parse(text: String): NodeVersion? {
            val (major, minor, patch) = pattern.matchEntire(text.trim())?.destructured ?: return null
            return NodeVersion(major.toInt(), minor.toInt(), patch.toInt())
        }
    }
}
