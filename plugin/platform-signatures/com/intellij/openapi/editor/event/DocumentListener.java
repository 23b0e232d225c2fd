// Signatures read from platform/core-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor.event;

import java.util.EventListener;

public interface DocumentListener extends EventListener {
    default void documentChanged(DocumentEvent event) {
    }
}
