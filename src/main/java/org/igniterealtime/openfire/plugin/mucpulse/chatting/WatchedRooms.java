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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.xmpp.packet.JID;

/**
 * The rooms that are watched for changes, and what each showed when it was last looked at. Not safe for use by several
 * threads; blocks.
 */
final class WatchedRooms {

    /** How a room has changed since it was last looked at. */
    enum Change {
        /** It has not changed, or is not watched. */
        NONE,
        /** It shows something else. */
        CHANGED,
        /** There is no such room any longer. */
        GONE
    }

    private final RoomProfiles rooms;
    private final Map<JID, Optional<RoomProfile>> watched = new HashMap<>();

    WatchedRooms(@Nonnull final RoomProfiles rooms) {
        this.rooms = rooms;
    }

    /** What a room shows now. It is watched from now on. */
    @Nonnull
    Optional<RoomProfile> profile(@Nonnull final JID room) {
        final Optional<RoomProfile> profile = rooms.profile(room);
        watched.putIfAbsent(room, profile);
        return profile;
    }

    /** Looks at a room that is watched. */
    @Nonnull
    Change look(@Nonnull final JID room) {
        final Optional<RoomProfile> before = watched.get(room);
        if (before == null) {
            return Change.NONE;
        }
        final Optional<RoomProfile> now = rooms.profile(room);
        if (now.isEmpty()) {
            return Change.GONE;
        }
        watched.put(room, now);
        return now.equals(before) ? Change.NONE : Change.CHANGED;
    }

    /** Stops watching the rooms that do not meet a condition. */
    void retain(@Nonnull final Predicate<JID> condition) {
        watched.keySet().removeIf(condition.negate());
    }

    void forget(@Nonnull final JID room) {
        watched.remove(room);
    }

    @Nonnull
    Set<JID> rooms() {
        return Set.copyOf(watched.keySet());
    }

    boolean isEmpty() {
        return watched.isEmpty();
    }
}
