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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MemoryUse.Need;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * The rooms whose nodes are in memory: those that somebody is in, and those whose nodes are shown or changed. Changed
 * by the feature's executor alone; {@link #find}, {@link #all} and what {@link KnownNodes} asks are for all threads.
 */
final class OpenRooms implements KnownNodes {

    private final Supplier<MepSettings> settings;
    private final Rooms rooms;
    private final MemoryUse memory;
    private final RoomLoader loader;
    private final NodePersistence persistence;
    private final NodeOperations operations;
    private final LastItems lastItems;
    private final Consumer<VirtualService> observer;
    private final Map<JID, EventingRoom> open = new ConcurrentHashMap<>();
    /** Items that are published in rooms that are opened have a greater order. */
    private long earlierOrders;

    /**
     * Creates it, without any room.
     *
     * @param settings gives the current settings
     * @param rooms the server's rooms
     * @param memory accounts for the memory in use
     * @param loader reads the nodes of rooms
     * @param persistence stores what changed
     * @param operations trims nodes to what is allowed
     * @param lastItems sends last items to those who entered a room before its nodes were known
     * @param observer is called when nodes or their titles change, and before and after the address of a service does
     */
    OpenRooms(@Nonnull final Supplier<MepSettings> settings, @Nonnull final Rooms rooms,
              @Nonnull final MemoryUse memory, @Nonnull final RoomLoader loader,
              @Nonnull final NodePersistence persistence, @Nonnull final NodeOperations operations,
              @Nonnull final LastItems lastItems, @Nonnull final Consumer<VirtualService> observer) {
        this.settings = settings;
        this.rooms = rooms;
        this.memory = memory;
        this.loader = loader;
        this.persistence = persistence;
        this.operations = operations;
        this.lastItems = lastItems;
        this.observer = observer;
    }

    /** The room, {@code null} where it is not open. */
    @Nullable
    EventingRoom find(@Nonnull final JID room) {
        return open.get(room);
    }

    /** The server's rooms. */
    @Nonnull
    Rooms rooms() {
        return rooms;
    }

    /** All open rooms, as they are at each moment. */
    @Nonnull
    Collection<EventingRoom> all() {
        return open.values();
    }

    /** The room, which is opened, and whose nodes are read from the database, where it was not open. */
    @Nonnull
    EventingRoom open(@Nonnull final JID jid) {
        final EventingRoom known = open.get(jid);
        if (known != null) {
            return known;
        }
        final EventingRoom opened = new EventingRoom(jid, MemoryAccount.of(memory, jid), observer);
        opened.noteOrder(earlierOrders);
        opened.follow(settings.get().isOffered(jid));
        open.put(jid, opened);
        loader.load(opened, nodes -> loaded(opened, nodes));
        return opened;
    }

    /** The nodes of a room have been read: occupants who entered it meanwhile are sent the last items. */
    private void loaded(final EventingRoom room, final List<StoredNode> nodes) {
        final MepLimits limits = settings.get().limits();
        room.restore(persistence.withoutEarlierRoom(room.jid(), nodes),
            (user, bytes) -> memory.admit(room.jid(), user, Need.of(bytes), limits));
        try {
            operations.trim(room);
            if (settings.get().isOffered(room.jid())) {
                final Subject subject = Subject.of(room, room.own(), rooms);
                FailureIsolation.forEach(List.copyOf(room.occupants()),
                    occupant -> lastItems.sendNew(occupant, subject, Set.of()));
            }
        } finally {
            room.loading().done();
            closeUnused(room);
        }
    }

    /**
     * Does something in a room as soon as its nodes are known; the room is opened for that long, whether or not the
     * feature is on there. For all threads.
     *
     * @param executor the feature's executor
     * @param jid the room
     * @param task what to do
     * @param <T> the type of the result
     * @return what the task returns; fails with what it throws, and with an {@link IllegalStateException} where the
     *     nodes cannot be read now
     */
    @Nonnull
    <T> CompletionStage<T> whenLoaded(@Nonnull final Executor executor, @Nonnull final JID jid,
                                      @Nonnull final Function<EventingRoom, T> task) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        Calls.call(executor, () -> whenLoaded(open(jid), task, result)).whenComplete((room, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    private <T> EventingRoom whenLoaded(final EventingRoom room, final Function<EventingRoom, T> task,
                                        final CompletableFuture<T> result) {
        room.loading().whenDone(() -> {
            try {
                result.complete(task.apply(room));
            } catch (final RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
            closeUnused(room);
        }, () -> {
            result.completeExceptionally(new IllegalStateException("The nodes of " + room.jid() + " cannot be read"));
            closeUnused(room);
        });
        return room;
    }

    /** Closes a room that nobody is in. */
    void closeUnused(@Nonnull final EventingRoom room) {
        if (room.isEmpty() && !room.loading().isAwaited()) {
            close(room);
        }
    }

    /** Removes a room from memory; its nodes are in the database, if the room outlives its occupants. */
    void close(@Nonnull final EventingRoom room) {
        if (open.remove(room.jid(), room)) {
            persistence.follow(room);
            room.close();
        }
    }

    /** Removes a room that was destroyed, from the database as well. */
    void destroyed(@Nonnull final JID room) {
        final EventingRoom destroyed = open.remove(room);
        if (destroyed != null) {
            destroyed.close();
        }
        persistence.destroyed(room);
    }

    /**
     * Another server may have numbered items, and may still do so where the cluster has fallen apart: the numbers of
     * this one begin elsewhere.
     *
     * @param now the microseconds since the epoch, which are more than anybody publishes items
     */
    void numberItemsFrom(final long now) {
        earlierOrders = now;
    }

    /** Removes all rooms from memory and writes nothing: another server has them from now on. */
    void abandon() {
        final List<EventingRoom> all = List.copyOf(open.values());
        open.clear();
        all.forEach(EventingRoom::abandon);
    }

    @Override
    @Nonnull
    public Collection<NodeName> ofRoom(@Nonnull final JID room) {
        final EventingRoom known = open.get(room);
        return known == null ? List.of() : known.own().nodes().stream().map(NodeName::of).toList();
    }

    @Override
    public boolean has(@Nonnull final JID room, @Nonnull final OccupantView occupant, @Nonnull final String node) {
        final VirtualService service = service(room, occupant);
        return service != null && service.has(node);
    }

    @Override
    public boolean hasAny(@Nonnull final JID room, @Nonnull final OccupantView occupant) {
        final VirtualService service = service(room, occupant);
        return service != null && !service.isEmpty();
    }

    @Nullable
    private VirtualService service(final JID room, final OccupantView occupant) {
        final EventingRoom known = open.get(room);
        return known == null ? null : known.findService(occupant);
    }

    /** Follows changed settings: nodes that hold more items than allowed lose the oldest ones. */
    void settingsChanged() {
        FailureIsolation.forEach(open.values(), operations::trim);
    }
}
