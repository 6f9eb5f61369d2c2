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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.xmpp.packet.JID;

/**
 * The chat states of the occupants of all rooms, by the bare JID of the room and the key of the occupant. Safe for use
 * by several threads. An action on one state locks the states of the whole room, and has to be short.
 */
final class OccupantChatStates {

    private final OccupantStateLimits limits = new OccupantStateLimits();
    private final Map<String, Map<OccupantKey, OccupantChatState>> rooms = new ConcurrentHashMap<>();

    /** Whether the state of any occupant of a room is remembered. Allocates nothing. */
    boolean hasRoom(@Nonnull final String room) {
        return rooms.containsKey(room);
    }

    @Nonnull
    OccupantStateLimits limits() {
        return limits;
    }

    /** An empty state, which belongs to no room. */
    @Nonnull
    OccupantChatState newState() {
        return new OccupantChatState(limits);
    }

    int count() {
        return rooms.values().stream().mapToInt(Map::size).sum();
    }

    /**
     * Runs an action on the state of an occupant. A new state is kept only where the action added a session to it.
     *
     * @param room the room's bare JID
     * @param occupant the occupant
     * @param action what to run on the state, which may be empty
     * @param <T> the type of the result
     * @return what the action returned
     */
    @Nonnull
    <T> T compute(@Nonnull final String room, @Nonnull final OccupantKey occupant,
                  @Nonnull final Function<OccupantChatState, T> action) {
        final AtomicReference<T> result = new AtomicReference<>();
        rooms.compute(room, (jid, known) -> {
            final Map<OccupantKey, OccupantChatState> states = known == null ? new ConcurrentHashMap<>() : known;
            final OccupantChatState existing = states.get(occupant);
            final OccupantChatState state = existing == null ? newState() : existing;
            result.set(action.apply(state));
            if (!state.isEmpty()) {
                states.put(occupant, state);
            }
            return states.isEmpty() ? null : states;
        });
        return Objects.requireNonNull(result.get());
    }

    /** Whether the state of an occupant is remembered. Waits for nobody. */
    boolean isRemembered(@Nonnull final String room, @Nonnull final OccupantKey occupant) {
        final Map<OccupantKey, OccupantChatState> states = rooms.get(room);
        return states != null && states.containsKey(occupant);
    }

    /** Runs an action on the state of an occupant, where there is one. */
    void ifPresent(@Nonnull final String room, @Nonnull final OccupantKey occupant,
                   @Nonnull final Consumer<OccupantChatState> action) {
        rooms.computeIfPresent(room, (jid, states) -> {
            final OccupantChatState state = states.get(occupant);
            if (state != null) {
                action.accept(state);
            }
            return states;
        });
    }

    /** Runs an action on the states of the occupants of whom a session is part. */
    void forEachOf(@Nonnull final String room, @Nonnull final JID session,
                   @Nonnull final Consumer<OccupantChatState> action) {
        rooms.computeIfPresent(room, (jid, states) -> {
            states.values().stream().filter(state -> state.hasSession(session)).forEach(action);
            return states;
        });
    }

    void remove(@Nonnull final String room, @Nonnull final OccupantKey occupant) {
        rooms.computeIfPresent(room, (jid, states) -> {
            final OccupantChatState state = states.remove(occupant);
            if (state != null) {
                state.clear();
            }
            return states.isEmpty() ? null : states;
        });
    }

    void removeSession(@Nonnull final String room, @Nonnull final JID session) {
        rooms.computeIfPresent(room, (jid, states) -> {
            states.values().removeIf(state -> state.removeSession(session));
            return states.isEmpty() ? null : states;
        });
    }

    /** Moves a state to the occupant's new key, in place of a state that is there. */
    void rename(@Nonnull final String room, @Nonnull final OccupantKey from, @Nonnull final OccupantKey to) {
        rooms.computeIfPresent(room, (jid, states) -> {
            final OccupantChatState state = states.remove(from);
            if (state != null) {
                final OccupantChatState other = states.put(to, state);
                if (other != null) {
                    other.clear();
                }
            }
            return states;
        });
    }

    void removeRoom(@Nonnull final String room) {
        rooms.computeIfPresent(room, (jid, states) -> {
            states.values().forEach(OccupantChatState::clear);
            return null;
        });
    }

    void removeService(@Nonnull final String service) {
        rooms.keySet().stream().filter(room -> room.endsWith('@' + service)).forEach(this::removeRoom);
    }

    /** The bare JIDs of the rooms of which the state of any occupant is remembered. */
    @Nonnull
    Set<String> rooms() {
        return Set.copyOf(rooms.keySet());
    }

    /** The sessions that are remembered in a room. */
    @Nonnull
    Set<JID> sessions(@Nonnull final String room) {
        final Set<JID> sessions = new HashSet<>();
        rooms.computeIfPresent(room, (jid, states) -> {
            states.values().forEach(state -> sessions.addAll(state.sessions()));
            return states;
        });
        return sessions;
    }

    /**
     * Removes everything.
     *
     * @return the notifications that were delayed
     */
    @Nonnull
    List<DelayedNotification> clear() {
        final List<DelayedNotification> delayed = new ArrayList<>();
        rooms.keySet().forEach(room -> rooms.computeIfPresent(room, (jid, states) -> {
            states.values().forEach(state -> {
                final DelayedNotification notification = state.beginSending();
                if (notification != null) {
                    delayed.add(notification);
                }
                state.clear();
            });
            return null;
        }));
        return delayed;
    }
}
