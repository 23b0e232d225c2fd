// Signatures read from platform/platform-api/src/com/intellij/openapi/wm/ToolWindowFactory.kt of JetBrains/intellij-community.
package com.intellij.openapi.wm;

public interface ToolWindowFactory extends com.intellij.openapi.project.PossiblyDumbAware {
    void createToolWindowContent(com.intellij.openapi.project.Project project, ToolWindow toolWindow);
}
