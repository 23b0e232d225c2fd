// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.actionSystem;

public class AnActionEvent {
    public final <T> T getData(DataKey<T> key) { throw new AssertionError(); }
    public final com.intellij.openapi.project.Project getProject() { throw new AssertionError(); }
    public final Presentation getPresentation() { throw new AssertionError(); }
}
