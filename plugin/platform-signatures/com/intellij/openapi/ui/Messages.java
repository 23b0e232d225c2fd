// Signatures read from platform/platform-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.ui;

public class Messages {
    public static String showInputDialog(com.intellij.openapi.project.Project project, String message, String title, javax.swing.Icon icon, String initialValue, InputValidator validator) { throw new AssertionError(); }
    public static int showOkCancelDialog(com.intellij.openapi.project.Project project, String message, String title, String okText, String cancelText, javax.swing.Icon icon) { throw new AssertionError(); }
}
