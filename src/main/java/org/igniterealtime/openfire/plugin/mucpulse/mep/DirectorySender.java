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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.PacedWork;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.xmpp.packet.JID;

/**
 * Tells the other servers which nodes there are, for their {@link NodeDirectory}: each service as a whole when its
 * nodes have changed, after the task that changed them at the latest, and everything to a server that needs it. For the
 * feature's executor alone; costs one volatile read where there are no other servers.
 */
final class DirectorySender {

    /** How many bytes about rooms are sent at once, and the pause after them. */
    private static final int PART_BYTES = 64 << 10;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Relay relay;
    private final Supplier<Collection<EventingRoom>> rooms;
    /** Tells servers of all rooms. */
    private final PacedWork<String> sending;
    private final Map<Place, VirtualService> changed = new LinkedHashMap<>();
    private final Coalescer flush;

    /** Where a service was when it changed. */
    private record Place(JID room, OccupantKey occupant) {

        static Place of(final VirtualService service) {
            final JID address = service.address();
            final JID user = service.user();
            return new Place(address.asBareJID(), user == null ? NodeDirectory.ROOM
                : OccupantKey.of(user, address.getResource()));
        }

        // Written out for the reason that the package's description gives.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Place that && room.equals(that.room) && occupant.equals(that.occupant);
        }

        @Override
        public int hashCode() {
            return 31 * room.hashCode() + occupant.hashCode();
        }
    }

    /**
     * Creates it.
     *
     * @param relay carries messages to the other servers
     * @param executor the feature's executor
     * @param rooms the rooms whose nodes are in memory
     */
    DirectorySender(@Nonnull final Relay relay, @Nonnull final SerialExecutor executor,
                    @Nonnull final Supplier<Collection<EventingRoom>> rooms) {
        this.relay = relay;
        this.rooms = rooms;
        this.sending = new PacedWork<>(executor, PAUSE);
        this.flush = new Coalescer(executor, this::flush);
    }

    /** The nodes, the titles or the address of a service change; to be called before and after its address does. */
    void changed(@Nonnull final VirtualService service) {
        if (!relay.peers().isEmpty()) {
            changed.put(Place.of(service), service);
            flush.request();
        }
    }

    /** Sends what has changed, ahead of what is sent from now on. */
    void flush() {
        if (!changed.isEmpty()) {
            final Map<Place, VirtualService> taken = new LinkedHashMap<>(changed);
            changed.clear();
            taken.forEach((place, service) -> {
                final byte[] message = message(place, Place.of(service).equals(place) ? names(service) : List.of());
                relay.peers().forEach(peer -> relay.send(peer, EventingCluster.TOPIC, message));
            });
        }
    }

    /** Sends all there is, a part at a time, in place of what is left of the last time. */
    void sendAll(@Nonnull final String peer) {
        flush();
        relay.send(peer, EventingCluster.TOPIC, new RelayMessage.ForgetNames().toBytes());
        final Deque<EventingRoom> left = new ArrayDeque<>(rooms.get());
        sending.start(peer, () -> sendPart(peer, left));
    }

    private boolean sendPart(final String peer, final Deque<EventingRoom> left) {
        for (int sent = 0; sent < PART_BYTES && !left.isEmpty() && !relay.isCongested(peer);) {
            sent += sendNames(peer, left.remove());
        }
        return !left.isEmpty();
    }

    /** Answers how many bytes that are. */
    private int sendNames(final String peer, final EventingRoom room) {
        return room.isClosed() ? 0 : room.services().filter(service -> !service.isEmpty()).mapToInt(service -> {
            final byte[] message = message(Place.of(service), names(service));
            relay.send(peer, EventingCluster.TOPIC, message);
            return message.length;
        }).sum();
    }

    /** Says nothing of what has changed so far. */
    void forget() {
        changed.clear();
        sending.cancelAll();
    }

    private static List<NodeName> names(final VirtualService service) {
        return service.nodes().stream().map(NodeName::of).toList();
    }

    private static byte[] message(final Place place, final List<NodeName> names) {
        return new RelayMessage.Names(place.room(), place.occupant(), names).toBytes();
    }
}
