// Signatures read from platform/util/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.diagnostic;

public abstract class Logger {
    public static Logger getInstance(Class<?> cl) { throw new AssertionError(); }
    public void info(String message) { throw new AssertionError(); }
    public abstract void warn(String message, Throwable t);
}
