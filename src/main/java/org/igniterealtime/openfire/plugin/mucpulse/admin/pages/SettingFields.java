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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ListSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;

/**
 * Makes fields of settings. Safe for use by several threads.
 */
final class SettingFields {

    /** What the field of a list looks like. */
    private static final String LIST = "LIST";

    private static final String TABLE = "TABLE";

    private final List<Setting<?>> declared;
    private final Supplier<? extends Collection<String>> services;
    private final Texts texts;

    SettingFields(@Nonnull final List<Setting<?>> declared,
                  @Nonnull final Supplier<? extends Collection<String>> services, @Nonnull final Texts texts) {
        this.declared = declared;
        this.services = services;
        this.texts = texts;
    }

    /**
     * All settings, by feature.
     *
     * @param form a form that is shown again, empty for none
     * @param values tells what is in the field of a setting
     * @param errors what is wrong, by the name of the setting
     * @param instead what counts instead of what is stored, by the name of the setting
     */
    @Nonnull
    List<SettingField.Group> groups(@Nonnull final Optional<PageRequest> form,
                                    @Nonnull final Function<Setting<?>, String> values,
                                    @Nonnull final Map<String, String> errors,
                                    @Nonnull final Map<String, String> instead) {
        final Map<String, List<SettingField>> byFeature = new LinkedHashMap<>();
        for (final Setting<?> setting : declared) {
            byFeature.computeIfAbsent(setting.feature(), feature -> new ArrayList<>())
                .add(field(setting, form, values.apply(setting), errors.getOrDefault(setting.name(), ""),
                    instead.getOrDefault(setting.name(), "")));
        }
        return byFeature.entrySet().stream()
            .map(entry -> new SettingField.Group(entry.getKey(), texts.get("feature." + entry.getKey()),
                entry.getValue()))
            .toList();
    }

    private SettingField field(final Setting<?> setting, final Optional<PageRequest> form, final String value,
                               final String error, final String instead) {
        final List<SettingField.Choice> choices = setting.kind() == Setting.Kind.CHOICE
            ? setting.choices().stream()
                .map(one -> new SettingField.Choice(one, choice(one), one.equals(value))).toList()
            : List.of();
        final String look = look(setting, value);
        final List<SettingField.Row> rows = TABLE.equals(look)
            ? ChoiceTable.rows(setting, form, value, services.get(),
                one -> one.isEmpty() ? texts.get(ofNoChoice(setting)) : choice(one))
            : List.of();
        return new SettingField(setting.name(), setting.property(), look, label(setting),
            texts.get("setting." + setting.name() + ".help"), value, unit(setting), standard(setting),
            TABLE.equals(look) ? "" : range(setting), setting.least(), setting.most(), choices, keyLabel(setting), rows,
            !value.equals(format(setting)), error, instead);
    }

    private String keyLabel(final Setting<?> setting) {
        return switch (setting.kind()) {
            case CHOICES_BY_NODE -> texts.get("settings.row.node");
            case CHOICES_BY_SERVICE -> texts.get("overview.service");
            case FLAG, NUMBER, CHOICE, TEXT, ROOMS, SERVICES -> "";
        };
    }

    private static String ofNoChoice(final Setting<?> setting) {
        return setting.kind() == Setting.Kind.CHOICES_BY_SERVICE ? "settings.row.others" : "settings.row.choose";
    }

    private static <T> String format(final Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    private static String look(final Setting<?> setting, final String value) {
        return ChoiceTable.suits(setting, value) ? TABLE : switch (setting.kind()) {
            case FLAG, NUMBER, CHOICE -> setting.kind().name();
            case TEXT -> Setting.Kind.TEXT.name();
            case ROOMS, SERVICES, CHOICES_BY_NODE, CHOICES_BY_SERVICE -> LIST;
        };
    }

    @Nonnull
    String label(@Nonnull final Setting<?> setting) {
        return texts.get("setting." + setting.name());
    }

    private String unit(final Setting<?> setting) {
        return setting.unit() == Setting.Unit.NONE ? "" : texts.get("unit." + setting.unit().name());
    }

    private <T> String standard(final Setting<T> setting) {
        return texts.get("settings.default", shown(setting, format(setting)));
    }

    /** A value as a person reads it; one that is not understood as it is stored. */
    @Nonnull
    String shown(@Nonnull final Setting<?> setting, @Nonnull final String value) {
        return setting.parse(value).isEmpty() ? Excerpts.of(value) : switch (setting.kind()) {
            case FLAG -> texts.get("value." + value);
            case CHOICE -> choice(value);
            case NUMBER -> texts.get("value.number", Integer.valueOf(value));
            case ROOMS, SERVICES, CHOICES_BY_NODE, CHOICES_BY_SERVICE, TEXT ->
                value.isEmpty() ? texts.get("value.none") : Excerpts.of(value);
        };
    }

    private String choice(final String value) {
        return texts.get("choice." + value.replace(',', '_'));
    }

    private String range(final Setting<?> setting) {
        return switch (setting.kind()) {
            case NUMBER -> texts.get("settings.range", setting.least(), setting.most());
            case CHOICES_BY_NODE, CHOICES_BY_SERVICE ->
                texts.get("settings.choices", String.join(", ", setting.choices()));
            case TEXT -> texts.get("settings.length", setting.most());
            case FLAG, CHOICE, ROOMS, SERVICES -> "";
        };
    }

    /**
     * What to say of a value that is not understood.
     *
     * @param wrong what of it is not
     */
    @Nonnull
    String complaint(@Nonnull final Setting<?> setting, @Nonnull final List<String> wrong) {
        final String entries = texts.get("error.entries", Excerpts.of(String.join(", ", wrong)));
        return switch (setting.kind()) {
            case NUMBER -> texts.get("error.number", setting.least(), setting.most());
            case CHOICES_BY_NODE, CHOICES_BY_SERVICE ->
                texts.get("error.choices", String.join(", ", setting.choices())) + ' ' + entries;
            case ROOMS -> texts.get("error.rooms") + ' ' + entries;
            case SERVICES -> texts.get("error.services") + ' ' + entries;
            case TEXT -> texts.get("error.length", setting.most());
            case FLAG, CHOICE -> texts.get("error.choice");
        };
    }

    /**
     * What counts while what is stored is not understood in whole.
     *
     * @param stored what is stored
     * @param used the value that counts
     */
    @Nonnull
    String instead(@Nonnull final Setting<?> setting, @Nonnull final String stored, @Nonnull final String used) {
        if (!setting.isList()) {
            return texts.get("settings.instead", Excerpts.of(stored), shown(setting, used));
        }
        if (ListSettings.isExclusion(setting)) {
            return texts.get("settings.list.off", texts.get("feature." + setting.feature()));
        }
        return used.isEmpty() ? texts.get("settings.list.none") : texts.get("settings.list.part", Excerpts.of(used));
    }

    /** What to say of a value that is understood, but cannot be kept. */
    @Nonnull
    String tooLong() {
        return texts.get("error.list.length");
    }
}
