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

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Kind;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting.Unit;

/**
 * Declares settings that are lists, which may be longer than a property of the server: see {@link PropertyParts}.
 */
public final class ListSettings {

    private ListSettings() {
    }

    /**
     * The entries of a list, as it is written.
     *
     * @param list a list of any kind
     * @return the entries, each once, whether or not they are understood
     */
    @Nonnull
    public static List<String> entries(@Nonnull final String list) {
        return ListSyntax.entries(list).asList();
    }

    /**
     * Whether the value is a list of what is excepted from the feature, which then has to be off altogether while not
     * all of the list is understood (S7): see {@link Settings#isUnderstood}.
     *
     * @param setting a setting of any kind
     * @return whether it is
     */
    public static boolean isExclusion(@Nonnull final Setting<?> setting) {
        return setting.kind() == Kind.ROOMS || setting.kind() == Kind.SERVICES;
    }

    /**
     * What a list of choices says twice, and each time something else.
     *
     * @param setting a setting of any kind
     * @param text a text of which the setting understands all
     * @return the entries; none where the text does not contradict itself, or is no list of choices
     */
    @Nonnull
    public static List<String> contradictions(@Nonnull final Setting<?> setting, @Nonnull final String text) {
        if (setting.kind() != Kind.CHOICES_BY_NODE && setting.kind() != Kind.CHOICES_BY_SERVICE) {
            return List.of();
        }
        final Map<String, List<String>> spellings = new LinkedHashMap<>();
        entries(text).forEach(entry -> normalized(setting, entry).ifPresent(one ->
            spellings.computeIfAbsent(one.substring(0, one.lastIndexOf('=')), key -> new ArrayList<>()).add(entry)));
        return spellings.values().stream().filter(same -> same.stream().map(one -> normalized(setting, one)).distinct()
            .count() > 1).flatMap(List::stream).toList();
    }

    private static <T> Optional<String> normalized(final Setting<T> setting, final String entry) {
        return setting.parse(entry).map(setting::format);
    }

    /**
     * Declares a list of rooms that are excepted from the feature: see {@link #isExclusion}.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @return the setting, the value of which are bare JIDs; none where nobody set any
     */
    @Nonnull
    public static Setting<Set<String>> rooms(@Nonnull final String name) {
        return addresses(name, Kind.ROOMS, Addresses::room, "addresses of rooms");
    }

    /**
     * Declares a list of services that are excepted from the feature: see {@link #isExclusion}.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @return the setting, the value of which are domains; none where nobody set any
     */
    @Nonnull
    public static Setting<Set<String>> services(@Nonnull final String name) {
        return addresses(name, Kind.SERVICES, Addresses::service, "domains of services");
    }

    private static Setting<Set<String>> addresses(final String name, final Kind kind,
                                                  final Function<String, Optional<String>> reader,
                                                  final String what) {
        return new Setting<>(name, kind, Set.of(), Set.of(), Unit.NONE, 0, 0, List.of(),
            text -> ListSyntax.set(text, reader),
            values -> values.stream().sorted().collect(Collectors.joining(ListSyntax.SEPARATOR)),
            "a list of " + what + ", separated by commas or white space");
    }

    /**
     * Declares a choice for each of some nodes.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @param values the values by their names, in the order in which they are shown
     * @param closed the value for a node whose choice is not understood (S7)
     * @param <T> the type of the values
     * @return the setting, the value of which are choices by node; none where nobody set any
     */
    @Nonnull
    public static <T> Setting<Map<String, T>> choicesByNode(@Nonnull final String name,
                                                            @Nonnull final ImmutableMap<String, T> values,
                                                            @Nonnull final T closed) {
        return choices(name, Kind.CHOICES_BY_NODE, Optional::of, values, closed, "node");
    }

    /**
     * Declares a choice for each of some services.
     *
     * @param name the name of its property without the prefix; begins with the name of its feature
     * @param values the values by their names, in the order in which they are shown
     * @param closed the value for a service whose choice is not understood (S7)
     * @param <T> the type of the values
     * @return the setting, the value of which are choices by domain; none where nobody set any
     */
    @Nonnull
    public static <T> Setting<Map<String, T>> choicesByService(@Nonnull final String name,
                                                               @Nonnull final ImmutableMap<String, T> values,
                                                               @Nonnull final T closed) {
        return choices(name, Kind.CHOICES_BY_SERVICE, Addresses::service, values, closed, "service");
    }

    private static <T> Setting<Map<String, T>> choices(final String name, final Kind kind,
                                                       final Function<String, Optional<String>> reader,
                                                       final ImmutableMap<String, T> values,
                                                       final T closed, final String what) {
        return new Setting<>(name, kind, Map.of(), Map.of(), Unit.NONE, 0, 0, List.copyOf(values.keySet()),
            text -> ListSyntax.map(text, reader, values, closed),
            map -> map.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + '=' + ListSyntax.textOf(values, entry.getValue()))
                .collect(Collectors.joining(ListSyntax.SEPARATOR)),
            "a list of " + what + "=choice, where the choice is " + ListSyntax.oneOf(values));
    }
}
