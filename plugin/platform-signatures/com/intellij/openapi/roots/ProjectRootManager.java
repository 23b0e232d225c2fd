// Signatures read from platform/projectModel-api/src/com/intellij/openapi/roots/ProjectRootManager.java of JetBrains/intellij-community.
package com.intellij.openapi.roots;

public abstract class ProjectRootManager {
    public static ProjectRootManager getInstance(com.intellij.openapi.project.Project project) { throw new AssertionError(); }
    public abstract com.intellij.openapi.vfs.VirtualFile[] getContentRoots();
}
