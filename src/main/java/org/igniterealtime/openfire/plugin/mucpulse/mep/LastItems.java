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
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Sends the last item of a node to occupants who become interested in the node. What would exceed the rate of a user is
 * sent later, within bounds; so is what is for somebody whom the server does not have in the room yet: another server
 * of a cluster says that somebody enters before all see it. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#impl-notify-last">XEP-0060 §12.7</a>
 */
final class LastItems {

    /** The pause before items that exceeded a rate are tried again. */
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** The number of nodes whose last items may wait for one occupant. */
    private static final int MAX_WAITING_OF_OCCUPANT = 500;
    /** The number of occupants for whom last items may wait. */
    private static final int MAX_WAITING = 2_000;
    /** How often is tried again whether the server has an occupant in the room. */
    static final int ARRIVALS = 5;

    private final Supplier<MepSettings> settings;
    private final Rooms rooms;
    private final StanzaSender sender;
    private final InstantSource clock;
    private final Rates rates;
    private final Broadcaster broadcaster;
    private final Counters counts;
    private final Map<Occupant, Waiting> waiting = new HashMap<>();
    private final Coalescer retry;

    /** The nodes whose last items wait for an occupant, each with its service. */
    private static final class Waiting {

        private final EventingRoom room;
        private final Map<Node, VirtualService> nodes = new LinkedHashMap<>();
        /** How often the server did not have the occupant in the room. */
        private int absences;

        Waiting(final EventingRoom room) {
            this.room = room;
        }
    }

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param executor the feature's executor
     * @param rooms the server's rooms
     * @param sender sends stanzas
     * @param clock the wall clock, for the age of items
     * @param rates limits how much is sent to a user
     * @param broadcaster knows who is interested in what
     * @param counts counts items that are deferred or dropped
     */
    LastItems(@Nonnull final Supplier<MepSettings> settings, @Nonnull final SerialExecutor executor,
              @Nonnull final Rooms rooms, @Nonnull final StanzaSender sender, @Nonnull final InstantSource clock,
              @Nonnull final Rates rates, @Nonnull final Broadcaster broadcaster,
              @Nonnull final Counters counts) {
        this.settings = settings;
        this.rooms = rooms;
        this.sender = sender;
        this.clock = clock;
        this.rates = rates;
        this.broadcaster = broadcaster;
        this.counts = counts;
        this.retry = new Coalescer(task -> executor.schedule(PAUSE, task), this::sendWaiting);
    }

    /**
     * Sends the last items of the nodes, of the room and of its occupants, that an occupant's capabilities have begun
     * to show interest in.
     *
     * @param occupant the occupant
     * @param subject any service of the room
     * @param before the ids of the nodes that the occupant was interested in before
     */
    void sendNew(@Nonnull final Occupant occupant, @Nonnull final Subject subject, @Nonnull final Set<String> before) {
        subject.room().services().forEach(service -> sendNewOf(occupant, subject.at(service), before));
    }

    private void sendNewOf(final Occupant occupant, final Subject subject, final Set<String> before) {
        for (final Node node : subject.service().nodes()) {
            if (node.configuration().sendLast() == SendLast.ON_SUB_AND_PRESENCE && !before.contains(node.id())
                && !occupant.wasNotifiedOf(node) && broadcaster.isCapable(occupant, node)) {
                send(occupant, subject, node);
            }
        }
    }

    /** Sends an occupant the last item of a node of the service, now or later. */
    void send(@Nonnull final Occupant occupant, @Nonnull final Subject subject, @Nonnull final Node node) {
        occupant.recordNotified(node);
        if (waiting.containsKey(occupant) || !trySend(occupant, subject, node)) {
            defer(occupant, subject, node);
        }
    }

    /** Returns {@code false} where the user's rate is exceeded, or the server has not got the occupant in the room. */
    private boolean trySend(final Occupant occupant, final Subject subject, final Node node) {
        node.expire(clock.instant());
        final Optional<Item> last = node.last();
        if (last.isEmpty()) {
            return true;
        }
        final JID session = occupant.session();
        if (!subject.seen().get().isInRoom(session)) {
            return false;
        }
        final MepSettings now = settings.get();
        final JID address = subject.service().address();
        if (!rates.mayReceive(session.asBareJID(), StanzaSize.event(address, node.id(), last.get(), session), now)) {
            return false;
        }
        final BooleanSupplier addressHolds = subject.service().addressHolds(rooms);
        // What waits to be sent is small: the payload becomes an element at the moment of sending.
        sender.sendLate(session, () -> {
            if (!addressHolds.getAsBoolean()) {
                return null;
            }
            final Message message =
                EventRenderer.renderLast(address, node, last.get(), now.limits().stanzaSize());
            message.setTo(session);
            return message;
        });
        return true;
    }

    private void defer(final Occupant occupant, final Subject subject, final Node node) {
        final String domain = subject.room().jid().getDomain();
        final Waiting known = waiting.get(occupant);
        if (known == null && waiting.size() >= MAX_WAITING
            || known != null && known.nodes.size() >= MAX_WAITING_OF_OCCUPANT) {
            counts.count(domain, MepMetrics.LAST_ITEMS_DROPPED);
            return;
        }
        counts.count(domain, MepMetrics.LAST_ITEMS_DEFERRED);
        waiting.computeIfAbsent(occupant, key -> new Waiting(subject.room())).nodes.put(node, subject.service());
        retry.request();
    }

    private void sendWaiting() {
        try {
            FailureIsolation.forEach(List.copyOf(waiting.keySet()), occupant ->
                waiting.computeIfPresent(occupant, (key, rest) -> sendRest(key, rest) ? null : rest));
        } finally {
            if (!waiting.isEmpty()) {
                retry.request();
            }
        }
    }

    /** Returns whether nothing waits for an occupant any more. */
    private boolean sendRest(final Occupant occupant, final Waiting rest) {
        final EventingRoom room = rest.room;
        if (room.find(occupant.session()) != occupant) {
            return true;
        }
        final Subject subject = Subject.of(room, room.own(), rooms);
        if (!subject.seen().get().isInRoom(occupant.session())) {
            rest.absences++;
            return rest.absences == ARRIVALS;
        }
        final Iterator<Map.Entry<Node, VirtualService>> nodes = rest.nodes.entrySet().iterator();
        while (nodes.hasNext()) {
            final Map.Entry<Node, VirtualService> next = nodes.next();
            final Node node = next.getKey();
            final boolean wanted = next.getValue().find(node.id()).orElse(null) == node
                && broadcaster.isInterested(occupant, node);
            if (wanted && !trySend(occupant, subject.at(next.getValue()), node)) {
                return false;
            }
            nodes.remove();
        }
        return true;
    }
}
