// Signatures read from platform/platform-api/src/com/intellij/openapi/ui/InputValidator.java of JetBrains/intellij-community.
package com.intellij.openapi.ui;

public interface InputValidator {
    boolean checkInput(String inputString);
    boolean canClose(String inputString);
}
