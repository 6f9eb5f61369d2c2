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
 * The rooms in which somebody is who agrees that they be published, and what they showed when they were last looked at:
 * no event tells of a room that became private. For the feature's executor alone.
 */
final class WatchedRooms {

    /** What became of a room since it was last looked at. */
    enum Change {
        /** Nothing, or nobody wants to know. */
        NONE,
        /** It shows something else. */
        CHANGED,
        /** It is no longer there. */
        GONE
    }

    private final RoomProfiles profiles;
    private final Map<JID, Optional<RoomProfile>> watched = new HashMap<>();

    WatchedRooms(@Nonnull final RoomProfiles profiles) {
        this.profiles = profiles;
    }

    /** What a room shows now. It is watched from now on. */
    @Nonnull
    Optional<RoomProfile> profile(@Nonnull final JID room) {
        final Optional<RoomProfile> profile = profiles.profile(room);
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
        final Optional<RoomProfile> now = profiles.profile(room);
        if (now.isEmpty()) {
            return Change.GONE;
        }
        watched.put(room, now);
        return now.equals(before) ? Change.NONE : Change.CHANGED;
    }

    /** Watches only some of the rooms any longer. */
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
