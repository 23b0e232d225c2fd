// Signatures read from platform/platform-api/src/com/intellij/openapi/wm/ToolWindowManager.kt of JetBrains/intellij-community.
package com.intellij.openapi.wm;

public abstract class ToolWindowManager {
    public static ToolWindowManager getInstance(com.intellij.openapi.project.Project project) { throw new AssertionError(); }
    public abstract ToolWindow getToolWindow(String id);
    public abstract void activateEditorComponent();
}
