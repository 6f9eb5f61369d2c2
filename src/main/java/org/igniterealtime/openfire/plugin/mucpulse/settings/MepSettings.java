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

import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * The settings of the MUC Eventing Protocol, as they are at one moment. Immutable.
 *
 * @param enabled whether the feature is offered
 * @param servicesOff the domains of the services whose rooms do without it
 * @param roomsOff the bare JIDs of the rooms that do without it, or {@link RoomOverrides#EVERY_ROOM}
 * @param publishers who may publish to which of a room's own nodes, by node
 * @param otherPublishers who may publish to the rest of them
 * @param payloadSize how long a payload may be, in bytes of UTF-8
 * @param nodesPerOccupant how many nodes an occupant may have
 * @param nodesPerRoom how many nodes a room may have
 * @param itemsPerNode how many items a node may keep
 * @param publishesPerSecond how often an occupant may publish, in the long run
 * @param publishBurst how often an occupant may publish at once
 * @param avatars whether rooms publish their avatars
 * @param limits how much memory and how many bytes may be used
 */
public record MepSettings(boolean enabled, @Nonnull Set<String> servicesOff, @Nonnull Set<String> roomsOff,
                          @Nonnull Map<String, Publishers> publishers, @Nonnull Publishers otherPublishers,
                          int payloadSize, int nodesPerOccupant, int nodesPerRoom, int itemsPerNode,
                          int publishesPerSecond, int publishBurst, boolean avatars, @Nonnull MepLimits limits) {

    /** The settings of a server on which nobody changed any. */
    public static final MepSettings DEFAULTS = new MepSettings(true, Set.of(), Set.of(), Map.of(), Publishers.ADMIN,
        65_536, 20, 100, 250, 10, 40, false, MepLimits.DEFAULTS);

    /** Who may publish to a node of the room. Everybody that comes earlier in the list may, too. */
    public enum Publishers {
        /** Nobody but the room itself: other plugins. */
        NOBODY,
        /** The room's owners. */
        OWNER,
        /** Its admins. */
        ADMIN,
        /** Its moderators. */
        MODERATOR,
        /** All occupants who have voice. */
        PARTICIPANT
    }

    /** Takes copies. */
    public MepSettings {
        servicesOff = Set.copyOf(servicesOff);
        roomsOff = Set.copyOf(roomsOff);
        publishers = Map.copyOf(publishers);
    }

    /**
     * Whether a room and its occupants are pubsub services.
     *
     * @param room the room's JID, or that of an occupant
     * @return whether the feature is offered there
     */
    public boolean isOffered(@Nonnull final JID room) {
        return enabled && !servicesOff.contains(room.getDomain())
            && (roomsOff.isEmpty()
                || !roomsOff.contains(room.toBareJID()) && !roomsOff.contains(RoomOverrides.EVERY_ROOM));
    }

    /**
     * Who may publish to a node of a room.
     *
     * @param node the node's id
     * @return those who may
     */
    @Nonnull
    public Publishers publishersOf(@Nonnull final String node) {
        return publishers.getOrDefault(node, otherPublishers);
    }
}
