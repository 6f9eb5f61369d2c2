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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantKey;
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

    /** How many bytes of nodes are written at most: as many as are kept for the next start. */
    private static final long MAX_LENGTH = 64L * 1024 * 1024;
    /** The number of sessions of an occupant that are written; one of them that is still there is enough. */
    private static final int MAX_SESSIONS = 8;

    private final Supplier<MepSettings> settings;
    private final MemoryUse memory;
    private final NodePersistence persistence;
    private final long maxLength;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param memory counts how much memory is taken
     * @param persistence has the database follow
     */
    NodeHandover(@Nonnull final Supplier<MepSettings> settings, @Nonnull final MemoryUse memory,
                 @Nonnull final NodePersistence persistence) {
        this(settings, memory, persistence, MAX_LENGTH);
    }

    NodeHandover(final Supplier<MepSettings> settings, final MemoryUse memory, final NodePersistence persistence,
                 final long maxLength) {
        this.settings = settings;
        this.memory = memory;
        this.persistence = persistence;
        this.maxLength = maxLength;
    }

    /** Writes down the nodes of some rooms for the next run, each node once, as far as they are not too many. */
    @Nonnull
    List<byte[]> write(@Nonnull final Collection<EventingRoom> rooms) {
        final List<byte[]> records = new ArrayList<>();
        long length = 0;
        for (final Iterator<HandedOverNode> nodes = rooms.stream().flatMap(this::nodes).iterator(); nodes.hasNext();) {
            final List<byte[]> node = nodes.next().toRecords();
            length += node.stream().mapToLong(record -> record.length).sum();
            if (length > maxLength) {
                Log.warn("More than {} bytes of nodes are not handed over to the next start.", maxLength);
                break;
            }
            records.addAll(node);
        }
        return records;
    }

    private Stream<HandedOverNode> nodes(final EventingRoom room) {
        final boolean isStored = persistence.isStored(room);
        final Map<VirtualService, List<Occupant>> services = room.occupants().stream()
            .filter(occupant -> !occupant.service().isEmpty()).collect(Collectors.groupingBy(Occupant::service));
        return Stream.concat(
            room.own().nodes().stream().map(node -> handedOver(room, List.of(), node, !isStored)),
            services.entrySet().stream().flatMap(service ->
                service.getKey().nodes().stream().map(node -> handedOver(room, service.getValue(), node, true))));
    }

    private static HandedOverNode handedOver(final EventingRoom room, final List<Occupant> sessions, final Node node,
                                             final boolean withItems) {
        final StoredNode stored = node.toStored();
        return new HandedOverNode(room.jid(), sessions.stream().map(Occupant::session).limit(MAX_SESSIONS).toList(),
            sessions.isEmpty() ? "" : sessions.get(0).nickname(), withItems ? stored
                : new StoredNode(stored.id(), stored.created(), stored.configuration(), stored.creator(), List.of()),
            node.subscribers());
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
        if (node.sessions().isEmpty()) {
            return room.own();
        }
        return node.sessions().stream().map(room::find).filter(occupant -> occupant != null
                && OccupantKey.fold(occupant.nickname()).equals(OccupantKey.fold(node.nickname())))
            .map(Occupant::service).findFirst().orElse(null);
    }
}
