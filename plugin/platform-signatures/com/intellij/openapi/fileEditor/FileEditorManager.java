// Signatures read from platform/analysis-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.fileEditor;

public abstract class FileEditorManager {
    public static FileEditorManager getInstance(com.intellij.openapi.project.Project project) { throw new AssertionError(); }
    public abstract com.intellij.openapi.editor.Editor getSelectedTextEditor();
    public abstract com.intellij.openapi.editor.Editor openTextEditor(OpenFileDescriptor descriptor, boolean focusEditor);
}
