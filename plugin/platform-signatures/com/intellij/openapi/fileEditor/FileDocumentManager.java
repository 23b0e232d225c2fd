// Signatures read from platform/core-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.fileEditor;

public abstract class FileDocumentManager {
    public static FileDocumentManager getInstance() { throw new AssertionError(); }
    public abstract com.intellij.openapi.editor.Document getDocument(com.intellij.openapi.vfs.VirtualFile file);
    public abstract com.intellij.openapi.vfs.VirtualFile getFile(com.intellij.openapi.editor.Document document);
    public abstract boolean requestWriting(com.intellij.openapi.editor.Document document, com.intellij.openapi.project.Project project);
}
