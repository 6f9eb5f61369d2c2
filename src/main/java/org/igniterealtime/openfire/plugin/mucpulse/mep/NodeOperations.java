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

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;

/**
 * What rooms, other plugins and administrators do with nodes, without a request of an occupant. For the feature's
 * executor alone.
 */
final class NodeOperations {

    private static final int DEFAULT_ITEMS = 20;

    private final Supplier<MepSettings> settings;
    private final InstantSource clock;
    private final MemoryUse memory;
    private final Broadcaster broadcaster;
    private final NodePersistence persistence;

    /**
     * Creates it.
     *
     * @param settings tells the settings of the moment
     * @param clock the wall clock
     * @param memory counts how much memory is taken
     * @param broadcaster tells those who are interested
     * @param persistence has the database follow
     */
    NodeOperations(@Nonnull final Supplier<MepSettings> settings, @Nonnull final InstantSource clock,
                   @Nonnull final MemoryUse memory, @Nonnull final Broadcaster broadcaster,
                   @Nonnull final NodePersistence persistence) {
        this.settings = settings;
        this.clock = clock;
        this.memory = memory;
        this.broadcaster = broadcaster;
        this.persistence = persistence;
    }

    /**
     * Publishes an item to a node of the room itself, which is made where it is missing.
     *
     * @throws IllegalArgumentException where a limit is exceeded, or a name makes no sense
     */
    void publish(@Nonnull final EventingRoom room, @Nonnull final String id, @Nonnull final Item item) {
        final MepSettings now = settings.get();
        if (!RequestParser.isValidId(id) || !RequestParser.isValidId(item.id())) {
            throw new IllegalArgumentException("The name of the node or of the item is empty, or too long.");
        }
        final Optional<Node> existing = room.own().find(id);
        final NodeConfiguration configuration = existing.map(Node::configuration).orElseGet(() ->
            NodeConfiguration.defaults(Math.min(DEFAULT_ITEMS, now.itemsPerNode()), now.payloadSize()));
        if (item.size() > now.payloadSize()
            || StanzaSize.event(room.jid(), id, item) > now.limits().stanzaSize()
            || existing.isEmpty() && room.own().size() >= now.nodesPerRoom()
            || !memory.admit(room.jid(), null, need(id, item, existing, configuration, now), now.limits())) {
            throw new IllegalArgumentException("A limit is exceeded: " + id);
        }
        final Node node = existing.orElseGet(() -> {
            final Node made = new Node(id, clock.instant(), configuration, null, room.account());
            room.own().add(made);
            return made;
        });
        broadcaster.broadcastOverflow(room, room.own(), node, node.put(item, now.itemsPerNode()));
        broadcaster.broadcast(room, room.own(), new NodeEvent.Published(node, item));
        persistence.follow(room);
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
        if (node.get().configuration().notifyRetract()) {
            broadcaster.broadcast(room, service, new NodeEvent.Retracted(node.get(), itemId));
        }
        if (service.isRoom()) {
            persistence.follow(room);
        }
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
        if (node.get().configuration().notifyDelete()) {
            broadcaster.broadcast(room, service, new NodeEvent.Deleted(node.get()));
        }
        if (service.isRoom()) {
            persistence.deleted(room, List.of(id));
        }
        return true;
    }
}
