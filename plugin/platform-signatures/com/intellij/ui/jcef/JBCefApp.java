// Signatures read from platform/ui.jcef/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.ui.jcef;

public final class JBCefApp {
    private JBCefApp() {}
    public static boolean isSupported() { throw new AssertionError(); }
    public static JBCefApp getInstance() { throw new AssertionError(); }
    public JBCefClient createClient() { throw new AssertionError(); }
}
