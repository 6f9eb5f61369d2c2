/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Excerpts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomOverrides;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;

/**
 * What an administrator should mend: settings that are not understood, settings of rooms that cannot be read, and a JAR
 * with another name. Safe for use by several threads.
 */
public final class Warnings {

    private final Settings settings;
    private final RoomOverrides rooms;
    private final PluginName name;

    public Warnings(@Nonnull final Settings settings, @Nonnull final RoomOverrides rooms,
                    @Nonnull final PluginName name) {
        this.settings = settings;
        this.rooms = rooms;
        this.name = name;
    }

    /** The signs for the overview; that of the JAR is there only where its name is not the usual one. */
    @Nonnull
    public List<Overview.Sign> signs(@Nonnull final Texts texts) {
        final List<Overview.Sign> signs = new ArrayList<>();
        final String wrong = settings.all().stream().filter(setting -> !settings.misunderstood(setting).isEmpty())
            .map(this::describe).collect(Collectors.joining("; "));
        signs.add(new Overview.Sign("settings", texts.get("health.settings"), wrong.isEmpty()
            ? texts.get("health.settings.good") : texts.get("health.settings.bad", Excerpts.of(wrong)),
            wrong.isEmpty()));
        signs.add(new Overview.Sign("rooms", texts.get("health.rooms"),
            texts.get(rooms.areReadable() ? "health.rooms.good" : "health.rooms.bad"), rooms.areReadable()));
        if (!name.isUsual()) {
            signs.add(new Overview.Sign("jar", texts.get("health.jar"),
                texts.get("health.jar.bad", name.canonical(), PluginName.USUAL), false));
        }
        return signs;
    }

    private String describe(final Setting<?> setting) {
        return setting.property() + ": " + String.join(", ", settings.misunderstood(setting));
    }
}
