// Signatures read from platform/core-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.vfs;

public abstract class VirtualFileSystem {
    public abstract VirtualFile refreshAndFindFileByPath(String path);
}
