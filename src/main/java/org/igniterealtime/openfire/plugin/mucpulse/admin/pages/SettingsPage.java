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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Administrators;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Properties;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ListSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;

/**
 * The page with all settings. A change takes effect when it is saved; what equals the default is not kept, so that it
 * follows the default of a later version.
 */
public final class SettingsPage implements Page {

    static final String NAME = "settings";
    public static final String URL = "mucpulse-settings.jsp";

    /** Says that a box was there to be ticked. */
    static final String OFFERED = "offered.";
    /** Which feature's settings are to be as they were in the beginning. */
    static final String RESTORE = "restore";
    static final String ALL = "all";
    /** The value is the feature in whose group the button stands, where the answer is shown. */
    static final String SAVE = "save";
    /** Where on the page it is said what became of a form. */
    static final String AT = "at";
    private static final String METRICS = "metrics";

    private final Settings settings;
    private final SettingsStore store;
    private final Administrators administrators;
    private final Texts texts;
    private final MetricsAccess metrics;
    private final SettingFields fields;
    private final FormCheck check;

    public SettingsPage(@Nonnull final Settings settings, @Nonnull final Properties properties,
                 @Nonnull final Administrators administrators, @Nonnull final Texts texts,
                 @Nonnull final MetricsAccess metrics,
                 @Nonnull final Supplier<? extends Collection<String>> services) {
        this.settings = settings;
        this.store = new SettingsStore(properties);
        this.administrators = administrators;
        this.texts = texts;
        this.metrics = metrics;
        this.fields = new SettingFields(settings.all(), services, texts);
        this.check = new FormCheck(texts);
    }

    @Override
    @Nonnull
    public Answer show(@Nonnull final PageRequest request) {
        final Map<String, Object> model = model(Optional.empty(), this::current, Map.of(), request.text(RESTORE));
        model.put(AT, place(request.text(AT)));
        return Answer.show(NAME, model);
    }

    @Override
    @Nonnull
    public Answer showAgain(@Nonnull final PageRequest form) {
        if (!form.has(SAVE)) {
            return show(form);
        }
        final Map<Setting<?>, String> typed = new LinkedHashMap<>();
        settings.all().forEach(setting -> typed(form, setting).ifPresent(text -> typed.put(setting, text)));
        return Answer.refuse(NAME,
            model(Optional.of(form), setting -> typed.getOrDefault(setting, current(setting)), Map.of(), ""));
    }

    /** What is in force; of a list that is not understood in whole all that is written, so that it can be mended. */
    private <T> String current(final Setting<T> setting) {
        return setting.isList() && !settings.misunderstood(setting).isEmpty() ? settings.text(setting).orElse("")
            : used(setting);
    }

    /** What is wrong with what the properties have, by the name of the setting. */
    private Map<String, String> misunderstood() {
        final Map<String, String> complaints = new HashMap<>();
        for (final Setting<?> setting : settings.all()) {
            final List<String> wrong = settings.misunderstood(setting);
            if (!wrong.isEmpty()) {
                complaints.put(setting.name(), fields.complaint(setting, wrong));
            }
        }
        return complaints;
    }

    private Map<String, String> instead() {
        final Map<String, String> instead = new HashMap<>();
        settings.all().stream().filter(setting -> !settings.misunderstood(setting).isEmpty())
            .forEach(setting -> instead.put(setting.name(), fields.instead(setting, stored(setting), used(setting))));
        return instead;
    }

    private <T> String used(final Setting<T> setting) {
        return setting.format(settings.value(setting));
    }

    /** What the properties have; where that is understood, in the one form in which it is kept. */
    private String stored(final Setting<?> setting) {
        return settings.misunderstood(setting).isEmpty() ? used(setting) : settings.text(setting).orElse("");
    }

    private Map<String, Object> model(final Optional<PageRequest> form,
                                      final Function<Setting<?>, String> values,
                                      final Map<String, String> errors, final String restore) {
        final Map<String, Object> model = new HashMap<>();
        model.put("groups", fields.groups(form, values, errors.isEmpty() ? misunderstood() : errors,
            errors.isEmpty() ? instead() : Map.of()));
        model.put("errors", errors.size());
        model.put(AT, "");
        model.put(METRICS, metrics.isOn());
        if (isRestorable(restore)) {
            model.put("restore", restore);
            model.put("restored", changes(defaults(restore)).stream().map(this::describe).toList());
        }
        return model;
    }

    private boolean isRestorable(final String feature) {
        return ALL.equals(feature) || settings.all().stream().anyMatch(setting -> setting.feature().equals(feature));
    }

    private Map<Setting<?>, String> defaults(final String feature) {
        final Map<Setting<?>, String> defaults = new LinkedHashMap<>();
        settings.all().stream().filter(setting -> ALL.equals(feature) || setting.feature().equals(feature))
            .forEach(setting -> defaults.put(setting, standard(setting)));
        return defaults;
    }

    private static <T> String standard(final Setting<T> setting) {
        return setting.format(setting.defaultValue());
    }

