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
import java.util.Set;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * The settings of Room Activity Indicators, as they are at one moment. Immutable.
 *
 * @param enabled whether the feature is offered
 * @param interest which rooms a user is told of
 * @param subscriptionsPerService how many sessions may subscribe to one service
 * @param subscriptionsPerUser how many sessions of one bare JID may subscribe to one service
 * @param subscriptionsPerDomain how many sessions of one other domain may subscribe to one service
 * @param remoteShare how many percent of the subscriptions to a service may be of other domains
 * @param remoteUsers whether users of other servers may subscribe
 * @param anonymousUsers whether sessions without an account may subscribe
 * @param coalescing how long activity is gathered before a session is told of it; zero: not at all
 * @param retention for how long it is remembered when a user was in a room
 * @param stanzaSize the length, in bytes of UTF-8, past which a notification is split
 * @param roomsOff the rooms, by bare JID, of which nobody is told, or {@link RoomOverrides#EVERY_ROOM}
 */
public record RaiSettings(boolean enabled, @Nonnull Interest interest, int subscriptionsPerService,
                          int subscriptionsPerUser, int subscriptionsPerDomain, int remoteShare,
                          boolean remoteUsers, boolean anonymousUsers,
                          @Nonnull Duration coalescing, @Nonnull Duration retention, int stanzaSize,
                          @Nonnull Set<String> roomsOff) {

    /** The settings of a server on which nobody changed any. */
    public static final RaiSettings DEFAULTS = new RaiSettings(true, Interest.AFFILIATED_AND_VISITED, 100_000, 32,
        1_000, 25, true, false, Duration.ofMillis(100), Duration.ofDays(180), 65_536, Set.of());

    /** Takes a copy. */
    public RaiSettings {
        roomsOff = Set.copyOf(roomsOff);
    }

    /**
     * Whether users are told of a room, if nothing else speaks against it.
     *
     * @param room the room's bare JID
     * @return whether indicators were not switched off for it
     */
    public boolean isOffered(@Nonnull final JID room) {
        return roomsOff.isEmpty()
            || !roomsOff.contains(room.toString()) && !roomsOff.contains(RoomOverrides.EVERY_ROOM);
    }

    /** Which rooms a user is interested in. */
    public enum Interest {
        /** Those where the user is owner, admin or member. */
        AFFILIATED(true, false),
        /** Those where the user has been. */
        VISITED(false, true),
        /** Both of these. */
        AFFILIATED_AND_VISITED(true, true),
        /** Every room of the service. */
        ALL(true, true);

        private final boolean affiliated;
        private final boolean visited;

        Interest(final boolean affiliated, final boolean visited) {
            this.affiliated = affiliated;
            this.visited = visited;
        }

        /**
         * Whether a room is of interest.
         *
         * @param isAffiliated whether the user is owner, admin or member of it
         * @param isVisited whether the user has been there
         * @return whether the user is told of the room
         */
        public boolean covers(final boolean isAffiliated, final boolean isVisited) {
            return this == ALL || affiliated && isAffiliated || visited && isVisited;
        }
    }
}
