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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README.md's tables under "Where each rule lives": the classes that they name exist, and each rule has a test. */
class RuleIndexTest {

    private static final String PACKAGE = RuleIndexTest.class.getPackageName();
    private static final Pattern DEFAULT_PACKAGE = Pattern.compile("lasses without a package are in\\s+`(\\w+)`");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\|(.*)\\|([^|]*)\\|");
    /** A class with its package or without, a member of it, or, after a dot, another member of the class before. */
    private static final Pattern NAME =
        Pattern.compile("`(?:(?<package>(?:[a-z]\\w*\\.)*)(?<type>[A-Z]\\w*))?(?:\\.(?<member>\\w+))?`");
    private static final Pattern TEST = Pattern.compile("void ([a-z]\\d+)(?:to\\d+)?_\\w+\\(");

    /** A line of a table: a rule, and the names in the column that says where it lives. */
    private record Row(String rule, String defaultPackage, String where) {
        @Override
        public String toString() {
            return rule + where;
        }
    }

    static List<Row> rows() throws IOException {
        final String readme = Files.readString(Path.of("README.md"));
        final int start = readme.indexOf("## Where each rule lives");
        final String section = readme.substring(start, readme.indexOf("\n## ", start));
        final List<Row> rows = new ArrayList<>();
        String defaultPackage = "";
        for (final String paragraph : section.split("\n\n")) {
            if (!paragraph.startsWith("|")) {
                final Matcher matcher = DEFAULT_PACKAGE.matcher(paragraph);
                defaultPackage = matcher.find() ? matcher.group(1) + '.' : "";
            }
            for (final String line : paragraph.split("\n")) {
                final Matcher matcher = ROW.matcher(line);
                if (matcher.matches()) {
                    rows.add(new Row(matcher.group(1), defaultPackage, matcher.group(3)));
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void classesThatAreNamedExist(final Row row) {
        final Matcher names = NAME.matcher(row.where());
        final List<String> missing = new ArrayList<>();
        Optional<Class<?>> found = Optional.empty();
        int number = 0;
        while (names.find()) {
            if (names.group("type") != null) {
                final String owner = names.group("package").isEmpty() ? row.defaultPackage() : names.group("package");
                found = find(PACKAGE + '.' + owner + names.group("type"));
                number++;
            }
            final String member = names.group("member");
            if (found.isEmpty() || member != null && !has(found.get(), member)) {
                missing.add(names.group());
            }
        }
        assertThat(number).as("classes named").isPositive();
        assertThat(missing).isEmpty();
    }

    private static Optional<Class<?>> find(final String name) {
        try {
            return Optional.of(Class.forName(name, false, RuleIndexTest.class.getClassLoader()));
        } catch (final ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static boolean has(final Class<?> type, final String member) {
        return Stream.of(Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()),
                Arrays.stream(type.getDeclaredFields()).map(field -> field.getName()),
                Arrays.stream(type.getDeclaredClasses()).map(Class::getSimpleName))
            .flatMap(names -> names).anyMatch(member::equals);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void ruleHasTestsThatCarryItsNumber(final Row row) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java"))
                .flatMap(file -> TEST.matcher(read(file)).results()).map(result -> result.group(1))
                .collect(Collectors.toSet())).contains(row.rule().toLowerCase(Locale.ROOT));
        }
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
