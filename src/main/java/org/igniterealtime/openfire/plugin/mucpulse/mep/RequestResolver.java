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

import com.google.common.base.Strings;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RequestContext;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;

/**
 * Resolves who makes a request, and whose virtual service is addressed, from one snapshot of the room. For the
 * feature's executor alone.
 */
final class RequestResolver {

    private final Supplier<MepSettings> settings;
    private final InstantSource clock;
    private final Rooms rooms;
    private final Occupancy occupancy;
    private final Rates rates;
    private final MemoryUse memory;

    /**
     * The room of a request, looked up once, and who asks whom in it.
     *
     * @param room the snapshot that everything about the request is decided with
     * @param context who asks whom
     */
    record Lookup(@Nonnull RoomSnapshot room, @Nonnull RequestContext context) {

        boolean isFromOccupant() {
            return context.sender() != null;
        }
    }

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param clock the wall clock
     * @param rooms the server's rooms
     * @param occupancy the occupants that the feature knows
     * @param rates limits what users request
     * @param memory accounts for the memory in use
     */
    RequestResolver(@Nonnull final Supplier<MepSettings> settings, @Nonnull final InstantSource clock,
                    @Nonnull final Rooms rooms, @Nonnull final Occupancy occupancy, @Nonnull final Rates rates,
                    @Nonnull final MemoryUse memory) {
        this.settings = settings;
        this.clock = clock;
        this.rooms = rooms;
        this.occupancy = occupancy;
        this.rates = rates;
        this.memory = memory;
    }

    /** Whether the feature is on at the address of a request. */
    boolean isOffered(@Nonnull final IQ request) {
        return request.getTo().getNode() != null && settings.get().isOffered(request.getTo());
    }

    /** Looks up the room and the occupants that a request is about. */
    @Nonnull
    Lookup lookUp(@Nonnull final IQ request) {
        final RoomSnapshot room = rooms.snapshot(request.getTo().asBareJID());
        return new Lookup(room, room.requestContext(request.getFrom(), request.getTo().getResource()));
    }

    /**
     * Resolves a request.
     *
     * @param request the request
     * @param room the room, whose nodes are known
     * @param found what was looked up for the request
     * @return what its use case works with
     * @throws MepException where the sender is not in the room or asks too often, or nobody has the address
     */
    @Nonnull
    Transaction resolve(@Nonnull final IQ request, @Nonnull final EventingRoom room, @Nonnull final Lookup found)
        throws MepException {
        final MepSettings now = settings.get();
        if (request.getType() == IQ.Type.get && !rates.mayRead(request.getFrom().asBareJID(), now)) {
            throw MepException.tooOften();
        }
        final OccupantView sender = found.context().sender();
        if (sender == null) {
            throw MepException.notInRoom();
        }
        final Requester requester = new Requester(occupancy.current(room, sender), sender.role(),
            sender.affiliation(), found.context().voice());
        final Subject subject = new Subject(room, service(room, request.getTo(), found.context()), found.room());
        return new Transaction(subject, requester, Strings.nullToEmpty(request.getID()), now, clock.instant(), rates,
            memory);
    }

    private VirtualService service(final EventingRoom room, final JID address, final RequestContext context)
        throws MepException {
        if (address.getResource() == null) {
            return room.own();
        }
        if (context.addressee() == null) {
            throw MepException.itemNotFound();
        }
        return occupancy.current(room, context.addressee()).service();
    }
}
