// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.actionSystem;

public class CommonDataKeys {
    public static final DataKey<com.intellij.openapi.editor.Editor> EDITOR = new DataKey<>();
    public static final DataKey<com.intellij.openapi.vfs.VirtualFile> VIRTUAL_FILE = new DataKey<>();
}
