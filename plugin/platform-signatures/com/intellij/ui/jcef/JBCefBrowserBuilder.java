// Signatures read from platform/ui.jcef/api-dump.txt of JetBrains/intellij-community.
package com.intellij.ui.jcef;

public class JBCefBrowserBuilder {
    public JBCefBrowserBuilder setClient(JBCefClient client) { throw new AssertionError(); }
    public JBCefBrowserBuilder setOffScreenRendering(boolean isOffScreenRendering) { throw new AssertionError(); }
    public JBCefBrowser build() { throw new AssertionError(); }
}
