// Signatures read from platform/core-ui/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.actionSystem;

public final class DataKey<T> {
}
