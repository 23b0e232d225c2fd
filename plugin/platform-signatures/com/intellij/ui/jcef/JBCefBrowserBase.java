// Signatures read from platform/ui.jcef/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.ui.jcef;

public abstract class JBCefBrowserBase {
    public abstract javax.swing.JComponent getComponent();
    public final org.cef.browser.CefBrowser getCefBrowser() { throw new AssertionError(); }
    public final void loadURL(String url) { throw new AssertionError(); }
    public void dispose() { throw new AssertionError(); }
}
