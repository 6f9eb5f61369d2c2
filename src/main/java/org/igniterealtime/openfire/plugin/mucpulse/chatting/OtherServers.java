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

import com.google.common.base.Suppliers;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.xmpp.packet.JID;

/**
 * What other members of the cluster publish: each publishes the rooms of the sessions that are connected to it. For the
 * feature's executor; blocks.
 */
final class OtherServers {

    private final Cluster cluster;
    private final RoomProfiles rooms;
    private final Accounts accounts;
    private final PublishingPolicy policy;

    /**
     * Creates it.
     *
     * @param cluster the servers that form one with this server
     * @param rooms the rooms, with the occupants of all servers
     * @param accounts the server's accounts
     * @param policy whether something may be published, whoever does so
     */
    OtherServers(@Nonnull final Cluster cluster, @Nonnull final RoomProfiles rooms, @Nonnull final Accounts accounts,
                 @Nonnull final PublishingPolicy policy) {
        this.cluster = cluster;
        this.rooms = rooms;
        this.accounts = accounts;
        this.policy = policy;
    }

    /**
     * Whether a session of the user on another server is in the room, and may be published.
     *
     * @param pair a user and a room
     * @return {@code false} where the server is by itself
     */
    boolean hold(@Nonnull final UserAndRoom pair) {
        return cluster.state() == Cluster.State.JOINED
            && policy.permits(pair.user(), pair.room(), () -> rooms.profile(pair.room()))
            && rooms.sessions(pair.room(), pair.user()).stream().anyMatch(session -> !cluster.isHere(session));
    }

    /**
     * The sessions among some that are connected to this server.
     *
     * @param sessions full JIDs
     * @return a new set
     */
    @Nonnull
    Set<JID> here(@Nonnull final Collection<JID> sessions) {
        final Set<JID> here = new HashSet<>(sessions);
        here.removeIf(session -> !cluster.isHere(session));
        return here;
    }

    /** All items that other servers may have published. Looks at every room that is in memory. */
    @Nonnull
    Set<Publication> publications() {
        final Set<Publication> held = new HashSet<>();
        if (cluster.state() == Cluster.State.JOINED) {
            for (final RoomView room : rooms.loaded()) {
                final Supplier<Optional<RoomProfile>> profile = Suppliers.memoize(() -> rooms.profile(room.jid()));
                for (final OccupantView occupant : room.occupants()) {
                    final JID session = occupant.session();
                    final UserAndRoom pair = new UserAndRoom(session.asBareJID(), room.jid());
                    if (accounts.isLocal(session) && !cluster.isHere(session)
                        && policy.permits(pair.user(), pair.room(), profile)) {
                        held.add(pair.publication());
                    }
                }
            }
        }
        return held;
    }
}
