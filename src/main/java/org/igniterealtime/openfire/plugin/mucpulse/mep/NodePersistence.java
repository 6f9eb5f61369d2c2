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
import java.util.Collection;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Has the database follow what changes at the nodes of persistent rooms. For the feature's executor alone.
 */
final class NodePersistence {

    /** How often a room is looked at that is not persistent. */
    private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);

    private final Rooms rooms;
    private final NodeStore store;
    private final SerialExecutor executor;
    private final Predicate<EventingRoom> isOpen;

    /**
     * Creates it.
     *
     * @param rooms tells which rooms are persistent
     * @param store remembers the nodes of rooms
     * @param executor the feature's executor
     * @param isOpen whether a room is still the one that there is
     */
    NodePersistence(@Nonnull final Rooms rooms, @Nonnull final NodeStore store, @Nonnull final SerialExecutor executor,
                    @Nonnull final Predicate<EventingRoom> isOpen) {
        this.rooms = rooms;
        this.store = store;
        this.executor = executor;
        this.isOpen = isOpen;
    }

    /** Nodes of the room itself were deleted. */
    void deleted(@Nonnull final EventingRoom room, @Nonnull final Collection<String> nodes) {
        nodes.forEach(node -> store.change(room.jid(), node, NodeChange.deletion()));
    }

    /** All nodes of a room that is no more were deleted. */
    void destroyed(@Nonnull final JID room) {
        store.deleteRoom(room);
    }

    /** Whether the database has the room's own nodes. */
    boolean isStored(@Nonnull final EventingRoom room) {
        return room.own().nodes().stream().noneMatch(Node::isUnsaved) && rooms.isPersistent(room.jid());
    }

    /** Something may be different at the room's own nodes. */
    void follow(@Nonnull final EventingRoom room) {
        if (room.own().nodes().stream().noneMatch(Node::isUnsaved)) {
            return;
        }
        if (rooms.isPersistent(room.jid())) {
            room.own().nodes().forEach(node ->
                node.takeChange().ifPresent(change -> store.change(room.jid(), node.id(), change)));
        } else {
            room.own().nodes().forEach(Node::forgotten);
            watch(room);
        }
    }

    /** No event tells that a room has become persistent: looks for that, as long as there is something to store. */
    private void watch(final EventingRoom room) {
        if (room.watch(true)) {
            executor.schedule(LOOK_INTERVAL, () -> {
                room.watch(false);
                if (isOpen.test(room)) {
                    follow(room);
                }
            });
        }
    }
}
