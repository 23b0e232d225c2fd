// Signatures read from platform/extensions/api-dump.txt of JetBrains/intellij-community.
package com.intellij.util.messages;

public interface SimpleMessageBusConnection {
    <L> void subscribe(Topic<L> topic, L handler);
}
