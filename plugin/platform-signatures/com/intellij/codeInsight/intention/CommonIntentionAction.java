// Signatures read from platform/analysis-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.codeInsight.intention;

public interface CommonIntentionAction {
    String getFamilyName();
}
