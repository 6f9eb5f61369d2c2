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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;

/** How lists are written: entries that are separated by commas or white space. */
final class ListSyntax {

    /** What stands between entries that the plugin writes. */
    static final String SEPARATOR = ", ";

    private static final Splitter ENTRIES =
        Splitter.on(CharMatcher.whitespace().or(CharMatcher.is(','))).omitEmptyStrings();

    private ListSyntax() {
    }

    /** The entries of a list, each once. */
    @Nonnull
    static ImmutableSet<String> entries(@Nonnull final String text) {
        return ImmutableSet.copyOf(ENTRIES.split(text));
    }

    /**
     * Reads a list.
     *
     * @param text the list
     * @param reader reads an entry
     * @return what was understood, and what was not
     */
    @Nonnull
    static Parsed<Set<String>> set(@Nonnull final String text,
                                   @Nonnull final Function<String, Optional<String>> reader) {
        final Set<String> values = new LinkedHashSet<>();
        final List<String> wrong = new ArrayList<>();
        for (final String entry : entries(text)) {
            reader.apply(entry).ifPresentOrElse(values::add, () -> wrong.add(entry));
        }
        return new Parsed<>(Optional.of(Set.copyOf(values)), wrong);
    }

    /**
     * Reads a list of {@code key=choice}.
     *
     * @param text the list
     * @param reader reads a key
     * @param choices the choices by name
     * @param closed what counts for a key whose choice is not understood
     * @param <T> the type of a choice
     * @return what was understood, and what was not
     */
    @Nonnull
    static <T> Parsed<Map<String, T>> map(@Nonnull final String text,
                                          @Nonnull final Function<String, Optional<String>> reader,
                                          @Nonnull final ImmutableMap<String, T> choices,
                                          @Nonnull final T closed) {
        final Map<String, T> values = new LinkedHashMap<>();
        final List<String> wrong = new ArrayList<>();
        for (final String entry : entries(text)) {
            final int equals = entry.lastIndexOf('=');
            final Optional<String> key = equals < 1 ? Optional.empty() : reader.apply(entry.substring(0, equals));
            final Optional<T> choice = Optional.ofNullable(choices.get(entry.substring(equals + 1)));
            if (key.isEmpty() || choice.isEmpty()) {
                wrong.add(entry);
            }
            key.ifPresent(one -> values.put(one, choice.orElse(closed)));
        }
        return new Parsed<>(Optional.of(Map.copyOf(values)), wrong);
    }

    /** The name of a value. */
    @Nonnull
    static <T> String textOf(@Nonnull final Map<String, T> values, @Nonnull final T value) {
        return values.entrySet().stream().filter(entry -> entry.getValue().equals(value)).findFirst()
            .map(Map.Entry::getKey).orElseThrow();
    }

    /** Names to choose from, in English. */
    @Nonnull
    static String oneOf(@Nonnull final ImmutableMap<String, ?> values) {
        final List<String> words = List.copyOf(values.keySet());
        return words.subList(0, words.size() - 1).stream().map(word -> "'" + word + "'")
            .collect(Collectors.joining(", ")) + " or '" + words.get(words.size() - 1) + "'";
    }
}
