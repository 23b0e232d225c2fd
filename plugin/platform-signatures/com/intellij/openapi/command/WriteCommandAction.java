// Signatures read from platform/core-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.command;

public abstract class WriteCommandAction<T> {
    public static void runWriteCommandAction(com.intellij.openapi.project.Project project, String commandName, String groupID, Runnable runnable, com.intellij.psi.PsiFile... files) { throw new AssertionError(); }
}
