// Signatures read from platform/editor-ui-api/api-dump.txt of JetBrains/intellij-community.
package com.intellij.openapi.editor.colors;

public abstract class EditorColorsManager {
    public static final com.intellij.util.messages.Topic<EditorColorsListener> TOPIC = new com.intellij.util.messages.Topic<>();
    public static EditorColorsManager getInstance() { throw new AssertionError(); }
    public abstract EditorColorsScheme getGlobalScheme();
}
