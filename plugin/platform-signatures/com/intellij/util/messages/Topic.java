// Signatures read from platform/extensions/api-dump.txt of JetBrains/intellij-community.
package com.intellij.util.messages;

public class Topic<L> {
}
