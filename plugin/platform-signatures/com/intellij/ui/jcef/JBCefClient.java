// Signatures read from platform/ui.jcef/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.ui.jcef;

public final class JBCefClient {
    public void dispose() { throw new AssertionError(); }
    public JBCefClient addRequestHandler(org.cef.handler.CefRequestHandler handler, org.cef.browser.CefBrowser browser) { throw new AssertionError(); }
    public JBCefClient addLifeSpanHandler(org.cef.handler.CefLifeSpanHandler handler, org.cef.browser.CefBrowser browser) { throw new AssertionError(); }
    public JBCefClient addLoadHandler(org.cef.handler.CefLoadHandler handler, org.cef.browser.CefBrowser browser) { throw new AssertionError(); }
    public JBCefClient addDragHandler(org.cef.handler.CefDragHandler handler, org.cef.browser.CefBrowser browser) { throw new AssertionError(); }
}
