// Signatures read from platform/util/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.util;

public final class Disposer {
    private Disposer() {}
    public static void register(com.intellij.openapi.Disposable parent, com.intellij.openapi.Disposable child) { throw new AssertionError(); }
}
