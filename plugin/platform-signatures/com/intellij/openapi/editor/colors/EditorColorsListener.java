// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor.colors;

public interface EditorColorsListener extends java.util.EventListener {
    void globalSchemeChange(EditorColorsScheme scheme);
}
