// Signatures read from platform/extensions/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.components;

public interface ComponentManager extends com.intellij.openapi.Disposable {
    <T> T getService(Class<T> serviceClass);
    com.intellij.util.messages.MessageBus getMessageBus();
    boolean isDisposed();
}
