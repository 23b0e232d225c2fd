// Signatures read from platform/analysis-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.codeInsight.intention;

public interface IntentionAction extends FileModifier, CommonIntentionAction, com.intellij.openapi.project.PossiblyDumbAware {
    String getText();
    boolean isAvailable(com.intellij.openapi.project.Project project, com.intellij.openapi.editor.Editor editor, com.intellij.psi.PsiFile file);
    void invoke(com.intellij.openapi.project.Project project, com.intellij.openapi.editor.Editor editor, com.intellij.psi.PsiFile file);
    boolean startInWriteAction();
    default com.intellij.codeInsight.intention.preview.IntentionPreviewInfo generatePreview(com.intellij.openapi.project.Project project, com.intellij.openapi.editor.Editor editor, com.intellij.psi.PsiFile file) { throw new AssertionError(); }
}
