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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import java.util.ArrayList;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus.Level;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ListSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;

/**
 * Finds what an administrator should correct: settings that are not understood, settings of rooms that cannot be read,
 * and a JAR with another name. Safe for use by several threads.
 */
public final class ConfigurationProbe implements HealthProbe {

    private final Settings settings;
    private final RoomSwitches rooms;
    private final PluginName name;

    public ConfigurationProbe(@Nonnull final Settings settings, @Nonnull final RoomSwitches rooms,
                    @Nonnull final PluginName name) {
        this.settings = settings;
        this.rooms = rooms;
        this.name = name;
    }

    /** The line about the JAR is there only where its name is not the usual one. */
    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final List<HealthStatus> statuses = new ArrayList<>();
        final Object[] wrong =
            settings.all().stream().filter(setting -> !settings.isUnderstood(setting)).map(this::describe).toArray();
        statuses.add(new HealthStatus("settings", Text.of("health.settings"), wrong.length == 0
            ? Text.of("health.settings.good") : Text.of("health.settings.bad", Text.verbatim(wrong)),
            wrong.length == 0 ? Level.GOOD : Level.WARNING));
        statuses.add(new HealthStatus("rooms", Text.of("health.rooms"),
            Text.of(rooms.areReadable() ? "health.rooms.good" : "health.rooms.bad"), rooms.areReadable()));
        if (!name.isUsual()) {
            statuses.add(new HealthStatus("jar", Text.of("health.jar"),
                Text.of("health.jar.bad", name.canonical(), PluginName.USUAL), false));
        }
        return statuses;
    }

    /** What is not understood, and what counts instead: a value as it could stand there, or that the feature is off. */
    private <T> Text describe(final Setting<T> setting) {
        final String wrong =
            setting.property() + ": " + Excerpts.of(String.join(", ", settings.misunderstood(setting)));
        if (ListSettings.isExclusion(setting)) {
            return Text.of("health.settings.off", wrong, Text.of("feature." + setting.feature()));
        }
        final String counts = Excerpts.of(setting.format(settings.value(setting)));
        return Text.of("health.settings.value", wrong, counts.isEmpty() ? Text.of("value.none") : counts);
    }
}
