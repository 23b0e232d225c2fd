// Signatures read from platform/ide-core/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.notification;

public interface NotificationGroupManager {
    static NotificationGroupManager getInstance() { throw new AssertionError(); }
    NotificationGroup getNotificationGroup(String groupId);
}
