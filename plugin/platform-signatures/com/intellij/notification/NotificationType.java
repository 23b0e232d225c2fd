// Signatures read from platform/ide-core/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.notification;

public enum NotificationType {
    INFORMATION
}
