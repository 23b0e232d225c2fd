// Signatures read from platform/projectModel-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.components;

public interface PersistentStateComponent<T> {
    T getState();
    void loadState(T state);
}
