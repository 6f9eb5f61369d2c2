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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.xmpp.packet.JID;

/** Forgets what differs in rooms that do not exist any more. Safe for use by several threads. */
public final class OrphanedRoomSwitches extends OrphanedRooms {

    private final RoomSwitches switches;
    private final RoomSwitchTable table;

    /**
     * Creates it.
     *
     * @param table has what differs in single rooms, and when that was set
     * @param directory tells which rooms are in the database
     * @param rooms tells which rooms are in memory
     * @param executor runs what touches the database
     */
    public OrphanedRoomSwitches(@Nonnull final RoomSwitchTable table, @Nonnull final RoomDirectory directory,
                                @Nonnull final Rooms rooms, @Nonnull final SerialExecutor executor) {
        super("own settings", directory, rooms, executor);
        this.switches = table.switches();
        this.table = table;
    }

    @Override
    @Nonnull
    protected Optional<Map<JID, Long>> remembered() throws SQLException {
        if (!switches.isRestored()) {
            return Optional.empty();
        }
        final Map<String, Long> timestamps = table.timestamps();
        return Optional.of(switches.all().keySet().stream().collect(
            Collectors.toMap(room -> new JID(room, true), room -> timestamps.getOrDefault(room, Long.MAX_VALUE))));
    }

    @Override
    protected void forget(@Nonnull final JID room) {
        switches.set(room.toString(), Map.of());
    }
}
