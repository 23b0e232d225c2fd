// Signatures read from platform/ui.jcef/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.ui.jcef;

public final class JBCefJSQuery {
    private JBCefJSQuery() {}
    public static JBCefJSQuery create(JBCefBrowserBase browser) { throw new AssertionError(); }
    public void addHandler(java.util.function.Function<? super String, ? extends Response> handler) { throw new AssertionError(); }
    public String inject(String queryResult) { throw new AssertionError(); }
    public void dispose() { throw new AssertionError(); }
    public static class Response {}
}
