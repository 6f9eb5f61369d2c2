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

import com.google.common.collect.Maps;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.HomeListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.OrphanedRooms;
import org.xmpp.packet.JID;

/** Deletes the nodes of rooms that do not exist any more. Safe for use by several threads. */
public final class OrphanedNodes extends OrphanedRooms implements HomeListener {

    private final NodeTable table;
    private final NodeStore nodes;
    private final BooleanSupplier home;

    /**
     * Creates it.
     *
     * @param table tells of which rooms there are nodes
     * @param directory tells which rooms are in the database
     * @param rooms tells which rooms are in memory
     * @param nodes deletes nodes
     * @param executor runs what touches the database
     * @param home whether this server is the one that writes
     */
    public OrphanedNodes(@Nonnull final NodeTable table, @Nonnull final RoomDirectory directory,
                         @Nonnull final Rooms rooms, @Nonnull final NodeStore nodes,
                         @Nonnull final SerialExecutor executor, @Nonnull final BooleanSupplier home) {
        super("nodes", directory, rooms, executor);
        this.table = table;
        this.nodes = nodes;
        this.home = home;
    }

    @Override
    public void homeMoved(@Nonnull final Optional<String> server, final boolean here) {
        if (here) {
            start();
        }
    }

    @Override
    @Nonnull
    protected Optional<Map<JID, Long>> remembered() throws SQLException {
        if (!home.getAsBoolean()) {
            // Whoever is home looks as well.
            return Optional.of(Map.of());
        }
        return Optional.of(Maps.transformValues(table.newest(),
            created -> MonotonicTimestamps.of(created.plus(StoredNode.CLOCK_DIFFERENCE))));
    }

    @Override
    protected void forget(@Nonnull final JID room) {
        nodes.deleteRoom(room);
    }
}
