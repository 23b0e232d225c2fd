import org.jetbrains.intellij.platform.gradle.IntelliJPlatformType
import org.jetbrains.intellij.platform.gradle.TestFrameworkType

// The release build of the plugin, on the real IntelliJ Platform. Machines without the SDK build and
// test the Kotlin with plugin/pom.xml; `npm run package` makes the same zip there.
plugins {
    kotlin("jvm") version "2.1.21"
    id("org.jetbrains.intellij.platform") version "2.19.0"
}

val packageJson = groovy.json.JsonSlurper().parse(file("package.json")) as Map<*, *>

group = "dev.condenser"
version = packageJson["version"] as String

repositories {
    mavenCentral()
    intellijPlatform { defaultRepositories() }
}

dependencies {
    intellijPlatform {
        intellijIdeaCommunity(providers.gradleProperty("platformVersion"))
        pluginVerifier()
        zipSigner()
        testFramework(TestFrameworkType.Platform)
    }
    implementation("org.eclipse.lsp4j:org.eclipse.lsp4j.jsonrpc:0.24.0")
    implementation("com.google.code.gson:gson:2.13.1")
}

sourceSets["main"].kotlin.srcDir("plugin/src/main/kotlin")
sourceSets["main"].resources.srcDir("plugin/src/main/resources")

kotlin {
    jvmToolchain(17)
    compilerOptions {
        freeCompilerArgs.add("-Xjvm-default=all")
        apiVersion = org.jetbrains.kotlin.gradle.dsl.KotlinVersion.KOTLIN_1_9
        languageVersion = org.jetbrains.kotlin.gradle.dsl.KotlinVersion.KOTLIN_1_9
    }
}

intellijPlatform {
    projectName = "condenser"
    pluginConfiguration {
        version = project.version.toString()
        ideaVersion {
            sinceBuild = "242"
            untilBuild = provider { null }
        }
        changeNotes = providers.exec {
            commandLine("node", "tools/changeNotes.mjs", "CHANGELOG.md")
        }.standardOutput.asText
    }
    pluginVerification {
        ides {
            select {
                types = listOf(IntelliJPlatformType.IntellijIdeaCommunity)
                sinceBuild = "242"
                untilBuild = provider { null }
            }
        }
    }
    signing {
        certificateChain = providers.environmentVariable("CERTIFICATE_CHAIN")
        privateKey = providers.environmentVariable("PRIVATE_KEY")
        password = providers.environmentVariable("PRIVATE_KEY_PASSWORD")
    }
    publishing {
        token = providers.environmentVariable("PUBLISH_TOKEN")
    }
}

val npmBuild by tasks.registering(Exec::class) {
    commandLine("npm", "run", "build")
}

tasks {
    processResources {
        from("protocol/snapshot.json") { into("protocol") }
        val number = project.version.toString()
        from(resources.text.fromString(number).asFile()) { rename { "condenser-version.txt" } }
    }
    prepareSandbox {
        dependsOn(npmBuild)
        from("sidecar/dist") { into("condenser/sidecar") }
        from("LICENSE") { into("condenser") }
    }
}
