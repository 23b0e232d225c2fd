// Signatures read from platform/core-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.application;

public abstract class ApplicationInfo {
    public static ApplicationInfo getInstance() { throw new AssertionError(); }
    public abstract String getFullApplicationName();
}
