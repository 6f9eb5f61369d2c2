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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Hands over from one run of the plugin to the next what the database does not have: the nodes of occupants and of
 * rooms that are not persistent, and explicit subscriptions. The next run takes over, within the limits, what belongs
 * to sessions that are still in the room under the same nickname. For the feature's executor alone.
 */
final class NodeHandover {

    private static final Logger Log = LoggerFactory.getLogger(NodeHandover.class);

    private final Supplier<MepSettings> settings;
    private final MemoryUse memory;
    private final NodePersistence persistence;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param memory counts how much memory is taken
     * @param persistence has the database follow
     */
    NodeHandover(@Nonnull final Supplier<MepSettings> settings, @Nonnull final MemoryUse memory,
                 @Nonnull final NodePersistence persistence) {
        this.settings = settings;
        this.memory = memory;
        this.persistence = persistence;
    }

    /** Writes down the nodes of some rooms for the next run. */
    @Nonnull
    List<byte[]> write(@Nonnull final Collection<EventingRoom> rooms) {
        final List<byte[]> records = new ArrayList<>();
        for (final EventingRoom room : rooms) {
            room.own().nodes().forEach(node ->
                records.addAll(handedOver(room, null, "", node, !persistence.isStored(room)).toRecords()));
            for (final Occupant occupant : room.occupants()) {
                occupant.service().nodes().forEach(node -> records.addAll(
                    handedOver(room, occupant.session(), occupant.nickname(), node, true).toRecords()));
            }
        }
        return records;
    }

    private static HandedOverNode handedOver(final EventingRoom room, @Nullable final JID session,
                                             final String nickname, final Node node, final boolean withItems) {
        final StoredNode stored = node.toStored();
        return new HandedOverNode(room.jid(), session, nickname, withItems ? stored
            : new StoredNode(stored.id(), stored.created(), stored.configuration(), stored.creator(), List.of()),
            List.copyOf(node.subscribers()));
    }

    /** Takes over the nodes of rooms that an earlier run wrote down. */
    void read(@Nonnull final List<byte[]> records, @Nonnull final Function<JID, EventingRoom> rooms) {
        try {
            // One task for each room, as only so many may wait for its nodes.
            HandedOverNode.fromRecords(records).stream().collect(Collectors.groupingBy(HandedOverNode::room))
                .forEach((jid, nodes) -> {
                    final EventingRoom room = rooms.apply(jid);
                    if (room != null) {
                        room.loading().whenDone(() -> nodes.forEach(node -> take(room, node)), () ->
                            Log.debug("Nodes of {} are not taken over, as those of the room are not known.", jid));
                    }
                });
        } catch (final IOException | RuntimeException e) {
            Log.warn("What the last run knew of nodes cannot be read.", e);
        }
    }

    private void take(final EventingRoom room, final HandedOverNode handedOver) {
        final VirtualService service = service(room, handedOver);
        if (service == null) {
            return;
        }
        final StoredNode stored = handedOver.stored();
        final MepLimits limits = settings.get().limits();
        final Need need = Need.of(Node.held(stored.id(), stored.configuration()));
        if (!service.has(stored.id()) && memory.admit(room.jid(), stored.creator(), need, limits)) {
            final Node node = new Node(stored.id(), stored.created(), stored.configuration(), stored.creator(),
                room.account());
            stored.items().forEach(item -> room.noteOrder(item.order()));
            node.restore(stored.items(), item ->
                memory.admit(room.jid(), item.publisher(), Need.of(item.held()), limits));
            node.forgotten();
            service.add(node);
        }
        service.find(stored.id()).ifPresent(node -> handedOver.subscribers().stream()
            .filter(session -> room.find(session) != null
                && memory.admit(room.jid(), session.asBareJID(), Need.of(Node.SUBSCRIPTION), limits))
            .forEach(node::subscribe));
        persistence.follow(room);
    }

    @Nullable
    private static VirtualService service(final EventingRoom room, final HandedOverNode node) {
        if (node.session() == null) {
            return room.own();
        }
        final Occupant occupant = room.find(node.session());
        return occupant == null || !occupant.nickname().equals(node.nickname()) ? null : occupant.service();
    }
}
