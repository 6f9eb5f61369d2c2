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
package org.igniterealtime.openfire.plugin.mucpulse.settings;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RaiSettings.Interest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugin's settings, read from the server's properties. What cannot be understood, or is out of range, counts as not
 * set; that is said once in the log. Safe for use by several threads.
 */
public final class Settings {

    /** What the names of all of the plugin's properties begin with. */
    public static final String PREFIX = "mucpulse.";

    private static final Logger Log = LoggerFactory.getLogger(Settings.class);

    private static final Map<Set<String>, Interest> INTERESTS = Map.of(
        Set.of("affiliated"), Interest.AFFILIATED,
        Set.of("visited"), Interest.VISITED,
        Set.of("affiliated", "visited"), Interest.AFFILIATED_AND_VISITED,
        Set.of("all"), Interest.ALL);

    private final PropertySource properties;
    /** The values that were complained of, by name. */
    private final Map<String, String> complaints = new ConcurrentHashMap<>();
    private volatile RaiSettings rai;

    /**
     * Reads the settings.
     *
     * @param properties where they are kept
     */
    public Settings(@Nonnull final PropertySource properties) {
        this.properties = properties;
        this.rai = readRai();
    }

    /** Reads the settings again. */
    public void refresh() {
        rai = readRai();
    }

    /**
     * The settings of Room Activity Indicators at this moment.
     *
     * @return the settings
     */
    @Nonnull
    public RaiSettings rai() {
        return rai;
    }

    private RaiSettings readRai() {
        final RaiSettings defaults = RaiSettings.DEFAULTS;
        return new RaiSettings(
            flag("rai.enabled", defaults.enabled()),
            interest("rai.interest", defaults.interest()),
            number("rai.subscriptions.service", defaults.subscriptionsPerService(), 0, 10_000_000),
            number("rai.subscriptions.user", defaults.subscriptionsPerUser(), 0, 10_000),
            flag("rai.remote", defaults.remoteUsers()),
            flag("rai.anonymous", defaults.anonymousUsers()),
            Duration.ofMillis(number("rai.coalescing", (int) defaults.coalescing().toMillis(), 0, 60_000)),
            Duration.ofDays(number("rai.retention", (int) defaults.retention().toDays(), 1, 3_650)),
            number("rai.stanza-size", defaults.stanzaSize(), 10_000, 10_000_000));
    }

    private Optional<String> value(final String name) {
        return properties.get(PREFIX + name).map(String::trim).filter(text -> !text.isEmpty());
    }

    private boolean flag(final String name, final boolean otherwise) {
        return value(name).flatMap(text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> refuse(name, text, "true or false");
        }).orElse(otherwise);
    }

    private int number(final String name, final int otherwise, final int least, final int most) {
        return value(name).flatMap(text -> {
            try {
                final int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            } catch (final NumberFormatException e) {
                Log.trace("Not a number: {}", text, e);
            }
            return refuse(name, text, "a whole number from " + least + " to " + most);
        }).orElse(otherwise);
    }

    private Interest interest(final String name, final Interest otherwise) {
        return value(name).flatMap(text -> {
            final Set<String> words = Arrays.stream(text.split(",")).map(String::trim).collect(Collectors.toSet());
            return Optional.ofNullable(INTERESTS.get(words))
                .or(() -> refuse(name, text, "'affiliated', 'visited', 'affiliated,visited' or 'all'"));
        }).orElse(otherwise);
    }

    private <T> Optional<T> refuse(final String name, final String value, final String expected) {
        if (!value.equals(complaints.put(name, value))) {
            Log.warn("The value of the property {}{} is not understood and the default is used: it should be {}.",
                PREFIX, name, expected);
        }
        return Optional.empty();
    }
}
