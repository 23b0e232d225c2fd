// Signatures read from platform/core-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor;

public interface Document {
    String getText();
    void replaceString(int startOffset, int endOffset, CharSequence s);
    long getModificationStamp();
}
