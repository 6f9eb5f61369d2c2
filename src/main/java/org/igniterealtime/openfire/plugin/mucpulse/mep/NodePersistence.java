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
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Stores what changes at the own nodes of persistent rooms. The nodes of occupants are never stored. For the feature's
 * executor alone.
 */
final class NodePersistence {

    /** After which time rooms that are not persistent are looked at again. */
    private static final Duration LOOK_INTERVAL = Duration.ofMinutes(1);

    private final Rooms rooms;
    private final NodeStore store;
    /** The rooms with something to store should they become persistent, which no event reports. */
    private final Set<EventingRoom> watched = new HashSet<>();
    private final Coalescer look;

    /**
     * Creates it.
     *
     * @param rooms the server's rooms
     * @param store stores the nodes of rooms
     * @param executor the feature's executor
     */
    NodePersistence(@Nonnull final Rooms rooms, @Nonnull final NodeStore store,
                    @Nonnull final SerialExecutor executor) {
        this.rooms = rooms;
        this.store = store;
        this.look = new Coalescer(task -> executor.schedule(LOOK_INTERVAL, task), this::lookAtWatched);
    }

    /** Stores what a request or an operation changed at the nodes of a service. */
    void follow(@Nonnull final Subject subject, @Nonnull final Collection<String> deleted) {
        if (subject.service().isRoom()) {
            deleted.forEach(node -> store.change(subject.room().jid(), node, NodeChange.deletion()));
            follow(subject.room(), () -> subject.seen().get().isPersistent());
        }
    }

    /** Stores what has changed at the room's own nodes, if anything has. */
    void follow(@Nonnull final EventingRoom room) {
        follow(room, () -> rooms.isPersistent(room.jid()));
    }

    /** Returns whether there is something to store should the room become persistent. */
    private boolean follow(final EventingRoom room, final BooleanSupplier isPersistent) {
        if (room.own().nodes().stream().noneMatch(Node::isUnsaved)) {
            return false;
        }
        if (isPersistent.getAsBoolean()) {
            room.own().nodes().forEach(node ->
                node.takeChange().ifPresent(change -> store.change(room.jid(), node.id(), change)));
            return false;
        }
        room.own().nodes().forEach(Node::forgotten);
        watched.add(room);
        look.request();
        return true;
    }

    /** The nodes of a room but those of an earlier room of that name, whose end nobody noticed; they are deleted. */
    @Nonnull
    List<StoredNode> withoutEarlierRoom(@Nonnull final JID room, @Nonnull final List<StoredNode> nodes) {
        final Instant created = rooms.created(room);
        nodes.stream().filter(node -> node.isOfEarlierRoom(created))
            .forEach(node -> store.change(room, node.id(), NodeChange.deletion()));
        return nodes.stream().filter(node -> !node.isOfEarlierRoom(created)).toList();
    }

    private void lookAtWatched() {
        try {
            FailureIsolation.forEach(List.copyOf(watched), room -> {
                if (room.isClosed() || !follow(room, () -> rooms.isPersistent(room.jid()))) {
                    watched.remove(room);
                }
            });
        } finally {
            if (!watched.isEmpty()) {
                look.request();
            }
        }
    }

    /** Deletes all nodes of a room that was destroyed. */
    void destroyed(@Nonnull final JID room) {
        store.deleteRoom(room);
    }

    /** Whether the database has the room's own nodes. */
    boolean isStored(@Nonnull final EventingRoom room) {
        return room.own().nodes().stream().noneMatch(Node::isUnsaved) && rooms.isPersistent(room.jid());
    }
}
