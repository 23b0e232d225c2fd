// Signatures read from platform/core-api/src/com/intellij/DynamicBundle.java of JetBrains/intellij-community.
package com.intellij;

public class DynamicBundle extends AbstractBundle {
    public DynamicBundle(Class<?> bundleClass, String pathToBundle) { super(bundleClass, pathToBundle); }
    public static java.util.Locale getLocale() { throw new AssertionError(); }
}
