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

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Sends those who become interested in a node its last item. A user who is sent too much gets the rest later, as far as
 * that is bounded as well. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#impl-notify-last">XEP-0060 §12.7</a>
 */
final class LastItems {

    /** After which time those are looked at again who were sent too much. */
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /** Of how many nodes an occupant's last items may wait. */
    private static final int MAX_WAITING_OF_OCCUPANT = 500;
    /** For how many occupants last items may wait. */
    private static final int MAX_WAITING = 2_000;

    private final Supplier<MepSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final StanzaSender sender;
    private final InstantSource clock;
    private final Rates rates;
    private final Broadcaster broadcaster;
    private final Counters counts;
    private final Map<Occupant, Waiting> waiting = new HashMap<>();
    private boolean scheduled;

    /** What an occupant is still to be sent. */
    private record Waiting(EventingRoom room, Map<Node, VirtualService> nodes) {
    }

    /**
     * Creates it.
     *
     * @param settings tells the settings of the moment
     * @param executor the feature's executor
     * @param rooms tells who is in a room
     * @param sender sends stanzas
     * @param clock the wall clock, for the age of items
     * @param rates how much users may be sent
     * @param broadcaster tells who is interested in what
     * @param counts counts what is deferred or dropped
     */
    LastItems(@Nonnull final Supplier<MepSettings> settings, @Nonnull final SerialExecutor executor,
              @Nonnull final Rooms rooms, @Nonnull final StanzaSender sender, @Nonnull final InstantSource clock,
              @Nonnull final Rates rates, @Nonnull final Broadcaster broadcaster,
              @Nonnull final Counters counts) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.sender = sender;
        this.clock = clock;
        this.rates = rates;
        this.broadcaster = broadcaster;
        this.counts = counts;
    }

    /** Sends the last items of the nodes that an occupant's capabilities have begun to show interest in. */
    void sendNew(@Nonnull final EventingRoom room, @Nonnull final Occupant occupant,
               @Nonnull final Set<String> before) {
        sendNew(room, room.own(), occupant, before);
        room.occupantServices().forEach(service -> sendNew(room, service, occupant, before));
    }

    private void sendNew(final EventingRoom room, final VirtualService service, final Occupant occupant,
                       final Set<String> before) {
        for (final Node node : service.nodes()) {
            if (node.configuration().sendLast() == SendLast.ON_SUB_AND_PRESENCE && !before.contains(node.id())
                && !occupant.wasNotifiedOf(node) && broadcaster.isCapable(occupant, node)) {
                send(room, occupant, service, node);
            }
        }
    }

    /** Sends an occupant the last item of a node, now or later. */
    void send(@Nonnull final EventingRoom room, @Nonnull final Occupant occupant,
              @Nonnull final VirtualService service, @Nonnull final Node node) {
        occupant.recordNotified(node);
        if (waiting.containsKey(occupant) || !trySend(room, occupant, service, node)) {
            defer(room, occupant, service, node);
        }
    }

    /** Returns {@code false} where the user has been sent too much. */
    private boolean trySend(final EventingRoom room, final Occupant occupant, final VirtualService service,
                            final Node node) {
        node.expire(clock.instant());
        final Optional<Item> last = node.last();
        if (last.isEmpty() || rooms.occupant(room.jid(), occupant.session()).isEmpty()) {
            return true;
        }
        final MepSettings now = settings.get();
        if (!rates.mayReceive(occupant.session().asBareJID(),
            StanzaSize.event(service.address(), node.id(), last.get(), occupant.session()), now)) {
            return false;
        }
        final JID address = service.address();
        final JID session = occupant.session();
        final BooleanSupplier holds = service.addressHolds(rooms);
        // What waits to be sent is small: the payload becomes an element at the moment of sending.
        sender.sendLate(session, () -> {
            if (!holds.getAsBoolean()) {
                return null;
            }
            final Message message =
                EventRenderer.renderLast(address, node, last.get(), now.limits().stanzaSize());
            message.setTo(session);
            return message;
        });
        return true;
    }

    private void defer(final EventingRoom room, final Occupant occupant, final VirtualService service,
                       final Node node) {
        final Waiting known = waiting.get(occupant);
        if (known == null && waiting.size() >= MAX_WAITING
            || known != null && known.nodes().size() >= MAX_WAITING_OF_OCCUPANT) {
            counts.count(room.jid().getDomain(), MepMetrics.LAST_ITEMS_DROPPED);
            return;
        }
        counts.count(room.jid().getDomain(), MepMetrics.LAST_ITEMS_DEFERRED);
        waiting.computeIfAbsent(occupant, key -> new Waiting(room, new LinkedHashMap<>())).nodes().put(node, service);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            executor.schedule(PAUSE, () -> {
                scheduled = false;
                waiting.entrySet().removeIf(entry -> sendRest(entry.getKey(), entry.getValue()));
                if (!waiting.isEmpty()) {
                    schedule();
                }
            });
        }
    }

    /** Returns whether there is nothing left to be sent to an occupant. */
    private boolean sendRest(final Occupant occupant, final Waiting rest) {
        if (rest.room().find(occupant.session()) != occupant) {
            return true;
        }
        final Iterator<Map.Entry<Node, VirtualService>> nodes = rest.nodes().entrySet().iterator();
        while (nodes.hasNext()) {
            final Map.Entry<Node, VirtualService> next = nodes.next();
            final Node node = next.getKey();
            final boolean wanted = next.getValue().find(node.id()).orElse(null) == node
                && broadcaster.isInterested(occupant, node);
            if (wanted && !trySend(rest.room(), occupant, next.getValue(), node)) {
                return false;
            }
            nodes.remove();
        }
        return true;
    }
}
