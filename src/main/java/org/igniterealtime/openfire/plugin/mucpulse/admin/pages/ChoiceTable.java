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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ListSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;

/**
 * Lists of {@code key=choice} as tables with a row for each key. In the form, the key of a row has the name
 * {@code SETTING.key.NUMBER}, the choice {@code SETTING.choice.NUMBER}; what is kept is the list.
 */
final class ChoiceTable {

    /** How many rows there are at most; a list that is longer is shown as text. */
    static final int MOST = 200;
    /** How many rows are there to be filled in. */
    private static final int BLANK = 2;
    private static final String SEPARATOR = ", ";

    private ChoiceTable() {
    }

    /** Whether a setting with a value is shown as a table. */
    static boolean suits(@Nonnull final Setting<?> setting, @Nonnull final String value) {
        return (setting.kind() == Setting.Kind.CHOICES_BY_NODE || setting.kind() == Setting.Kind.CHOICES_BY_SERVICE)
            && ListSettings.entries(value).size() <= MOST;
    }

    private static String key(final Setting<?> setting, final int row) {
        return setting.name() + ".key." + row;
    }

    private static String choice(final Setting<?> setting, final int row) {
        return setting.name() + ".choice." + row;
    }

    private static String fixed(final Setting<?> setting, final int row) {
        return setting.name() + ".fixed." + row;
    }

    /** The names of the fields that a form has for a setting: those of its rows, or that of the whole list. */
    @Nonnull
    static Set<String> names(@Nonnull final PageRequest form, @Nonnull final Setting<?> setting) {
        final Set<String> names = new HashSet<>();
        for (int row = 0; form.has(key(setting, row)); row++) {
            names.addAll(List.of(key(setting, row), choice(setting, row)));
            if (setting.kind() == Setting.Kind.CHOICES_BY_SERVICE) {
                names.add(fixed(setting, row));
            }
        }
        return names.isEmpty() ? Set.of(setting.name()) : names;
    }

    /**
     * The list that a form has.
     *
     * @return the list, empty where the form does not have the setting
     */
    @Nonnull
    static Optional<String> typed(@Nonnull final PageRequest form, @Nonnull final Setting<?> setting) {
        if (!form.has(key(setting, 0))) {
            return form.exactly(setting.name());
        }
        final List<String> entries = new ArrayList<>();
        for (int row = 0; form.has(key(setting, row)); row++) {
            final String key = form.text(key(setting, row));
            final String choice = form.text(choice(setting, row));
            // A row without a name is removed. A service without a choice is as all others; a node without one is a
            // mistake.
            final boolean asAllOthers = form.has(fixed(setting, row)) && form.has(choice(setting, row));
            if (!key.isEmpty() && !(choice.isEmpty() && asAllOthers)) {
                entries.add(key + '=' + choice);
            }
        }
        return Optional.of(String.join(SEPARATOR, entries));
    }

    /**
     * The rows of a list.
     *
     * @param setting the setting
     * @param form a form that is shown again; empty for a list as it is kept
     * @param value the list, where there is no form that has it
     * @param services the services that there are
     * @param labels what a choice is called
     */
    @Nonnull
    static List<SettingField.Row> rows(@Nonnull final Setting<?> setting, @Nonnull final Optional<PageRequest> form,
                                       @Nonnull final String value, @Nonnull final Collection<String> services,
                                       @Nonnull final Function<String, String> labels) {
        final List<SettingField.Row> rows = new ArrayList<>();
        final Map<String, String> known = new LinkedHashMap<>();
        if (setting.kind() == Setting.Kind.CHOICES_BY_SERVICE && services.size() <= MOST / 2) {
            new TreeSet<>(services).forEach(service -> known.put(service, ""));
        }
        final List<String[]> others = new ArrayList<>();
        for (final String[] entry : form.filter(one -> one.has(key(setting, 0))).map(one -> entries(one, setting))
            .orElseGet(() -> entries(value))) {
            if (known.containsKey(entry[0])) {
                known.put(entry[0], entry[1]);
            } else {
                others.add(entry);
            }
        }
        known.forEach((service, choice) -> rows.add(row(setting, service, true, choice, labels)));
        others.forEach(entry -> rows.add(row(setting, entry[0], false, entry[1], labels)));
        for (int i = 0; i < BLANK; i++) {
            rows.add(row(setting, "", false, "", labels));
        }
        return rows;
    }

    private static List<String[]> entries(final PageRequest form, final Setting<?> setting) {
        final List<String[]> entries = new ArrayList<>();
        for (int row = 0; row < 2 * MOST && form.has(key(setting, row)); row++) {
            final String[] entry = {form.exactly(key(setting, row)).orElse(""), form.text(choice(setting, row))};
            if (!entry[0].isBlank()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static List<String[]> entries(final String value) {
        return ListSettings.entries(value).stream().map(entry -> {
            final int equals = entry.lastIndexOf('=');
            return equals < 0 ? new String[] {entry, ""}
                : new String[] {entry.substring(0, equals), entry.substring(equals + 1)};
        }).collect(Collectors.toList());
    }

    private static SettingField.Row row(final Setting<?> setting, final String key, final boolean fixed,
                                        final String chosen, final Function<String, String> labels) {
        final List<SettingField.Choice> choices = new ArrayList<>();
        if (fixed || !setting.choices().contains(chosen)) {
            // What is stored and not understood stays as it is, until somebody says what is meant.
            choices.add(chosen.isEmpty() || setting.choices().contains(chosen)
                ? new SettingField.Choice("", labels.apply(""), chosen.isEmpty())
                : new SettingField.Choice(chosen, chosen, true));
        }
        setting.choices().forEach(one ->
            choices.add(new SettingField.Choice(one, labels.apply(one), one.equals(chosen))));
        return new SettingField.Row(key, fixed, choices);
    }
}
