// Signatures read from platform/platform-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.ide;

public final class BrowserUtil {
    private BrowserUtil() {}
    public static void browse(String url) { throw new AssertionError(); }
}
