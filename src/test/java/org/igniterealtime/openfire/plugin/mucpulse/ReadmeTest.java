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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document for administrators against what it speaks of. */
class ReadmeTest {

    private String readme;

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(Path.of("readme.html"), StandardCharsets.UTF_8);
    }

    private static Stream<Setting<?>> settings() {
        return MucPulsePlugin.settings().stream();
    }

    private static <T> String defaultOf(final Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingIsExplainedWithItsDefaultAndRange(final Setting<?> setting) {
        final String value = defaultOf(setting);
        final String row = "<tr>\\s*<td><code>" + Pattern.quote(setting.property()) + "</code></td>\\s*<td>"
            + (value.isEmpty() ? "" : "<code>" + Pattern.quote(value) + "</code>") + "</td>\\s*<td>(.*?)</td>";

        final List<String> ranges = Pattern.compile(row, Pattern.DOTALL).matcher(readme).results()
            .map(found -> found.group(1)).toList();

        assertThat(ranges).as("rows for %s with the default %s", setting, value).hasSize(1);
        if (setting.kind() == Kind.NUMBER) {
            assertThat(ranges.get(0)).isEqualTo("%,d to %,d".formatted(setting.least(), setting.most()));
        } else if (setting.kind() == Kind.CHOICE) {
            assertThat(setting.choices()).allSatisfy(choice ->
                assertThat(ranges.get(0)).contains("<code>" + choice + "</code>"));
        }
    }

    @Test
    void noPropertyIsExplainedTwice() {
        final List<String> explained = Pattern.compile("<tr>\\s*<td><code>(mucpulse\\.[^<]*)</code>").matcher(readme)
            .results().map(found -> found.group(1)).toList();

        assertThat(explained).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyTableIsExplainedAndCanBeRemoved() throws IOException {
        final List<String> tables = Pattern.compile("CREATE TABLE (\\w+)")
            .matcher(Files.readString(Path.of("src", "main", "database", "mucpulse_hsqldb.sql"))).results()
            .map(found -> found.group(1)).toList();
        final List<String> dropped = Pattern.compile("DROP TABLE (\\w+);").matcher(readme).results()
            .map((MatchResult found) -> found.group(1)).toList();

        assertThat(dropped).containsExactlyInAnyOrderElementsOf(tables);
        assertThat(tables).allSatisfy(table -> assertThat(readme).contains("<code>" + table + "</code>"));
    }

    @Test
    void picturesAreFilesOfThePlugin() {
        final List<String> pictures = Pattern.compile("<img[^>]*src=\"([^\"]*)\"").matcher(readme).results()
            .map(found -> found.group(1)).toList();

        assertThat(pictures).allSatisfy(picture ->
            assertThat(Path.of("web").resolve(picture.replaceFirst("^plugins/mucpulse/", ""))).isRegularFile());
        assertThat(readme).doesNotContain("data:image");
    }
}
