// Signatures read from platform/ide-core/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.options;

public interface Configurable extends UnnamedConfigurable {
    String getDisplayName();
}