    @Override
    @Nonnull
    public Answer submit(@Nonnull final PageRequest request) {
        final Optional<String> button =
            Stream.of(MetricsAccess.ON, MetricsAccess.OFF, RESTORE, SAVE).filter(request::has).findFirst();
        if (button.isEmpty()) {
            return answer("", check.unknown(request, Set.of()).orElseGet(() -> texts.get("form.empty")), false);
        }
        final Optional<String> objection = SAVE.equals(button.get())
            ? check.incomplete(request, names(request), Set.of(SAVE)) : check.unknown(request, Set.of(button.get()));
        if (objection.isPresent()) {
            return answer(request.text(SAVE), objection.get(), false);
        }
        return switch (button.get()) {
            case MetricsAccess.ON ->
                answer(METRICS, texts.get("metrics.made", metrics.renew(request.administrator())), true);
            case MetricsAccess.OFF -> {
                metrics.revoke(request.administrator());
                yield answer(METRICS, texts.get("metrics.revoked"), true);
            }
            case RESTORE -> restore(request);
            default -> save(request);
        };
    }

    /** The names that the fields of the settings have in a form. */
    private Set<String> names(final PageRequest request) {
        return settings.all().stream().flatMap(setting -> setting.kind() == Setting.Kind.FLAG
            ? Stream.of(setting.name(), OFFERED + setting.name())
            : ChoiceTable.names(request, setting).stream()).collect(Collectors.toSet());
    }

    private String place(final String wanted) {
        return METRICS.equals(wanted) || !ALL.equals(wanted) && isRestorable(wanted) ? wanted : "";
    }

    /** Says what became of a form where the form is. */
    private Answer answer(final String wanted, final String text, final boolean good) {
        final String place = place(wanted);
        return new Answer.Redirect(URL, place.isEmpty() ? Map.of() : Map.of(AT, place),
            place.isEmpty() || METRICS.equals(place) ? place : "group-" + place,
            Optional.of(new Answer.Notice(text, good)));
    }

    private Answer restore(final PageRequest request) {
        final String feature = request.text(RESTORE);
        if (!isRestorable(feature)) {
            return new Answer.NotFound();
        }
        return apply(changes(defaults(feature)), request, feature, texts.get("settings.restored"));
    }

    private Answer save(final PageRequest request) {
        final Map<Setting<?>, String> typed = new LinkedHashMap<>();
        final Map<String, String> errors = new HashMap<>();
        final Map<Setting<?>, String> understood = new LinkedHashMap<>();
        for (final Setting<?> setting : settings.all()) {
            typed(request, setting).ifPresent(text -> {
                typed.put(setting, text);
                final List<String> wrong = wrong(setting, text);
                final Optional<String> value = wrong.isEmpty() ? normalized(setting, text) : Optional.empty();
                value.ifPresentOrElse(one -> understood.put(setting, one),
                    () -> errors.put(setting.name(), fields.complaint(setting, wrong)));
                if (value.isPresent() && !SettingsStore.fits(setting, value.get())) {
                    errors.put(setting.name(), fields.tooLong());
                }
            });
        }
        if (!errors.isEmpty()) {
            return Answer.refuse(NAME, model(Optional.of(request),
                setting -> typed.getOrDefault(setting, current(setting)), errors, ""));
        }
        final List<Change> changes = changes(understood);
        return apply(changes, request, request.text(SAVE), texts.get("settings.saved", changes.size()));
    }

    private static Optional<String> typed(final PageRequest request, final Setting<?> setting) {
        if (setting.kind() == Setting.Kind.FLAG) {
            return request.has(OFFERED + setting.name()) || request.has(setting.name())
                ? Optional.of(request.box(setting.name()).map(on -> Boolean.toString(on))
                    .orElseGet(() -> request.text(setting.name()))) : Optional.empty();
        }
        return ChoiceTable.typed(request, setting);
    }

    /** What of a text is not understood, or contradicts the rest of it. */
    private static List<String> wrong(final Setting<?> setting, final String text) {
        final List<String> wrong = setting.wrong(text);
        return wrong.isEmpty() ? ListSettings.contradictions(setting, text) : wrong;
    }

    /** The value in the one form in which it is kept. */
    private static <T> Optional<String> normalized(final Setting<T> setting, final String text) {
        return setting.parse(text).map(setting::format);
    }

    private record Change(Setting<?> setting, String before, String after) {

        // Written out: see the description of the plugin's package.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Change that && setting.name().equals(that.setting.name())
                && before.equals(that.before) && after.equals(that.after);
        }

        @Override
        public int hashCode() {
            return 31 * setting.name().hashCode() + after.hashCode();
        }
    }

    private List<Change> changes(final Map<Setting<?>, String> wanted) {
        return wanted.entrySet().stream()
            .map(entry -> new Change(entry.getKey(), stored(entry.getKey()), entry.getValue()))
            .filter(change -> !change.before().equals(change.after()))
            .toList();
    }

    private String describe(final Change change) {
        return texts.get("settings.change", fields.label(change.setting()),
            fields.shown(change.setting(), change.before()), fields.shown(change.setting(), change.after()));
    }

    private Answer apply(final List<Change> changes, final PageRequest request, final String place,
                         final String success) {
        final List<String> unsaved = new ArrayList<>();
        for (final Change change : changes) {
            if (!store.write(change.setting(), change.after())) {
                unsaved.add(fields.label(change.setting()));
            }
            administrators.log(request.administrator(), texts.get("audit.setting", change.setting().property()),
                texts.get("audit.values", change.before(), change.after()));
        }
        return answer(place, unsaved.isEmpty() ? success
            : texts.get("settings.unsaved", String.join(", ", unsaved)), unsaved.isEmpty());
    }
}
