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

import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;

/**
 * What differs in single rooms from the settings of their services. Rooms are named by their bare JIDs. Safe for use by
 * several threads; nothing blocks.
 */
public final class RoomOverrides {

    /**
     * Stands for all rooms in a set of those that do without something, while it cannot be read which these are: what
     * is not known to be allowed is not done (S7).
     */
    public static final String EVERY_ROOM = "*";

    private final Memory memory;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private Runnable listener = () -> { };
    /** The rooms that were set while it could not be read what was known of them. */
    @GuardedBy("lock")
    private final Set<String> setMeanwhile = new HashSet<>();
    private volatile boolean readable = true;
    private volatile ImmutableMap<String, RoomOverride> byRoom = ImmutableMap.of();
    private volatile boolean restored;

    /** Remembers, also when the server is restarted. */
    @FunctionalInterface
    public interface Memory {

        /**
         * Notes what differs in a room. Never blocks.
         *
         * @param room the room's bare JID
         * @param override what differs; forgotten where that is nothing
         */
        void changed(@Nonnull String room, @Nonnull RoomOverride override);
    }

    /**
     * Creates overrides for no room.
     *
     * @param memory remembers what is set
     */
    public RoomOverrides(@Nonnull final Memory memory) {
        this.memory = memory;
    }

    /**
     * Names who follows changes.
     *
     * @param task is run after each change, by the thread that made it
     */
    public void onChange(@Nonnull final Runnable task) {
        synchronized (lock) {
            listener = task;
        }
    }

    /**
     * Says that what an earlier life of the server knew cannot be read for now. Until {@link #restore}, every room
     * counts as one in which everything is off that can be switched off.
     */
    public void unreadable() {
        final Runnable followUp;
        synchronized (lock) {
            readable = false;
            restored = false;
            followUp = listener;
        }
        followUp.run();
    }

    /**
     * Whether it is known what differs in rooms.
     *
     * @return {@code false} from {@link #unreadable} to {@link #restore}
     */
    public boolean areReadable() {
        return readable;
    }

    /**
     * Takes over what an earlier life of the server knew. What was set since then prevails.
     *
     * @param earlier overrides by the bare JID of the room
     */
    public void restore(@Nonnull final Map<String, RoomOverride> earlier) {
        final Runnable followUp;
        synchronized (lock) {
            final Map<String, RoomOverride> all = new HashMap<>(earlier);
            all.keySet().removeAll(setMeanwhile);
            all.putAll(byRoom);
            byRoom = ImmutableMap.copyOf(all);
            restored = true;
            setMeanwhile.clear();
            readable = true;
            followUp = listener;
        }
        followUp.run();
    }

    /**
     * Whether it is known what an earlier life of the server knew. Before that, something may differ in any room.
     *
     * @return {@code false} before {@link #restore} was called
     */
    public boolean isRestored() {
        return restored;
    }

    /**
     * What differs in a room.
     *
     * @param room the room's bare JID
     * @return what differs, possibly {@link RoomOverride#NONE}
     */
    @Nonnull
    public RoomOverride of(@Nonnull final String room) {
        final RoomOverride override = byRoom.get(room);
        return override == null ? RoomOverride.NONE : override;
    }

    /**
     * Sets what differs in a room.
     *
     * @param room the room's bare JID
     * @param override what differs from now on
     */
    public void set(@Nonnull final String room, @Nonnull final RoomOverride override) {
        final Runnable followUp;
        synchronized (lock) {
            if (readable && of(room).equals(override)) {
                return;
            }
            if (!readable) {
                setMeanwhile.add(room);
            }
            final Map<String, RoomOverride> all = new HashMap<>(byRoom);
            if (override.isNone()) {
                all.remove(room);
            } else {
                all.put(room, override);
            }
            byRoom = ImmutableMap.copyOf(all);
            memory.changed(room, override);
            followUp = listener;
        }
        followUp.run();
    }

    /**
     * All rooms in which something differs.
     *
     * @return overrides by the bare JID of the room
     */
    @Nonnull
    public Map<String, RoomOverride> all() {
        return byRoom;
    }

    /**
     * The rooms that do without something.
     *
     * @param condition what makes it so
     * @return their bare JIDs, or {@link #EVERY_ROOM} while that is not known
     */
    @Nonnull
    public Set<String> off(@Nonnull final Predicate<RoomOverride> condition) {
        return readable ? where(condition) : Set.of(EVERY_ROOM);
    }

    /**
     * The rooms in which something differs, as far as that is known.
     *
     * @param condition what differs
     * @return their bare JIDs
     */
    @Nonnull
    public Set<String> where(@Nonnull final Predicate<RoomOverride> condition) {
        return byRoom.entrySet().stream().filter(entry -> condition.test(entry.getValue())).map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What differs in rooms, as far as that is known.
     *
     * @param value gives what differs in a room, or {@code null}
     * @param <T> the type of it
     * @return what differs, by the bare JID of the room
     */
    @Nonnull
    public <T> Map<String, T> values(@Nonnull final Function<RoomOverride, T> value) {
        final ImmutableMap.Builder<String, T> values = ImmutableMap.builder();
        byRoom.forEach((room, override) -> {
            final T one = value.apply(override);
            if (one != null) {
                values.put(room, one);
            }
        });
        return values.build();
    }
}
