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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S10: the threat model says who could learn or do what, and names the tests that show that they cannot. */
class ThreatModelTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+)#([^`]*)`");
    private static final Pattern RULE = Pattern.compile("(?m)^\\|(.*)\\|(.*)\\|(.*)\\|$");

    private static String document() throws IOException {
        return Files.readString(Path.of("docs", "threat-model.md"));
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).collect(Collectors.toMap(
                file -> file.getFileName().toString().replace(".java", ""), ThreatModelTest::read,
                (one, other) -> one + other));
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of its tables that say what holds. */
    private static List<String> rows() throws IOException {
        return RULE.matcher(document()).results().map(row -> row.group())
            .filter(row -> !row.startsWith("|---") && !row.startsWith("| who and what")).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void s10_whatHoldsIsShownByTestsThatThereAre(final String row) throws IOException {
        final Map<String, String> sources = sources();

        assertThat(NAMED.matcher(row).results().toList()).as(row).isNotEmpty().allSatisfy(test -> assertThat(
            Pattern.compile("(?m)^    (static )?void " + test.group(2) + "\\(").matcher(sources.getOrDefault(test.group(1), ""))
                .find()).as("%s is there", test.group()).isTrue());
    }

    @Test
    void s10_everyFeatureIsConsidered() throws IOException {
        assertThat(document()).contains("## Room Activity Indicators", "## MUC Eventing Protocol", "## Chat states",
            "## User Chatting", "## MUC Mention Notifications", "## Console and numbers", "## What is not covered");
        assertThat(rows()).hasSizeGreaterThan(40);
    }
}
