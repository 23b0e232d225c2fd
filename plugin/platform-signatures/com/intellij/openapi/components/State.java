// Signatures read from platform/projectModel-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.components;

@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
public @interface State {
    String name();
    Storage[] storages() default {};
}
