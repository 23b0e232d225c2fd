// Signatures read from platform/diff-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.diff.requests;

public abstract class ContentDiffRequest extends DiffRequest {
}
