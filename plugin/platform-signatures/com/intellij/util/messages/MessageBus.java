// Signatures read from platform/extensions/api-dump.txt of JetBrains/intellij-community.
package com.intellij.util.messages;

public interface MessageBus extends com.intellij.openapi.Disposable {
    MessageBusConnection connect(com.intellij.openapi.Disposable parent);
}
