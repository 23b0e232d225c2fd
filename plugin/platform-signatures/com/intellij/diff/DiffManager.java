// Signatures read from platform/diff-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.diff;

public abstract class DiffManager {
    public static DiffManager getInstance() { throw new AssertionError(); }
    public abstract void showDiff(com.intellij.openapi.project.Project project, com.intellij.diff.requests.DiffRequest request);
}
