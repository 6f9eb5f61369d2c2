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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Which users are in which rooms, and with which sessions. Not safe for use by several threads.
 */
final class OccupiedRooms {

    private final Map<JID, Map<JID, Set<JID>>> sessionsByUserAndRoom = new HashMap<>();
    private final Map<JID, Set<JID>> usersByRoom = new HashMap<>();

    void joined(@Nonnull final JID room, @Nonnull final JID session) {
        final JID user = session.asBareJID();
        sessionsByUserAndRoom.computeIfAbsent(user, key -> new HashMap<>(4))
            .computeIfAbsent(room, key -> new HashSet<>(2)).add(session);
        usersByRoom.computeIfAbsent(room, key -> new HashSet<>()).add(user);
    }

    /** Sets the sessions that a user has in a room, possibly none. */
    void setSessions(@Nonnull final JID room, @Nonnull final JID user, @Nonnull final Set<JID> sessions) {
        if (sessions.isEmpty()) {
            remove(usersByRoom, room, user);
            sessionsByUserAndRoom.computeIfPresent(user, (key, rooms) -> {
                rooms.remove(room);
                return rooms.isEmpty() ? null : rooms;
            });
        } else {
            sessionsByUserAndRoom.computeIfAbsent(user, key -> new HashMap<>(4)).put(room, new HashSet<>(sessions));
            usersByRoom.computeIfAbsent(room, key -> new HashSet<>()).add(user);
        }
    }

    void removeRoom(@Nonnull final JID room) {
        final Set<JID> users = usersByRoom.remove(room);
        if (users != null) {
            users.forEach(user -> sessionsByUserAndRoom.computeIfPresent(user, (key, rooms) -> {
                rooms.remove(room);
                return rooms.isEmpty() ? null : rooms;
            }));
        }
    }

    void removeUser(@Nonnull final JID user) {
        final Map<JID, Set<JID>> rooms = sessionsByUserAndRoom.remove(user);
        if (rooms != null) {
            rooms.keySet().forEach(room -> remove(usersByRoom, room, user));
        }
    }

    private static void remove(final Map<JID, Set<JID>> map, final JID key, final JID value) {
        map.computeIfPresent(key, (same, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
        });
    }

    /** Any of the sessions that a user has in a room, empty where there is none. */
    @Nonnull
    Optional<JID> sessionIn(@Nonnull final JID room, @Nonnull final JID user) {
        return sessionsByUserAndRoom.getOrDefault(user, Map.of()).getOrDefault(room, Set.of()).stream().findAny();
    }

    @Nonnull
    Set<JID> usersIn(@Nonnull final JID room) {
        return Set.copyOf(usersByRoom.getOrDefault(room, Set.of()));
    }

    @Nonnull
    Set<JID> roomsOf(@Nonnull final JID user) {
        return Set.copyOf(sessionsByUserAndRoom.getOrDefault(user, Map.of()).keySet());
    }

    void forEach(@Nonnull final BiConsumer<JID, JID> userAndRoom) {
        sessionsByUserAndRoom.forEach((user, rooms) -> rooms.keySet().forEach(room -> userAndRoom.accept(user, room)));
    }
}
