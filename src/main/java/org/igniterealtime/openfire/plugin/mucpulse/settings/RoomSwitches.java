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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;

/**
 * What differs in single rooms from the settings of their services. Rooms are named by their bare JIDs. Safe for use by
 * several threads; nothing blocks.
 */
public final class RoomSwitches {

    /**
     * Stands for all rooms in a set of those that do without something, while it cannot be read which these are: what
     * is not known to be allowed is not done (S7).
     */
    public static final String EVERY_ROOM = "*";

    private final Memory memory;
    private final List<RoomSwitch> declared;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Object lock = new Object();
    /** The rooms that were set on other servers while it could not be read what was known of them. */
    @GuardedBy("lock")
    private final Set<String> setMeanwhile = new HashSet<>();
    private volatile boolean readable = true;
    private volatile ImmutableMap<String, Map<String, String>> byRoom = ImmutableMap.of();
    private volatile boolean restored;

    /** Remembers, also when the server is restarted. */
    @FunctionalInterface
    public interface Memory {

        /**
         * Notes what differs in a room. Never blocks.
         *
         * @param room the room's bare JID
         * @param values what differs from now on, by feature; possibly nothing
         */
        void changed(@Nonnull String room, @Nonnull Map<String, String> values);
    }

    /**
     * Creates switches of which none is set.
     *
     * @param memory remembers what is set
     * @param declared the switches that there are, in the order of their features
     */
    public RoomSwitches(@Nonnull final Memory memory, @Nonnull final List<RoomSwitch> declared) {
        this.memory = memory;
        this.declared = List.copyOf(declared);
    }

    /**
     * The switches that there are.
     *
     * @return the switches, in the order of their features
     */
    @Nonnull
    public List<RoomSwitch> declared() {
        return declared;
    }

    /**
     * Adds a listener.
     *
     * @param listener is run after each change, by the thread that made it, after the listeners that were added before
     */
    public void onChange(@Nonnull final Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Says that what an earlier life of the server knew cannot be read for now. Until {@link #restore}, every room
     * counts as one in which everything is off that can be switched off.
     */
    public void unreadable() {
        synchronized (lock) {
            readable = false;
            restored = false;
        }
        listeners.forEach(Runnable::run);
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
     * @param earlier what differs by the bare JID of the room and the feature
     */
    public void restore(@Nonnull final Map<String, Map<String, String>> earlier) {
        synchronized (lock) {
            final Map<String, Map<String, String>> all = new HashMap<>();
            earlier.forEach((room, values) -> all.put(room, ImmutableMap.copyOf(values)));
            all.keySet().removeAll(setMeanwhile);
            all.putAll(byRoom);
            byRoom = ImmutableMap.copyOf(all);
            restored = true;
            setMeanwhile.clear();
            readable = true;
        }
        listeners.forEach(Runnable::run);
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
     * @return what differs by feature, possibly nothing; also of features that do not declare a switch any longer
     */
    @Nonnull
    public Map<String, String> of(@Nonnull final String room) {
        final Map<String, String> found = byRoom.get(room);
        return found == null ? Map.of() : found;
    }

    /**
     * Sets what differs in a room. Does nothing while it cannot be read what differs, as that is not to be replaced by
     * what differs from nothing.
     *
     * @param room the room's bare JID
     * @param values what differs from now on, by feature; possibly nothing
     */
    public void set(@Nonnull final String room, @Nonnull final Map<String, String> values) {
        set(room, old -> values, false);
    }

    /**
     * Changes what differs in a room, while nobody else does. Does nothing while it cannot be read what differs.
     *
     * @param room the room's bare JID
     * @param change makes of what differs, by feature, what differs from now on; must not block, nor touch the switches
     */
    public void update(@Nonnull final String room, @Nonnull final UnaryOperator<Map<String, String>> change) {
        set(room, change, false);
    }

    /**
     * Takes over what differs in a room as it was set on another server of the cluster, which is remembered already.
     * While it cannot be read what differs, it prevails over what is read later.
     *
     * @param room the room's bare JID
     * @param values what differs from now on, by feature; possibly nothing
     */
    public void takeOver(@Nonnull final String room, @Nonnull final Map<String, String> values) {
        set(room, old -> values, true);
    }

    private void set(final String room, final UnaryOperator<Map<String, String>> change, final boolean isFromOther) {
        synchronized (lock) {
            if (!readable && !isFromOther) {
                return;
            }
            final Map<String, String> copy = ImmutableMap.copyOf(change.apply(of(room)));
            if (readable && of(room).equals(copy)) {
                return;
            }
            if (!readable) {
                setMeanwhile.add(room);
            }
            final Map<String, Map<String, String>> all = new HashMap<>(byRoom);
            if (copy.isEmpty()) {
                all.remove(room);
            } else {
                all.put(room, copy);
            }
            byRoom = ImmutableMap.copyOf(all);
            if (!isFromOther) {
                memory.changed(room, copy);
            }
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * All rooms in which something differs.
     *
     * @return what differs by the bare JID of the room and the feature
     */
    @Nonnull
    public Map<String, Map<String, String>> all() {
        return byRoom;
    }

    /**
     * The rooms in which a feature is switched off.
     *
     * @param flag the feature's switch
     * @return their bare JIDs, or {@link #EVERY_ROOM} while they cannot be read
     */
    @Nonnull
    public Set<String> off(@Nonnull final RoomSwitch flag) {
        return readable ? knownOff(flag) : Set.of(EVERY_ROOM);
    }

    /**
     * The rooms in which a feature is switched off, as far as they are known: see {@link #isRestored}.
     *
     * @param flag the feature's switch
     * @return their bare JIDs
     */
    @Nonnull
    public Set<String> knownOff(@Nonnull final RoomSwitch flag) {
        return Set.copyOf(values(flag).keySet());
    }

    /**
     * The values of a switch, as far as they are known.
     *
     * @param one the switch
     * @return the values by the bare JID of the room
     */
    @Nonnull
    public Map<String, String> values(@Nonnull final RoomSwitch one) {
        final ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        byRoom.forEach((room, own) -> one.valueIn(own).ifPresent(value -> values.put(room, value)));
        return values.build();
    }

    /**
     * Describes all switches of a room, for the audit log.
     *
     * @param values what differs in the room, by feature
     * @return their names and values
     */
    @Nonnull
    public String describe(@Nonnull final Map<String, String> values) {
        return declared.stream().map(one -> one.describe(values)).collect(Collectors.joining(", "));
    }
}
