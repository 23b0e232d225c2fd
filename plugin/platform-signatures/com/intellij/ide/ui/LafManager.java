// Signatures read from platform/platform-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.ide.ui;

public abstract class LafManager {
}
