// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor;

public interface SelectionModel {
    boolean hasSelection();
    int getSelectionStart();
    int getSelectionEnd();
    void removeSelection();
}
