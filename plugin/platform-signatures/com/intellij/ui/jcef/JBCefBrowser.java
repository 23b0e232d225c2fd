// Signatures read from platform/ui.jcef/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.ui.jcef;

public class JBCefBrowser extends JBCefBrowserBase {
    protected JBCefBrowser() {}
    public static JBCefBrowserBuilder createBuilder() { throw new AssertionError(); }
    public javax.swing.JComponent getComponent() { throw new AssertionError(); }
}
