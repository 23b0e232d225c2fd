// Signatures read from platform/diff-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.diff;

public abstract class DiffContentFactory {
    public static DiffContentFactory getInstance() { throw new AssertionError(); }
    public abstract com.intellij.diff.contents.DocumentContent createDocument(com.intellij.openapi.project.Project project, com.intellij.openapi.vfs.VirtualFile file);
    public abstract com.intellij.diff.contents.DocumentContent create(com.intellij.openapi.project.Project project, String text, com.intellij.openapi.fileTypes.FileType fileType);
}
