// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.actionSystem;

public abstract class AnAction implements com.intellij.openapi.project.PossiblyDumbAware {
    public AnAction() {}
    public ActionUpdateThread getActionUpdateThread() { throw new AssertionError(); }
    public void update(AnActionEvent e) {}
    public abstract void actionPerformed(AnActionEvent e);
}
