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

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;

/**
 * Changes nodes without a request of an occupant: for other plugins, administrators and changed settings. For the
 * feature's executor alone.
 */
final class NodeOperations {

    private final Supplier<MepSettings> settings;
    private final InstantSource clock;
    private final Rooms rooms;
    private final MemoryUse memory;
    private final Broadcaster broadcaster;
    private final NodePersistence persistence;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param clock the wall clock
     * @param rooms the server's rooms
     * @param memory accounts for the memory in use
     * @param broadcaster notifies those who are interested
     * @param persistence stores what changed
     */
    NodeOperations(@Nonnull final Supplier<MepSettings> settings, @Nonnull final InstantSource clock,
                   @Nonnull final Rooms rooms, @Nonnull final MemoryUse memory,
                   @Nonnull final Broadcaster broadcaster, @Nonnull final NodePersistence persistence) {
        this.settings = settings;
        this.clock = clock;
        this.rooms = rooms;
        this.memory = memory;
        this.broadcaster = broadcaster;
        this.persistence = persistence;
    }

    /**
     * Publishes an item to a node of the room itself, which is created where it is missing.
     *
     * @throws IllegalArgumentException where a limit is exceeded, or an id is empty or too long
     */
    void publish(@Nonnull final EventingRoom room, @Nonnull final String id, @Nonnull final Item item) {
        final MepSettings now = settings.get();
        if (!Ids.isValid(id) || !Ids.isValid(item.id())) {
            throw new IllegalArgumentException("The name of the node or of the item is empty, or too long.");
        }
        final Optional<Node> existing = room.own().find(id);
        final NodeConfiguration configuration =
            existing.map(Node::configuration).orElseGet(() -> NodeConfiguration.ofRoom(now));
        if (item.size() > now.payloadSize()
            || StanzaSize.event(room.jid(), id, item) > now.limits().stanzaSize()
            || existing.isEmpty() && room.own().size() >= now.nodesPerRoom()
            || !memory.admit(room.jid(), null, need(id, item, existing, configuration, now), now.limits())) {
            throw new IllegalArgumentException("A limit is exceeded: " + id);
        }
        final Node node = existing.orElseGet(() -> {
            final Node created = new Node(id, clock.instant(), configuration, null, room.account());
            room.own().add(created);
            return created;
        });
        final Subject subject = Subject.of(room, room.own(), rooms);
        final List<String> removed = node.put(item, now.itemsPerNode());
        broadcaster.broadcastOverflow(subject, node, removed);
        broadcaster.broadcast(subject, new NodeEvent.Published(node, item));
        persistence.follow(subject, List.of());
    }

    private static Need need(final String id, final Item item, final Optional<Node> existing,
                             final NodeConfiguration configuration, final MepSettings now) {
        final long freed = existing.map(node -> node.displacedBy(item.id(), now.itemsPerNode())).orElse(List.of())
            .stream().mapToLong(Item::held).sum();
        return new Need(item.held() + (existing.isPresent() ? 0 : Node.held(id, configuration)), 0, freed);
    }

    /** Deletes an item; returns whether there was one. */
    boolean retract(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
                    @Nonnull final String id, @Nonnull final String itemId) {
        final Optional<Node> node = service.find(id);
        if (node.isEmpty() || node.get().remove(itemId).isEmpty()) {
            return false;
        }
        final Subject subject = Subject.of(room, service, rooms);
        if (node.get().configuration().notifyRetract()) {
            broadcaster.broadcast(subject, new NodeEvent.Retracted(node.get(), itemId));
        }
        persistence.follow(subject, List.of());
        return true;
    }

    /** Deletes a node; returns whether there was one. */
    boolean delete(@Nonnull final EventingRoom room, @Nonnull final VirtualService service,
                   @Nonnull final String id) {
        final Optional<Node> node = service.find(id);
        if (node.isEmpty()) {
            return false;
        }
        service.remove(id);
        final Subject subject = Subject.of(room, service, rooms);
        if (node.get().configuration().notifyDelete()) {
            broadcaster.broadcast(subject, new NodeEvent.Deleted(node.get()));
        }
        persistence.follow(subject, List.of(id));
        return true;
    }

    /** Has all nodes of a room forget the oldest items where they hold more than is allowed. */
    void trim(@Nonnull final EventingRoom room) {
        final int allowed = settings.get().itemsPerNode();
        final Subject subject = Subject.of(room, room.own(), rooms);
        room.services().forEach(service -> service.nodes().forEach(node ->
            broadcaster.broadcastOverflow(subject.at(service), node, node.trim(allowed))));
        persistence.follow(subject, List.of());
    }
}
