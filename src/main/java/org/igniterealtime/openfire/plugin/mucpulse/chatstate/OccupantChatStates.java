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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.xmpp.packet.JID;

/**
 * Those of whom a chat state was heard, by the bare JID of the room and who they are there. Safe for use by several
 * threads; what is done with a typist excludes everybody else from the room's typists, and has to be short.
 */
final class OccupantChatStates {

    private final Memory memory = new Memory();
    private final Map<String, Map<OccupantKey, OccupantChatState>> rooms = new ConcurrentHashMap<>();

    /** Whether anything was heard in a room. Allocates nothing. */
    boolean isAnyKnown(@Nonnull final String room) {
        return rooms.containsKey(room);
    }

    /** Bounds what is remembered. */
    @Nonnull
    Memory memory() {
        return memory;
    }

    /** Somebody of whom nothing was heard, and nothing is remembered. */
    @Nonnull
    OccupantChatState blank() {
        return new OccupantChatState(memory);
    }

    int count() {
        return rooms.values().stream().mapToInt(Map::size).sum();
    }

    /** Does something with a typist, who need not have been heard of, and is only kept if something was heard then. */
    @Nonnull
    <T> T with(@Nonnull final String room, @Nonnull final OccupantKey occupant,
               @Nonnull final Function<OccupantChatState, T> action) {
        final AtomicReference<T> result = new AtomicReference<>();
        rooms.compute(room, (jid, some) -> {
            final Map<OccupantKey, OccupantChatState> known = some == null ? new HashMap<>() : some;
            final OccupantChatState before = known.get(occupant);
            final OccupantChatState typist = before == null ? blank() : before;
            result.set(action.apply(typist));
            if (!typist.isBlank()) {
                known.put(occupant, typist);
            }
            return known.isEmpty() ? null : known;
        });
        return result.get();
    }

    /** Does something with a typist who was heard of. */
    void ifKnown(@Nonnull final String room, @Nonnull final OccupantKey occupant,
                 @Nonnull final Consumer<OccupantChatState> action) {
        rooms.computeIfPresent(room, (jid, known) -> {
            final OccupantChatState typist = known.get(occupant);
            if (typist != null) {
                action.accept(typist);
            }
            return known;
        });
    }

    /** Does something with the typists of whom a session is part. */
    void ifHeard(@Nonnull final String room, @Nonnull final JID session,
        @Nonnull final Consumer<OccupantChatState> action) {
        rooms.computeIfPresent(room, (jid, known) -> {
            known.values().stream().filter(typist -> typist.hasHeard(session)).forEach(action);
            return known;
        });
    }

    /** Forgets a typist. */
    void forget(@Nonnull final String room, @Nonnull final OccupantKey occupant) {
        rooms.computeIfPresent(room, (jid, known) -> {
            final OccupantChatState typist = known.remove(occupant);
            if (typist != null) {
                typist.end();
            }
            return known.isEmpty() ? null : known;
        });
    }

    void left(@Nonnull final String room, @Nonnull final JID session) {
        rooms.computeIfPresent(room, (jid, known) -> {
            known.values().removeIf(typist -> typist.leaves(session));
            return known.isEmpty() ? null : known;
        });
    }

    void renamed(@Nonnull final String room, @Nonnull final OccupantKey from, @Nonnull final OccupantKey to) {
        rooms.computeIfPresent(room, (jid, known) -> {
            final OccupantChatState typist = known.remove(from);
            if (typist != null) {
                final OccupantChatState other = known.put(to, typist);
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
            known.values().forEach(typist -> sessions.addAll(typist.sessions()));
            return known;
        });
        return sessions;
    }

    /** Forgets everybody, and tells what was held back of them. */
    @Nonnull
    List<DelayedNotification> clear() {
        final List<DelayedNotification> held = new ArrayList<>();
        rooms.keySet().forEach(room -> rooms.computeIfPresent(room, (jid, known) -> {
            known.values().forEach(typist -> {
                final DelayedNotification one = typist.release();
                if (one != null) {
                    held.add(one);
                }
                typist.end();
            });
            return null;
        }));
        return held;
    }
}
