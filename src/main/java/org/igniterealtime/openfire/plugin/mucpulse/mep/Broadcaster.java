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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.JID;

/**
 * Tells those who are interested what happened at a node, as far as the server has them in the room at that moment.
 * What happened at an occupant's node is told only as long as the occupant goes by the nickname. For the feature's
 * executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#occupant">XEP-0316 §2, §3</a>
 */
final class Broadcaster {

    private final Supplier<MepSettings> settings;
    private final Rooms rooms;
    private final Capabilities capabilities;
    private final StanzaSender sender;
    private final Counters counts;

    /**
     * Creates it.
     *
     * @param settings tells the settings of the moment
     * @param rooms tells who is in a room
     * @param capabilities knows what the server knows of clients
     * @param sender sends stanzas
     * @param counts counts events
     */
    Broadcaster(@Nonnull final Supplier<MepSettings> settings, @Nonnull final Rooms rooms,
                @Nonnull final Capabilities capabilities, @Nonnull final StanzaSender sender,
                @Nonnull final Counters counts) {
        this.settings = settings;
        this.rooms = rooms;
        this.capabilities = capabilities;
        this.sender = sender;
        this.counts = counts;
    }

    /** Tells of something that happened at a node of a service. */
    void broadcast(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
              @Nonnull final NodeEvent event) {
        if (event instanceof NodeEvent.Published || event instanceof NodeEvent.Happened) {
            counts.count(room.jid().getDomain(), MepMetrics.PUBLISHED);
        }
        final List<Occupant> interested =
            room.occupants().stream().filter(occupant -> isInterested(occupant, event.node())).toList();
        if (interested.isEmpty()) {
            return;
        }
        final BooleanSupplier holds = service.addressHolds(rooms);
        if (!holds.getAsBoolean()) {
            return;
        }
        final Set<JID> present = present(room.jid());
        final List<JID> recipients = new ArrayList<>(interested.size());
        for (final Occupant occupant : interested) {
            if (present.contains(occupant.session())) {
                occupant.recordNotified(event.node());
                recipients.add(occupant.session());
            }
        }
        if (!recipients.isEmpty()) {
            counts.count(room.jid().getDomain(), MepMetrics.EVENTS, recipients.size());
            sender.sendToAll(EventRenderer.render(service.address(), event, settings.get().limits().stanzaSize()),
                recipients, holds);
        }
    }

    /** Tells of items that had to go for others, where that is told at all. */
    void broadcastOverflow(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
                        @Nonnull final Node node, @Nonnull final Collection<String> removed) {
        if (node.configuration().notifiesOverflow()) {
            removed.forEach(id -> broadcast(room, service, new NodeEvent.Retracted(node, id)));
        }
    }

    private Set<JID> present(final JID room) {
        return rooms.room(room).map(RoomView::occupants).orElse(List.of()).stream().map(OccupantView::session)
            .collect(Collectors.toSet());
    }

    boolean isInterested(@Nonnull final Occupant occupant, @Nonnull final Node node) {
        return node.isSubscribed(occupant.session()) || isCapable(occupant, node);
    }

    /** Whether the client's capabilities show interest: as announced in the room, or as the server knows them. */
    boolean isCapable(@Nonnull final Occupant occupant, @Nonnull final Node node) {
        return occupant.isCapable(node, capabilities);
    }
}
