// Signatures read from platform/core-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.application;

public interface Application extends com.intellij.openapi.components.ComponentManager {
    void invokeLater(Runnable runnable);
    java.util.concurrent.Future<?> executeOnPooledThread(Runnable action);
}
