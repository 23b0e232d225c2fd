// Signatures read from platform/diff-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.diff.requests;

public class SimpleDiffRequest extends ContentDiffRequest {
    public SimpleDiffRequest(String title, com.intellij.diff.contents.DiffContent content1, com.intellij.diff.contents.DiffContent content2, String title1, String title2) {}
}
