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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.ArrayList;
import java.util.HashMap;
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

    /** Whether anything was heard in a room. Allocates nothing. */
    boolean isAnyKnown(@Nonnull final String room) {
        return rooms.containsKey(room);
    }

    /** Bounds what is remembered. */
    @Nonnull
    OccupantStateLimits limits() {
        return limits;
    }

    /** Somebody of whom nothing was heard, and nothing is remembered. */
    @Nonnull
    OccupantChatState blank() {
        return new OccupantChatState(limits);
    }

    int count() {
        return rooms.values().stream().mapToInt(Map::size).sum();
    }

    /** Runs an action on the state of an occupant. A new state is kept only where the action added a session to it. */
    @Nonnull
    <T> T with(@Nonnull final String room, @Nonnull final OccupantKey occupant,
               @Nonnull final Function<OccupantChatState, T> action) {
        final AtomicReference<T> result = new AtomicReference<>();
        rooms.compute(room, (jid, some) -> {
            final Map<OccupantKey, OccupantChatState> known = some == null ? new HashMap<>() : some;
            final OccupantChatState before = known.get(occupant);
            final OccupantChatState occupantState = before == null ? blank() : before;
            result.set(action.apply(occupantState));
            if (!occupantState.isBlank()) {
                known.put(occupant, occupantState);
            }
            return known.isEmpty() ? null : known;
        });
        return Objects.requireNonNull(result.get());
    }

    /** Runs an action on the state of an occupant, where there is one. */
    void ifKnown(@Nonnull final String room, @Nonnull final OccupantKey occupant,
                 @Nonnull final Consumer<OccupantChatState> action) {
        rooms.computeIfPresent(room, (jid, known) -> {
            final OccupantChatState occupantState = known.get(occupant);
            if (occupantState != null) {
                action.accept(occupantState);
            }
            return known;
        });
    }

    /** Runs an action on the states of the occupants of whom a session is part. */
    void ifHeard(@Nonnull final String room, @Nonnull final JID session,
        @Nonnull final Consumer<OccupantChatState> action) {
        rooms.computeIfPresent(room, (jid, known) -> {
            known.values().stream().filter(occupantState -> occupantState.hasHeard(session)).forEach(action);
            return known;
        });
    }

    /** Removes the state of an occupant. */
    void forget(@Nonnull final String room, @Nonnull final OccupantKey occupant) {
        rooms.computeIfPresent(room, (jid, known) -> {
            final OccupantChatState occupantState = known.remove(occupant);
            if (occupantState != null) {
                occupantState.end();
            }
            return known.isEmpty() ? null : known;
        });
    }

    void left(@Nonnull final String room, @Nonnull final JID session) {
        rooms.computeIfPresent(room, (jid, known) -> {
            known.values().removeIf(occupantState -> occupantState.leaves(session));
            return known.isEmpty() ? null : known;
        });
    }

    void renamed(@Nonnull final String room, @Nonnull final OccupantKey from, @Nonnull final OccupantKey to) {
        rooms.computeIfPresent(room, (jid, known) -> {
            final OccupantChatState occupantState = known.remove(from);
            if (occupantState != null) {
                final OccupantChatState other = known.put(to, occupantState);
                if (other != null) {
                    other.end();
                }
            }
            return known;
        });
    }

    void forgetRoom(@Nonnull final String room) {
        rooms.computeIfPresent(room, (jid, known) -> {
            known.values().forEach(OccupantChatState::end);
            return null;
        });
    }

    void forgetService(@Nonnull final String service) {
        rooms.keySet().stream().filter(room -> room.endsWith('@' + service)).forEach(this::forgetRoom);
    }

    /** The rooms in which anything was heard. */
    @Nonnull
    Set<String> rooms() {
        return Set.copyOf(rooms.keySet());
    }

    /** The sessions of which anything was heard in a room. */
    @Nonnull
    Set<JID> sessions(@Nonnull final String room) {
        final Set<JID> sessions = new HashSet<>();
        rooms.computeIfPresent(room, (jid, known) -> {
            known.values().forEach(occupantState -> sessions.addAll(occupantState.sessions()));
            return known;
        });
        return sessions;
    }

    /** Forgets everybody, and tells what was held back of them. */
    @Nonnull
    List<DelayedNotification> clear() {
        final List<DelayedNotification> held = new ArrayList<>();
        rooms.keySet().forEach(room -> rooms.computeIfPresent(room, (jid, known) -> {
            known.values().forEach(occupantState -> {
                final DelayedNotification one = occupantState.release();
                if (one != null) {
                    held.add(one);
                }
                occupantState.end();
            });
            return null;
        }));
        return held;
    }
}
