// Signatures read from platform/ide-core/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.notification;

public class Notification {
    public void notify(com.intellij.openapi.project.Project project) { throw new AssertionError(); }
}
