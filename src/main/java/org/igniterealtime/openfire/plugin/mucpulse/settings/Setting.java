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

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Ints;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * One setting, as a feature declares it: its name, what it may be, and what it is where nobody set it. Immutable. The
 * texts that explain it to administrators have the keys {@code setting.NAME} and {@code setting.NAME.help}.
 *
 * @param <T> the type of its value
 */
public final class Setting<T> {

    private final String name;
    private final Kind kind;
    private final T defaultValue;
    private final T unreadable;
    private final Unit unit;
    private final int least;
    private final int most;
    private final ImmutableList<String> choices;
    private final Function<String, Parsed<T>> parser;
    private final Function<T, String> formatter;
    private final String expected;

    /** What a value looks like. */
    public enum Kind {
        /** Yes or no. */
        FLAG,
        /** A whole number within a range. */
        NUMBER,
        /** One of several words. */
        CHOICE,
        /** A list of rooms. */
        ROOMS,
        /** A list of services. */
        SERVICES,
        /** A list of {@code node=choice}. */
        CHOICES_BY_NODE,
        /** A list of {@code service=choice}. */
        CHOICES_BY_SERVICE,
        /** Any text. */
        TEXT
    }

    /** What a number counts. */
    public enum Unit {
        /** Things that the setting's description names. */
        NONE,
        /** Milliseconds. */
        MILLISECONDS,
        /** Seconds. */
        SECONDS,
        /** Days. */
        DAYS,
        /** Bytes of UTF-8. */
        BYTES,
        /** Hundredths of a whole. */
        PERCENT
    }

    Setting(final String name, final Kind kind, final T defaultValue, final T unreadable, final Unit unit,
                    final int least, final int most, final List<String> choices,
                    final Function<String, Parsed<T>> parser, final Function<T, String> formatter,
                    final String expected) {
        this.name = name;
        this.kind = kind;
        this.defaultValue = defaultValue;
        this.unreadable = unreadable;
        this.unit = unit;
        this.least = least;
        this.most = most;
        this.choices = ImmutableList.copyOf(choices);
        this.parser = parser;
        this.formatter = formatter;
        this.expected = expected;
    }

    /**
     * Declares a setting that is on or off.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @param otherwise its value where nobody set one
     * @return the setting
     */
    @Nonnull
    public static Setting<Boolean> flag(@Nonnull final String name, final boolean otherwise) {
        final Map<String, Boolean> values = ImmutableMap.of("true", true, "false", false);
        return new Setting<>(name, Kind.FLAG, otherwise, otherwise, Unit.NONE, 0, 0, List.of("true", "false"),
            text -> ofNullable(values.get(text.toLowerCase(Locale.ROOT)), text), Object::toString, "true or false");
    }

    /**
     * The same setting, of which another value than the default counts where what is set is not understood: of what
     * permits something to be told or published, the one that discloses least (S7).
     *
     * @param value the value
     * @return the setting
     */
    @Nonnull
    public Setting<T> whenUnreadable(@Nonnull final T value) {
        return new Setting<>(name, kind, defaultValue, value, unit, least, most, choices, parser, formatter, expected);
    }

    /**
     * Declares a whole number.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @param otherwise its value where nobody set one
     * @param least the least value
     * @param most the greatest value
     * @param unit what the number counts
     * @return the setting
     */
    @Nonnull
    public static Setting<Integer> number(@Nonnull final String name, final int otherwise, final int least,
                                          final int most, @Nonnull final Unit unit) {
        return new Setting<>(name, Kind.NUMBER, otherwise, otherwise, unit, least, most, List.of(),
            text -> Parsed.ofOptional(Optional.ofNullable(Ints.tryParse(text))
                .filter(number -> number >= least && number <= most), text),
            Object::toString, "a whole number from " + least + " to " + most);
    }

    /**
     * Declares a choice of one value out of several. Its name can consist of several words, the order of which does not
     * matter.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @param otherwise its value where nobody set one
     * @param values the values by their names, in the order in which they are shown
     * @param <T> the type of the values
     * @return the setting
     */
    @Nonnull
    public static <T> Setting<T> choice(@Nonnull final String name, @Nonnull final T otherwise,
                                        @Nonnull final ImmutableMap<String, T> values) {
        final Map<Set<String>, T> bySet = values.entrySet().stream()
            .collect(Collectors.toMap(entry -> ListSyntax.entries(entry.getKey()), Map.Entry::getValue));
        return new Setting<>(name, Kind.CHOICE, otherwise, otherwise, Unit.NONE, 0, 0, List.copyOf(values.keySet()),
            text -> ofNullable(bySet.get(Set.copyOf(Splitter.on(',').trimResults().splitToList(text))), text),
            value -> ListSyntax.textOf(values, value), ListSyntax.oneOf(values));
    }

