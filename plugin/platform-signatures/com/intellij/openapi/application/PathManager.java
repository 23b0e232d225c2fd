// Signatures read from platform/util/src/com/intellij/openapi/application/PathManager.java of JetBrains/intellij-community.
package com.intellij.openapi.application;

public final class PathManager {
    private PathManager() {}
    public static String getConfigPath() { throw new AssertionError(); }
    public static String getSystemPath() { throw new AssertionError(); }
    public static String getLogPath() { throw new AssertionError(); }
}
