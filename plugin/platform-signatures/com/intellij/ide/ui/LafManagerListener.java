// Signatures read from platform/util/ui/api-dump.txt of JetBrains/intellij-community.
package com.intellij.ide.ui;

public interface LafManagerListener extends java.util.EventListener {
    com.intellij.util.messages.Topic<LafManagerListener> TOPIC = new com.intellij.util.messages.Topic<>();
    void lookAndFeelChanged(LafManager source);
}
