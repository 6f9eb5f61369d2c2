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

import com.google.common.collect.Iterators;
import com.google.common.collect.Sets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
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

    /** Of how many rooms it is remembered what was set in this run. */
    static final int RECENT = 10_000;

    private final Database database;
    private final MonotonicTimestamps timestamps;
    private final JournalChannel journal;
    private final WriteBehind<Unwritten> writeBehind;
    private final RoomSwitches switches;
    /** What was set in this run, on whichever server of the cluster, the latest last. */
    @GuardedBy("recent")
    private final Map<String, RoomSwitchChange> recent = new LinkedHashMap<>();
    private volatile Consumer<byte[]> announcement = record -> { };

    private record Row(String room, String feature, String value, long timestamp) {
    }

    /** What differs from now on, by the bare JID of the room. */
    private record Unwritten(Map<String, RoomSwitchChange> rooms) implements Changes<Unwritten> {

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
     * @param timestamps gives the timestamp of the moment
     * @param declared the switches that there are, in the order of their features
     * @param journal keeps what is not written yet; what it has of earlier runs counts, also where the table is not
     *     read
     */
    public RoomSwitchTable(@Nonnull final Database database, @Nonnull final MonotonicTimestamps timestamps,
                           @Nonnull final List<RoomSwitch> declared, @Nonnull final Journal journal) {
        this.database = database;
        this.timestamps = timestamps;
        this.writeBehind = new WriteBehind<>(description(), () -> new Unwritten(new HashMap<>()),
            changes -> write(changes.rooms()), left -> { });
        this.switches = new RoomSwitches(this::changed, declared);
        this.journal = journal.channel("switches", new Records());
        this.journal.replay();
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
        final RoomSwitchChange change = new RoomSwitchChange(values, timestamps.next());
        note(room, change);
        announcement.accept(change.toRecord(room));
    }

    /** Answers whether nothing was set later. */
    private boolean note(final String room, final RoomSwitchChange change) {
        // In one, so that what is written last is what was set last.
        return writeBehind.update((gathered, inFlight) -> {
            final boolean isLast = noteRecent(room, change);
            if (isLast) {
                gathered.rooms().put(room, change);
                journal.append(change.toRecord(room));
            }
            return isLast;
        });
    }

    private boolean noteRecent(final String room, final RoomSwitchChange change) {
        synchronized (recent) {
            final RoomSwitchChange known = recent.get(room);
            if (known != null && known.timestamp() >= change.timestamp()) {
                return false;
            }
            recent.remove(room);
            recent.put(room, change);
            final Iterator<RoomSwitchChange> oldest = recent.values().iterator();
            while (recent.size() > RECENT) {
                oldest.next();
                oldest.remove();
            }
            return true;
        }
    }

    /** Has somebody tell the other servers of the cluster what is set. */
    void onChange(@Nonnull final Consumer<byte[]> newAnnouncement) {
        announcement = newAnnouncement;
    }

    /** Records of what was set of late, for {@link #takeOver}; they are made as they are needed. */
    @Nonnull
    Iterator<byte[]> recent() {
        final List<Map.Entry<String, RoomSwitchChange>> entries = new ArrayList<>();
        synchronized (recent) {
            recent.forEach((room, change) -> entries.add(Map.entry(room, change)));
        }
        return Iterators.transform(entries.iterator(), entry -> entry.getValue().toRecord(entry.getKey()));
    }

    /**
     * Takes over what was set on another server of the cluster, unless something was set later. It is written here as
     * well, as the server that was the slower to write may have written what was set earlier. While the table cannot be
     * read, what waits is bounded.
     */
    void takeOver(@Nonnull final byte[] record) throws IOException {
        if (!switches.areReadable() && unwrittenCount() >= RECENT) {
            // It is read later, as the other server writes it.
            return;
        }
        RoomSwitchChange.read(record, (room, change) -> {
            timestamps.startAfter(change.timestamp());
            if (note(room, change)) {
                switches.takeOver(room, change.values());
                final RoomSwitchChange last;
                synchronized (recent) {
                    last = recent.getOrDefault(room, change);
                }
                if (last != change) {
                    // Something was set meanwhile.
                    switches.takeOver(room, last.values());
                }
            }
        });
    }

    /** Reads the table again, but for what is known to have been set of late. */
    void readAgain() throws SQLException {
        final Map<String, Map<String, String>> stored = load();
        final Set<String> known = new HashSet<>(unwritten().keySet());
        synchronized (recent) {
            known.addAll(recent.keySet());
        }
        Sets.union(stored.keySet(), switches.all().keySet()).stream().filter(room -> !known.contains(room)).toList()
            .forEach(room -> switches.takeOver(room, stored.getOrDefault(room, Map.of())));
    }

    /** What the journal has of the table. */
    private final class Records implements JournalSource {

        @Override
        public void replay(@Nonnull final byte[] record) throws IOException {
            RoomSwitchChange.read(record, (room, change) -> {
                timestamps.startAfter(change.timestamp());
                writeBehind.update((gathered, inFlight) -> gathered.rooms().put(room, change));
            });
        }

        @Override
        public void snapshot(@Nonnull final Consumer<byte[]> records) {
            unwritten().forEach((room, change) -> records.accept(change.toRecord(room)));
        }
    }

    private int unwrittenCount() {
        return writeBehind.update((gathered, inFlight) -> gathered.rooms().size() + inFlight.rooms().size());
    }

    /** What waits to be written, and what is just being written. */
    private Map<String, RoomSwitchChange> unwritten() {
        return writeBehind.update((gathered, inFlight) -> {
            final Map<String, RoomSwitchChange> all = new HashMap<>(inFlight.rooms());
            all.putAll(gathered.rooms());
            return all;
        });
    }

    @Override
    @Nonnull
    public String description() {
        return "what differs in rooms";
    }

    @Override
    public void restore(final boolean crashed) throws SQLException {
        // What is in the journal of this server may have been set again on another one meanwhile.
        final Map<String, Long> stored = storedTimestamps();
        writeBehind.update((gathered, inFlight) -> gathered.rooms().entrySet().removeIf(unwritten ->
            stored.getOrDefault(unwritten.getKey(), MonotonicTimestamps.NEVER) > unwritten.getValue().timestamp()));
        // Looked at before the database, so that a flush in between cannot hide anything.
        final Map<String, RoomSwitchChange> unwritten = unwritten();
        switches.restore(changed(load(), unwritten));
    }

    private static Map<String, Map<String, String>> changed(final Map<String, Map<String, String>> stored,
                                                            final Map<String, RoomSwitchChange> unwritten) {
        final Map<String, Map<String, String>> all = new HashMap<>(stored);
        unwritten.forEach((room, change) -> {
            all.remove(room);
            if (!change.values().isEmpty()) {
                all.put(room, change.values());
            }
        });
        return all;
    }

    @Override
    public void unreadable() {
        switches.unreadable();
    }

    @Override
    public void missing() {
        switches.restore(changed(Map.of(), unwritten()));
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

    /** When it was set, by the bare JID of the room, where that is known. */
    @Nonnull
    Map<String, Long> timestamps() throws SQLException {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final Map<String, RoomSwitchChange> unwritten = unwritten();
        final Map<String, Long> found = storedTimestamps();
        unwritten.forEach((room, change) -> found.put(room, change.timestamp()));
        return found;
    }

    private Map<String, Long> storedTimestamps() throws SQLException {
        final Map<String, Long> found = new HashMap<>();
        Sql.query(database, LOAD_TIMESTAMPS, statement -> { }, row -> found.put(row.getString(1), row.getLong(2)));
        return found;
    }

    /** Writes all that differs in some rooms. The timestamp of all rows of a room is that of its last change. */
    private void write(final Map<String, RoomSwitchChange> rooms) throws SQLException {
        RowByRow.replace(database, List.copyOf(rooms.entrySet()), RoomSwitchTable::delete, RoomSwitchTable::insert,
            (room, e) -> Log.warn("What differs in {} is not taken by the database, and is lost at the next start.",
                room.getKey(), e));
    }

    private static void delete(final Connection connection, final List<Map.Entry<String, RoomSwitchChange>> rooms)
        throws SQLException {
        Sql.forEach(connection, DELETE, rooms, (statement, room) -> statement.setString(1, Sql.key(room.getKey())));
    }

    private static void insert(final Connection connection, final List<Map.Entry<String, RoomSwitchChange>> rooms)
        throws SQLException {
        final List<Row> rows = new ArrayList<>();
        rooms.forEach(room -> room.getValue().values().forEach((feature, value) ->
            rows.add(new Row(room.getKey(), feature, value, room.getValue().timestamp()))));
        Sql.forEach(connection, INSERT, rows, (statement, row) -> {
            statement.setString(1, Sql.key(row.room()));
            statement.setString(2, row.room());
            statement.setString(3, row.feature());
            statement.setString(4, row.value());
            statement.setLong(5, row.timestamp());
        });
    }
}
