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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.xmpp.packet.JID;

/**
 * How many nodes rooms have: those whose nodes are in the memory of this server, with their occupants' nodes, and all
 * others as they are in the database. Safe for use by several threads; nothing blocks.
 */
final class RoomNodeCounts {

    private final Executor executor;
    private final Supplier<Collection<EventingRoom>> openRooms;
    private final NodeTable table;
    private final Executor queries;

    /**
     * Creates it.
     *
     * @param executor the feature's executor
     * @param openRooms the rooms whose nodes are in memory; asked by the feature's executor alone
     * @param table the nodes of persistent rooms
     * @param queries runs database queries; may reject them
     */
    RoomNodeCounts(@Nonnull final Executor executor, @Nonnull final Supplier<Collection<EventingRoom>> openRooms,
                   @Nonnull final NodeTable table, @Nonnull final Executor queries) {
        this.executor = executor;
        this.openRooms = openRooms;
        this.table = table;
        this.queries = queries;
    }

    /**
     * The numbers, of rooms that have nodes.
     *
     * @param limit of how many rooms at most
     * @return the numbers by the rooms' bare JIDs; fails where the database cannot be read
     */
    @Nonnull
    CompletionStage<Map<JID, Integer>> counts(final int limit) {
        // After the database, so that what was written and forgotten meanwhile is in one of both.
        return Calls.call(queries, () -> table.counts(limit))
            .thenCompose(stored -> Calls.call(executor, () -> withMemory(stored, limit)));
    }

    private Map<JID, Integer> withMemory(final Map<JID, Integer> stored, final int limit) {
        final Map<JID, Integer> all = new HashMap<>(stored);
        for (final EventingRoom room : openRooms.get()) {
            final int nodes = room.services().mapToInt(service -> service.nodes().size()).sum();
            // Before its nodes were read, a room has those in the database at least.
            if (room.loading().isDone() && nodes == 0) {
                all.remove(room.jid());
            } else if (nodes > 0 && all.size() < limit) {
                all.merge(room.jid(), nodes, room.loading().isDone() ? (old, now) -> now : Integer::sum);
            }
        }
        return Map.copyOf(all);
    }
}
