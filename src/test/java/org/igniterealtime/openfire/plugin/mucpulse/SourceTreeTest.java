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
package org.igniterealtime.openfire.plugin.mucpulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sources hold nothing that was left in their folder and committed by mistake. */
class SourceTreeTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final Set<String> EXPECTED = Set.of(".ci", ".editorconfig", ".github", ".gitignore", ".mvn",
        "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "changelog.html", "docs", "i18n", "interop",
        "logo_large.png", "logo_small.png", "mucpulse.doap", "mvnw", "mvnw.cmd", "plugin.xml", "pom.xml", "readme.html",
        "src", "web");

    /** What git tracks; nothing where there is no git, or these are not sources that it tracks. */
    private static Set<String> tracked() throws InterruptedException {
        try {
            final Process git = new ProcessBuilder("git", "ls-files").directory(ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            git.getOutputStream().close();
            final String files = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0
                ? files.lines().map(line -> line.split("/", 2)[0]).collect(Collectors.toCollection(TreeSet::new)) : Set.of();
        } catch (final IOException e) {
            return Set.of();
        }
    }

    /** What lies in the folder, except what is hidden or ignored, which tools put there. */
    private static Set<String> present() throws IOException {
        final List<String> ignored = Files.readAllLines(ROOT.resolve(".gitignore"), StandardCharsets.UTF_8).stream()
            .map(line -> line.replaceAll("^/|/$", "")).toList();
        try (Stream<Path> files = Files.list(ROOT)) {
            return files.map(Path::getFileName).filter(name -> EXPECTED.contains(name.toString())
                || !name.toString().startsWith(".") && ignored.stream().noneMatch(pattern ->
                    FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(name)))
                .map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void thereIsNothingElseAtTheRoot() throws Exception {
        final Set<String> tracked = tracked();

        assertThat(tracked.contains("pom.xml") ? tracked : present()).containsExactlyInAnyOrderElementsOf(EXPECTED);
    }

    @Test
    void theSameIsFoundWithoutGit() throws IOException {
        assertThat(present()).containsAll(EXPECTED).doesNotContain("target", ".git");
    }
}
