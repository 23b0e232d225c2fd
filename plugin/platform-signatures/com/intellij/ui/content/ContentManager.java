// Signatures read from platform/ide-core/api-dump.txt of JetBrains/intellij-community.
package com.intellij.ui.content;

public interface ContentManager {
    void addContent(Content content);
}
