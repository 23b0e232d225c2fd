// Signatures read from platform/analysis-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.fileEditor;

public class OpenFileDescriptor {
    public OpenFileDescriptor(com.intellij.openapi.project.Project project, com.intellij.openapi.vfs.VirtualFile file, int line, int column) {}
}
