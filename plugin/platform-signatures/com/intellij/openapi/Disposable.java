// Signatures read from platform/util/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi;

public interface Disposable {
    void dispose();
}