    /**
     * Declares a text.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @param most how many characters it may have
     * @return the setting; empty text where nobody set any
     */
    @Nonnull
    public static Setting<String> text(@Nonnull final String name, final int most) {
        return new Setting<>(name, Kind.TEXT, "", "", Unit.NONE, 0, most, List.of(),
            text -> Parsed.ofOptional(Optional.of(text).filter(one -> one.length() <= most), text),
            Function.identity(), "at most " + most + " characters");
    }

    private static <T> Parsed<T> ofNullable(@Nullable final T value, final String text) {
        return Parsed.ofOptional(Optional.ofNullable(value), text);
    }

    /**
     * The name of the property that holds the value, without what all of the plugin's properties begin with.
     *
     * @return the name, such as {@code rai.enabled}
     */
    @Nonnull
    public String name() {
        return name;
    }

    /**
     * The whole name of the property that holds the value.
     *
     * @return the name, such as {@code mucpulse.rai.enabled}
     */
    @Nonnull
    public String property() {
        return Settings.PREFIX + name;
    }

    /**
     * The feature that the setting belongs to.
     *
     * @return the first part of the name, such as {@code rai}
     */
    @Nonnull
    public String feature() {
        return name.substring(0, name.indexOf('.'));
    }

    /**
     * What a value looks like.
     *
     * @return the kind
     */
    @Nonnull
    public Kind kind() {
        return kind;
    }

    /**
     * The value where nobody set one.
     *
     * @return the value
     */
    @Nonnull
    public T defaultValue() {
        return defaultValue;
    }

    /** The value where what is set is not understood; of a list, what is understood of it counts. */
    T unreadable() {
        return unreadable;
    }

    /**
     * What a number counts.
     *
     * @return the unit
     */
    @Nonnull
    public Unit unit() {
        return unit;
    }

    /**
     * The least that a number may be.
     *
     * @return the number, 0 for what is no number
     */
    public int least() {
        return least;
    }

    /**
     * The most that a number may be, or how many characters a text may have.
     *
     * @return the number, 0 for what is neither
     */
    public int most() {
        return most;
    }

    /**
     * What may be chosen, in the order in which it should be shown.
     *
     * @return the choices, none where there is no choice
     */
    @Nonnull
    public List<String> choices() {
        return choices;
    }

    /**
     * What the value should be, for the log.
     *
     * @return half a sentence in English
     */
    @Nonnull
    public String expected() {
        return expected;
    }

    /**
     * Understands a text.
     *
     * @param text what somebody wrote
     * @return the value, empty where not all of the text is understood
     */
    @Nonnull
    public Optional<T> parse(@Nonnull final String text) {
        final Parsed<T> parsed = read(text);
        return parsed.wrong().isEmpty() ? parsed.value() : Optional.empty();
    }

    /**
     * What of a text is not understood.
     *
     * @param text what somebody wrote
     * @return the entries of a list, or all of another text; none where {@link #parse} understands it
     */
    @Nonnull
    public List<String> wrong(@Nonnull final String text) {
        return read(text).wrong();
    }

    /** As {@link #parse}, but of a list whatever is understood, and with what is not. */
    Parsed<T> read(final String text) {
        return parser.apply(text.trim());
    }

    /**
     * Whether the value is a list, which may be longer than a property: see {@link PropertyParts}.
     *
     * @return whether it is
     */
    public boolean isList() {
        return switch (kind) {
            case ROOMS, SERVICES, CHOICES_BY_NODE, CHOICES_BY_SERVICE -> true;
            case FLAG, NUMBER, CHOICE, TEXT -> false;
        };
    }

    /**
     * Writes a value so that {@link #parse} understands it.
     *
     * @param value a value
     * @return the text
     */
    @Nonnull
    public String format(@Nonnull final T value) {
        return formatter.apply(value);
    }

    @Override
    public String toString() {
        return property();
    }
}
