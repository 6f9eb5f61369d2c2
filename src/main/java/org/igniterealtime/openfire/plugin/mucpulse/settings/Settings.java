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

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue of the settings that the features declare, and their values, read from the server's properties. What
 * cannot be understood, or is out of range, counts as not set, and of lists only the entry; that is said once in the
 * log. Safe for use by several threads.
 */
public final class Settings {

    /** What the names of all of the plugin's properties begin with. */
    public static final String PREFIX = "mucpulse.";

    private static final Logger Log = LoggerFactory.getLogger(Settings.class);

    private final PropertySource properties;
    private final RoomSwitches rooms;
    private final List<Setting<?>> declared;
    /** The values that were complained of, by name. */
    private final Map<String, String> complaints = new ConcurrentHashMap<>();
    private final List<Snapshot<?>> snapshots = new CopyOnWriteArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** What was made of the settings when they were read last. */
    private final class Snapshot<R> implements Supplier<R> {

        private final Function<Settings, R> reader;
        private volatile R now;

        Snapshot(final Function<Settings, R> reader) {
            this.reader = reader;
            this.now = reader.apply(Settings.this);
        }

        void refresh() {
            now = reader.apply(Settings.this);
        }

        @Override
        public R get() {
            return now;
        }
    }

    /**
     * Creates the catalogue.
     *
     * @param properties where the values are kept
     * @param rooms what differs in single rooms
     * @param declared the settings that there are, in the order in which they are shown: those of one feature after
     *                 those of another
     */
    public Settings(@Nonnull final PropertySource properties, @Nonnull final RoomSwitches rooms,
                    @Nonnull final List<Setting<?>> declared) {
        this.properties = properties;
        this.rooms = rooms;
        this.declared = List.copyOf(declared);
    }

    /**
     * Every setting that there is.
     *
     * @return the settings, grouped by feature
     */
    @Nonnull
    public List<Setting<?>> all() {
        return declared;
    }

    /**
     * What differs in single rooms.
     *
     * @return the same object at each call
     */
    @Nonnull
    public RoomSwitches rooms() {
        return rooms;
    }

    /**
     * Keeps what a feature makes of its settings. It is read now and at each {@link #refresh}, so that asking for it
     * costs nothing.
     *
     * @param reader reads the values that the feature needs
     * @param <R> what the feature makes of them
     * @return gives what was read last
     */
    @Nonnull
    public <R> Supplier<R> snapshot(@Nonnull final Function<Settings, R> reader) {
        synchronized (this) {
            final Snapshot<R> snapshot = new Snapshot<>(reader);
            snapshots.add(snapshot);
            return snapshot;
        }
    }

    /**
     * Adds a listener.
     *
     * @param listener is run at the end of each {@link #refresh}, by the thread that called it
     */
    public void onChange(@Nonnull final Runnable listener) {
        listeners.add(listener);
    }

    /** Reads the settings again: first all snapshots, and then the listeners run. */
    public void refresh() {
        synchronized (this) {
            snapshots.forEach(Snapshot::refresh);
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * The value of a setting as the server's properties have it now.
     *
     * @param setting the setting
     * @param <T> the type of its value
     * @return the value; the default where it is not set; what the setting has for that where it is not understood
     */
    @Nonnull
    public <T> T value(@Nonnull final Setting<T> setting) {
        final Optional<String> text = text(setting);
        if (text.isEmpty()) {
            return setting.defaultValue();
        }
        final Parsed<T> parsed = setting.read(text.get());
        final T value = parsed.value().orElse(setting.unreadable());
        if (!parsed.wrong().isEmpty() && !text.get().equals(complaints.put(setting.name(), text.get()))) {
            Log.warn("What the property {} says is not understood: {}. It should be {}. Until that is mended, {}.",
                setting, Excerpts.of(String.join(ListSyntax.SEPARATOR, parsed.wrong())), setting.expected(),
                ListSettings.isExclusion(setting) ? "the feature '" + setting.feature() + "' is off everywhere"
                    : "this counts: '" + Excerpts.of(setting.format(value)) + '\'');
        }
        return value;
    }

    /**
     * Whether all of what the server's properties have for a setting is understood.
     *
     * @param setting the setting
     * @return whether it is, or it is not set
     */
    public boolean isUnderstood(@Nonnull final Setting<?> setting) {
        return misunderstood(setting).isEmpty();
    }

    /**
     * What the server's properties have for a setting, as it is written there.
     *
     * @param setting the setting
     * @return the text, empty where it is not set
     */
    @Nonnull
    public Optional<String> text(@Nonnull final Setting<?> setting) {
        final Optional<String> text = setting.isList() ? PropertyParts.read(properties, setting.property())
            : properties.get(setting.property());
        return text.map(String::trim).filter(one -> !one.isEmpty());
    }

    /**
     * What is not understood of what the server's properties have for a setting.
     *
     * @param setting the setting
     * @return the entries of a list, or all of the text; none where all of it is understood, or it is not set
     */
    @Nonnull
    public List<String> misunderstood(@Nonnull final Setting<?> setting) {
        return text(setting).map(setting::wrong).orElse(List.of());
    }
}
