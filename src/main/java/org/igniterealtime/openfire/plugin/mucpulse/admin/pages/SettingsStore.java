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

import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Properties;
import org.igniterealtime.openfire.plugin.mucpulse.settings.PropertyParts;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Setting;

/**
 * Writes settings into the server's properties, and looks whether they have arrived there. A list that is longer than
 * a property is divided. May block. Safe for use by several threads as far as the properties are; of two administrators
 * who save at the same time the last one prevails.
 */
final class SettingsStore {

    private final Properties properties;

    SettingsStore(@Nonnull final Properties properties) {
        this.properties = properties;
    }

    /** Whether a value can be kept: a list can be too long. */
    static boolean fits(@Nonnull final Setting<?> setting, @Nonnull final String value) {
        return !setting.isList() || PropertyParts.split(value).isPresent();
    }

    /**
     * Writes a setting. A value that equals the default is not kept, so that it follows the default of a later version.
     *
     * @param setting the setting
     * @param value a value that fits, as {@link Setting#format} writes it
     * @return whether the value is in the database now; otherwise it counts until the server is restarted
     */
    <T> boolean write(@Nonnull final Setting<T> setting, @Nonnull final String value) {
        final boolean standard = value.equals(setting.format(setting.defaultValue()));
        final List<String> parts = standard ? List.of()
            : setting.isList() ? PropertyParts.split(value).orElseThrow() : List.of(value);
        final int before = last(setting);
        if (before > 1 || parts.size() > 1) {
            // All of the new list is there before anything of the old one goes: others read in between, and what is
            // excluded must be excluded all the time.
            for (int part = 1; part <= parts.size(); part++) {
                properties.set(name(setting, before + part), parts.get(part - 1));
            }
        }
        for (int part = 1; part <= parts.size(); part++) {
            properties.set(name(setting, part), parts.get(part - 1));
        }
        final int last = last(setting);
        for (int part = Math.max(1, parts.size() + 1); part <= last; part++) {
            properties.delete(name(setting, part));
        }
        boolean stored = true;
        for (int part = 1; part <= Math.max(1, last); part++) {
            final Optional<String> expected =
                part <= parts.size() ? Optional.of(parts.get(part - 1)) : Optional.empty();
            stored &= properties.isStored(name(setting, part), expected);
        }
        return stored;
    }

    private static String name(final Setting<?> setting, final int part) {
        return PropertyParts.name(setting.property(), part);
    }

    /** The number of the last part that there is; 0 where there is none. */
    private int last(final Setting<?> setting) {
        int last = setting.isList() ? PropertyParts.MOST : 1;
        while (last > 0 && properties.get(name(setting, last)).isEmpty()) {
            last--;
        }
        return last;
    }
}
