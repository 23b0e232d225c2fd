// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor;

public interface CaretModel {
    void moveToOffset(int offset);
}
