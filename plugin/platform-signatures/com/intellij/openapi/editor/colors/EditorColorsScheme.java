// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor.colors;

public interface EditorColorsScheme {
    java.awt.Color getDefaultBackground();
    java.awt.Color getDefaultForeground();
    String getEditorFontName();
    int getEditorFontSize();
}
