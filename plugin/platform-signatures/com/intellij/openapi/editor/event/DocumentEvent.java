// Signatures read from platform/core-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor.event;

public abstract class DocumentEvent {
}
