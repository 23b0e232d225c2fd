// Signatures read from platform/diff-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.diff.contents;

public interface DiffContent {
}
