// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.actionSystem;

public final class Presentation {
    public void setEnabledAndVisible(boolean enabled) { throw new AssertionError(); }
}
