// Signatures read from platform/ide-core/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.wm;

public interface ToolWindow {
    com.intellij.ui.content.ContentManager getContentManager();
    boolean isVisible();
    void activate(Runnable runnable);
    com.intellij.openapi.Disposable getDisposable();
}
