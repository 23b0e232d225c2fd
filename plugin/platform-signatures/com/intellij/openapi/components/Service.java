// Signatures read from platform/core-api/api-dump-unreviewed.txt of JetBrains/intellij-community.
package com.intellij.openapi.components;

@java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
public @interface Service {
    Level[] value() default {};
    enum Level { APP, PROJECT }
}
