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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.DeclaredMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that a person sees, in all languages: complete, used, and nowhere else. */
class TextsTest {

    private static final Path BUNDLES = Path.of("i18n");
    private static final Path PAGES = Path.of("web");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final List<String> LANGUAGES = List.of("_de", "_es", "_fr", "_nl", "_pt_BR", "_ru", "_zh_CN");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\\n]++|\\\\.)*+)\"");

    private static Properties bundle(final String language) throws IOException {
        final Properties texts = new Properties();
        try (Reader reader = Files.newBufferedReader(BUNDLES.resolve("mucpulse_i18n" + language + ".properties"))) {
            texts.load(reader);
        }
        return texts;
    }

    private static Set<String> placeholders(final String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> files(final Path folder, final String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Arrays.stream(endings).anyMatch(file.toString()::endsWith)).sorted().toList();
        }
    }

    static Stream<String> languages() {
        return LANGUAGES.stream();
    }

    static Stream<Path> pages() throws IOException {
        return files(PAGES, ".jsp", ".jspf").stream();
    }

    @Test
    void i18n_thereAreTheseLanguagesAndNoOthers() throws IOException {
        assertThat(files(BUNDLES, "")).filteredOn(Files::isRegularFile).extracting(file -> file.getFileName().toString())
            .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of(""), languages())
                .map(language -> "mucpulse_i18n" + language + ".properties").toList());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void i18n_everyLanguageHasTheSameKeysAndPlaceholders(final String language) throws IOException {
        final Properties english = bundle("");
        final Properties other = bundle(language);

        assertThat(other.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (final String key : english.stringPropertyNames()) {
            assertThat(placeholders(other.getProperty(key))).as(key).isEqualTo(placeholders(english.getProperty(key)));
            assertThat(other.getProperty(key)).as(key).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_de", "_es", "_fr", "_nl", "_pt_BR", "_ru", "_zh_CN"})
    void i18n_everyTextCanBeFormatted(final String language) throws IOException {
        final Properties texts = bundle(language);
        for (final String key : texts.stringPropertyNames()) {
            final String text = texts.getProperty(key);
            assertThat(text).as("%s: an apostrophe means something to Java", key).doesNotContain("'");
            assertThatCode(() -> new MessageFormat(text, Locale.ROOT).format(new Object[] {1, 2, 3})).as(key)
                .doesNotThrowAnyException();
        }
    }

    /** The server's page for System Properties says what the settings page says. */
    @ParameterizedTest
    @ValueSource(strings = {"", "_de", "_es", "_fr", "_nl", "_pt_BR", "_ru", "_zh_CN"})
    void i18n_propertiesAreDescribedAsTheSettingsPageDoes(final String language) throws IOException {
        final Properties texts = bundle(language);
        assertThat(MucPulsePlugin.settings()).isNotEmpty().allSatisfy(setting ->
            assertThat(texts).containsEntry("system_property." + setting.property(),
                texts.getProperty("setting." + setting.name()) + " – "
                    + texts.getProperty("setting." + setting.name() + ".help")));
    }

    @Test
    void i18n_keysAreThereOnce() throws IOException {
        for (final Path bundle : files(BUNDLES, ".properties")) {
            final List<String> keys = Files.readAllLines(bundle).stream().filter(line -> line.matches("[\\w.-]+ = .*"))
                .map(line -> line.substring(0, line.indexOf(' '))).toList();
            assertThat(keys).as(bundle.toString()).doesNotHaveDuplicates();
        }
    }

    /** The keys that the sources name, and those that they put together. */
    private static Set<String> used() throws IOException {
        final Set<String> used = new HashSet<>();
        for (final Path page : files(PAGES, ".jsp", ".jspf")) {
            addAll(used, Files.readString(page), Pattern.compile("<fmt:message key=\"([^\"]+)\""));
        }
        for (final Path source : files(SOURCES, ".java")) {
            addAll(used, Files.readString(source), QUOTED);
        }
        addAll(used, Files.readString(Path.of("plugin.xml")), Pattern.compile("\\$\\{([^}]+)}"));
        for (final Setting<?> setting : MucPulsePlugin.settings()) {
            used.addAll(List.of("setting." + setting.name(), "setting." + setting.name() + ".help",
                "system_property." + setting.property(), "feature." + setting.feature(), "unit." + setting.unit().name()));
            setting.choices().forEach(choice -> used.add("choice." + choice.replace(',', '_')));
        }
        for (final RoomSwitch one : MucPulsePlugin.roomSwitches()) {
            used.addAll(List.of("room." + one.field(), "room." + one.field() + ".service"));
            one.values().forEach(value -> used.add("choice." + value));
        }
        for (final Metric metric : DeclaredMetrics.all()) {
            used.add("metric." + metric.name());
            if (metric.isCharted()) {
                used.add("chart." + metric.name());
            }
        }
        Stream.of("rai", "mep", "chatstate", "chatting", "sender", "store", "journal", "remote", "query", "query_lists", "console", "watch",
                "commands", "relay", "relay_registry", "relay_sender", "mention", "query_mentions")
            .forEach(queue -> used.add("health.queue." + queue));
        Stream.of("dropped", "failures", "refused", "unwritten", "late").forEach(incident -> used.add("health." + incident));
        used.addAll(List.of("value.true", "value.false"));
        Stream.of("subscriptions.ended", "visits.forgotten", "chatting.forgotten", "nicknames.forgotten", "all.forgotten")
            .forEach(what -> used.add("audit.user." + what));
        return used;
    }

    private static void addAll(final Set<String> keys, final String text, final Pattern pattern) {
        final Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            keys.add(matcher.group(1));
        }
    }

    @Test
    void i18n_everyKeyIsUsed() throws IOException {
        assertThat(bundle("").stringPropertyNames()).isSubsetOf(used());
    }

    @Test
    void i18n_sourcesNameOnlyKeysThatThereAre() throws IOException {
        final Pattern named = Pattern.compile("(?:Text\\.of|[tT]exts\\(?\\)?\\.get)\\(\\s*\"([\\w.]+)\"\\s*[,)]");
        final Set<String> keys = new TreeSet<>();
        for (final Path source : files(SOURCES, ".java")) {
            addAll(keys, Files.readString(source), named);
        }

        assertThat(keys).hasSizeGreaterThan(10);
        assertThat(bundle("").stringPropertyNames()).containsAll(keys);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void i18n_pagesNameOnlyKeysThatThereAre(final Path page) throws IOException {
        final Set<String> keys = new HashSet<>();
        addAll(keys, Files.readString(page), Pattern.compile("<fmt:message key=\"([^\"]+)\""));

        assertThat(bundle("").stringPropertyNames()).containsAll(keys);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void i18n_pagesHoldNoTextOfTheirOwn(final Path page) throws IOException {
        String rest = Files.readString(page).replaceAll("(?s)<%--.*?--%>", "").replaceAll("(?s)<%@.*?%>", "");
        final List<String> attributes = new ArrayList<>();
        final Matcher matcher = Pattern.compile("(?:aria-label|title|alt|placeholder)=\"([^\"<]+)").matcher(rest);
        while (matcher.find()) {
            attributes.add(matcher.group(1));
        }
        // Tags within the attributes of others first.
        rest = rest.replaceAll("</?(?:c|fmt):(?:\"[^\"]*\"|[^>\"])*>", "");
        rest = rest.replaceAll("<(?:\"[^\"]*\"|[^>\"])*>", "");

        assertThat(attributes).isEmpty();
        assertThat(rest.replaceAll("[\\s·]", "")).isEmpty();
    }

    @Test
    void i18n_scriptsHoldNoText() throws IOException {
        for (final Path script : files(PAGES.resolve("scripts"), ".js")) {
            assertThat(Files.readString(script)).doesNotContainPattern("'[A-Z][a-z]+ [a-z]+");
        }
    }

    @Test
    void i18n_sourcesOfPagesAndFormsHoldNoText() throws IOException {
        for (final Path source : files(SOURCES, ".java")) {
            if (!source.toString().contains("admin")) {
                continue;
            }
            final String code = Files.readString(source).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "");
            for (final String statement : code.split("[;{}]")) {
                // What is said to the log, or to another programmer, and what is said to the database.
                if (!statement.matches("(?s).*(\\bLog\\.|Exception\\(|@Suppress|SELECT |FROM |WHERE ).*")) {
                    addressed(statement).forEach(text -> assertThat(text).as(source.toString())
                        .doesNotContainPattern("\\p{L}{2,} \\p{L}{2,}"));
                }
            }
        }
    }

    private static List<String> addressed(final String statement) {
        return QUOTED.matcher(statement).results().map(found -> found.group(1)).toList();
    }

    @Test
    void i18n_languageThatIsNotThereIsEnglish() {
        final Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(TestTexts.in(Locale.JAPANESE).get("button.back")).isEqualTo("Back");
            assertThat(TestTexts.in(Locale.GERMANY).get("button.back")).isEqualTo("Zurück");
        } finally {
            Locale.setDefault(before);
        }
    }
}
