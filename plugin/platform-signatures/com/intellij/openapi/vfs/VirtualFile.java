// Signatures read from platform/core-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.vfs;

public abstract class VirtualFile {
    public abstract String getPath();
    public abstract String getName();
    public abstract boolean isDirectory();
    public abstract long getLength();
    public com.intellij.openapi.fileTypes.FileType getFileType() { throw new AssertionError(); }
}
