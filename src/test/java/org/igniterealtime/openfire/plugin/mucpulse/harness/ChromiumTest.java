/*
 * Copyright (C) 2026 the MUC Pulse authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The look-up of the browser, and which builds need one. */
class ChromiumTest {

    @TempDir
    private Path first;

    @TempDir
    private Path second;

    private static Path program(final Path folder, final String name) throws IOException {
        final Path file = Files.createFile(folder.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    @Test
    void find_takesWhatIsNamedAndNothingElse() throws IOException {
        final Path named = program(first, "my-browser");
        program(second, "chromium");

        assertThat(Chromium.find(named.toString(), second.toString())).contains(named);
        assertThat(Chromium.find(first.resolve("none").toString(), second.toString())).isEmpty();
    }

    @Test
    void find_looksInAllFoldersOfThePath() throws IOException {
        program(first, "google-chrome");
        final Path chromium = program(second, "chromium");

        assertThat(Chromium.find("", first + File.pathSeparator + second)).contains(chromium);
    }

    @Test
    void find_passesByFoldersAndFilesThatCannotBeRun() throws IOException {
        Files.createDirectory(first.resolve("chromium"));
        Files.createFile(second.resolve("chromium"));
        final Path chrome = program(second, "google-chrome");

        assertThat(Chromium.find("", first + File.pathSeparator + second)).contains(chrome);
    }

    @Test
    void runsTests_whereTheBuildGetsThatFar() {
        assertThat(Chromium.runsTests("target", "false", "${skipITs}", "false", "[verify]")).isTrue();
        assertThat(Chromium.runsTests("target", "false", "${skipITs}", "false", "[clean, install]")).isTrue();
        assertThat(Chromium.runsTests("target", "false", "${skipITs}", "false", "[package]")).isFalse();
        assertThat(Chromium.runsTests("target", "false", "${skipITs}", "false", "[clean, test]")).isFalse();
        assertThat(Chromium.runsTests("verify", "false", "${skipITs}", "false", "[test]")).isFalse();
    }

    @Test
    void runsTests_unlessTheyAreSkipped() {
        assertThat(Chromium.runsTests("target", "true", "${skipITs}", "false", "[verify]")).isFalse();
        assertThat(Chromium.runsTests("target", "false", "true", "false", "[verify]")).isFalse();
        assertThat(Chromium.runsTests("target", "false", "${skipITs}", "true", "[verify]")).isFalse();
    }

    @Test
    void testsThatOpenABrowserAreSkippedWhereThereIsNone() {
        classes().that().haveSimpleNameEndingWith("IT").and()
                .containAnyMethodsThat(describe("open a browser",
                        method -> method.getMethodCallsFromSelf().stream()
                                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(ConsoleBrowser.class)
                                        && "open".equals(call.getName()))))
                .should().beAnnotatedWith(NeedsChromium.class)
                .check(new ClassFileImporter().importPackages("org.igniterealtime.openfire.plugin.mucpulse.it"));
    }
}
