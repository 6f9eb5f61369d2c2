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

import com.google.common.base.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.JID;

/**
 * Notifies interested occupants of events, as far as the server has them in the room at that moment. An event of an
 * occupant's node is sent only as long as the occupant has the nickname. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#occupant">XEP-0316 §2, §3</a>
 */
final class Broadcaster {

    private final Supplier<MepSettings> settings;
    private final Rooms rooms;
    private final Capabilities capabilities;
    private final StanzaSender sender;
    private final Counters counts;
    private final Histogram delays;
    private final Ticker ticker;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param rooms the server's rooms, asked once more at the moment of sending
     * @param capabilities the server's own knowledge of clients
     * @param sender sends stanzas
     * @param counts counts events
     * @param ticker a monotonic source of time
     */
    Broadcaster(@Nonnull final Supplier<MepSettings> settings, @Nonnull final Rooms rooms,
                @Nonnull final Capabilities capabilities, @Nonnull final StanzaSender sender,
                @Nonnull final Counters counts, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.rooms = rooms;
        this.capabilities = capabilities;
        this.sender = sender;
        this.counts = counts;
        this.delays = counts.histogram(MepMetrics.DELAY);
        this.ticker = ticker;
    }

    /**
     * Sends events of nodes of the service, in order.
     *
     * @param subject the service
     * @param events what happened
     * @param since when that was requested, in nanoseconds of the ticker
     */
    void broadcast(@Nonnull final Subject subject, @Nonnull final Collection<NodeEvent> events, final long since) {
        events.forEach(event -> broadcast(subject, event, since));
    }

    /** Sends an event of a node of the service. */
    void broadcast(@Nonnull final Subject subject, @Nonnull final NodeEvent event) {
        broadcast(subject, event, Histogram.UNTIMED);
    }

    private void broadcast(final Subject subject, final NodeEvent event, final long since) {
        final EventingRoom room = subject.room();
        if (event instanceof NodeEvent.Published || event instanceof NodeEvent.Happened) {
            counts.count(room.jid().getDomain(), MepMetrics.PUBLISHED);
        }
        final List<Occupant> interested =
            room.occupants().stream().filter(occupant -> isInterested(occupant, event.node())).toList();
        if (interested.isEmpty() || !subject.service().hasAddressIn(subject.seen().get())) {
            return;
        }
        final Set<JID> present = subject.seen().get().sessions();
        final List<JID> recipients = new ArrayList<>(interested.size());
        for (final Occupant occupant : interested) {
            if (present.contains(occupant.session())) {
                occupant.recordNotified(event.node());
                recipients.add(occupant.session());
            }
        }
        if (!recipients.isEmpty()) {
            counts.count(room.jid().getDomain(), MepMetrics.EVENTS, recipients.size());
            sender.sendToAll(
                EventRenderer.render(subject.service().address(), event, settings.get().limits().stanzaSize()),
                recipients, timed(subject.service().addressHolds(rooms), since));
        }
    }

    /** As a condition that is asked at the moment of sending, and records when that is. */
    private BooleanSupplier timed(final BooleanSupplier condition, final long since) {
        return () -> {
            final boolean holds = condition.getAsBoolean();
            if (holds) {
                delays.record(since, ticker.read());
            }
            return holds;
        };
    }

    /** Sends retractions of items that were displaced, where the node's configuration asks for them. */
    void broadcastOverflow(@Nonnull final Subject subject, @Nonnull final Node node,
                           @Nonnull final Collection<String> removed) {
        if (node.configuration().notifiesOverflow()) {
            removed.forEach(id -> broadcast(subject, new NodeEvent.Retracted(node, id)));
        }
    }

    boolean isInterested(@Nonnull final Occupant occupant, @Nonnull final Node node) {
        return node.isSubscribed(occupant.session()) || isCapable(occupant, node);
    }

    /** Whether the client's capabilities show interest: as announced in the room, or as the server knows them. */
    boolean isCapable(@Nonnull final Occupant occupant, @Nonnull final Node node) {
        return occupant.isCapable(node, capabilities);
    }
}
