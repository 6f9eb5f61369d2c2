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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.xmpp.packet.JID;

/**
 * What one evaluation has to know of a room, from one snapshot of it. Immutable but for the affiliations.
 *
 * @param snapshot the room
 * @param access who may enter or find it
 * @param persistent whether it outlives its last occupant
 * @param sessions the full JIDs of the sessions in it
 * @param created the timestamp of its creation
 */
record RoomState(@Nonnull RoomSnapshot snapshot, @Nonnull RoomAccess access, boolean persistent,
                 @Nonnull Set<JID> sessions, long created) {

    /** The state of a room, empty where it is not in memory. */
    @Nonnull
    static Optional<RoomState> of(@Nonnull final RoomSnapshot snapshot) {
        return snapshot.view().map(view -> new RoomState(snapshot, view.access(), view.persistent(),
            view.occupants().stream().map(OccupantView::session).collect(Collectors.toUnmodifiableSet()),
            MonotonicTimestamps.of(snapshot.created())));
    }

    @Nonnull
    Affiliation affiliation(@Nonnull final JID user) {
        return snapshot.affiliation(user);
    }

    boolean isOccupiedBy(@Nonnull final JID session) {
        return sessions.contains(session);
    }
}
