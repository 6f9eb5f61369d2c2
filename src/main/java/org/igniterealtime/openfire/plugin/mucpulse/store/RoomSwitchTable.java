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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitch;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of what differs in single rooms from the settings, and of when that was set: one row for each room and
 * feature. Portable SQL only. All methods block. Safe for use by several threads.
 */
public final class RoomSwitchTable implements Table {

    private static final Logger Log = LoggerFactory.getLogger(RoomSwitchTable.class);

    private static final String LOAD = "SELECT roomJID, feature, switchValue FROM ofMucPulseSwitch";
    private static final String LOAD_TIMESTAMPS =
        "SELECT MIN(roomJID), MIN(lastChange) FROM ofMucPulseSwitch WHERE lastChange IS NOT NULL GROUP BY roomKey";
    private static final String DELETE = "DELETE FROM ofMucPulseSwitch WHERE roomKey=?";
    private static final String INSERT =
        "INSERT INTO ofMucPulseSwitch (roomKey, roomJID, feature, switchValue, lastChange) VALUES (?,?,?,?,?)";

    private final Database database;
    private final LongSupplier timestamps;
    private final WriteBehind<Unwritten> writeBehind;
    private final RoomSwitches switches;

    private record Row(String room, String feature, String value) {
    }

    /** What differs from now on, by the bare JID of the room and the feature. */
    private record Unwritten(Map<String, Map<String, String>> rooms) implements Changes<Unwritten> {

        @Override
        public boolean isEmpty() {
            return rooms.isEmpty();
        }

        @Override
        public void followedBy(@Nonnull final Unwritten later) {
            rooms.putAll(later.rooms);
        }
    }

    /**
     * Creates the table, and the switches that it remembers.
     *
     * @param database where the table is
     * @param timestamps gives the timestamp of the moment, in microseconds since 1970
     * @param declared the switches that there are, in the order of their features
     */
    public RoomSwitchTable(@Nonnull final Database database, @Nonnull final LongSupplier timestamps,
                           @Nonnull final List<RoomSwitch> declared) {
        this.database = database;
        this.timestamps = timestamps;
        this.writeBehind = new WriteBehind<>(description(), () -> new Unwritten(new HashMap<>()),
            changes -> write(changes.rooms()), left -> { });
        this.switches = new RoomSwitches(this::changed, declared);
    }

    /**
     * The switches that the table remembers.
     *
     * @return the same object at each call
     */
    @Nonnull
    public RoomSwitches switches() {
        return switches;
    }

    private void changed(final String room, final Map<String, String> values) {
        writeBehind.update((gathered, inFlight) -> gathered.rooms().put(room, values));
    }

    @Override
    @Nonnull
    public String description() {
        return "what differs in rooms";
    }

    @Override
    public void restore(final boolean crashed) throws SQLException {
        switches.restore(load());
    }

    @Override
    public void unreadable() {
        switches.unreadable();
    }

    @Override
    public void missing() {
        switches.restore(Map.of());
    }

    @Override
    public boolean flush() {
        return writeBehind.flush();
    }

    /** What differs, by the bare JID of the room and the feature. */
    @Nonnull
    Map<String, Map<String, String>> load() throws SQLException {
        final Map<String, Map<String, String>> switches = new HashMap<>();
        Sql.scan(database, LOAD, row ->
            switches.computeIfAbsent(row.getString(1), room -> new HashMap<>())
                .put(row.getString(2), row.getString(3)));
        return switches;
    }

    /** When it was set, by the bare JID of the room, where that is known; of no room that waits to be written. */
    @Nonnull
    Map<String, Long> timestamps() throws SQLException {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final Set<String> unwritten = new HashSet<>();
        writeBehind.update((gathered, inFlight) ->
            unwritten.addAll(inFlight.rooms().keySet()) | unwritten.addAll(gathered.rooms().keySet()));
        final Map<String, Long> found = new HashMap<>();
        Sql.query(database, LOAD_TIMESTAMPS, statement -> { }, row -> found.put(row.getString(1), row.getLong(2)));
        found.keySet().removeAll(unwritten);
        return found;
    }

    /** Writes all that differs in some rooms. The timestamp of all rows of a room is that of its last change. */
    private void write(final Map<String, Map<String, String>> rooms) throws SQLException {
        RowByRow.replace(database, List.copyOf(rooms.entrySet()), RoomSwitchTable::delete, this::insert, (room, e) ->
            Log.warn("What differs in {} is not taken by the database, and is lost at the next start.", room.getKey(),
                e));
    }

    private static void delete(final Connection connection, final List<Map.Entry<String, Map<String, String>>> rooms)
        throws SQLException {
        Sql.forEach(connection, DELETE, rooms, (statement, room) -> statement.setString(1, Sql.key(room.getKey())));
    }

    private void insert(final Connection connection, final List<Map.Entry<String, Map<String, String>>> rooms)
        throws SQLException {
        final List<Row> rows = new ArrayList<>();
        rooms.forEach(room ->
            room.getValue().forEach((feature, value) -> rows.add(new Row(room.getKey(), feature, value))));
        Sql.forEach(connection, INSERT, rows, (statement, row) -> {
            statement.setString(1, Sql.key(row.room()));
            statement.setString(2, row.room());
            statement.setString(3, row.feature());
            statement.setString(4, row.value());
            statement.setLong(5, timestamps.getAsLong());
        });
    }
}
