// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.actionSystem;

public enum ActionUpdateThread {
    BGT
}
