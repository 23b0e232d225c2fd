// Signatures read from platform/ide-core/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.options;

public interface UnnamedConfigurable {
    javax.swing.JComponent createComponent();
    boolean isModified();
    void apply();
    default void reset() {}
    default void disposeUIResources() {}
}
