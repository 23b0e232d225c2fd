// Signatures read from platform/core-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor;

import com.intellij.openapi.Disposable;
import com.intellij.openapi.editor.event.DocumentListener;

public interface Document {
    String getText();
    void replaceString(int startOffset, int endOffset, CharSequence s);
    long getModificationStamp();
    void addDocumentListener(DocumentListener listener, Disposable parentDisposable);
}
