// Signatures read from platform/core-api/api-dump.txt and platform/core-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij;

public class AbstractBundle {
    public AbstractBundle(Class<?> bundleClass, String pathToBundle) {}
    public String getMessage(String key, Object... params) { throw new AssertionError(); }
}
