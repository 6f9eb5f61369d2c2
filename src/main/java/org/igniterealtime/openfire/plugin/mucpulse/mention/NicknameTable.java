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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.NewestRows;
import org.igniterealtime.openfire.plugin.mucpulse.store.RowByRow;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The table of the nicknames by which users were last in rooms (N2). A nickname is found by the hash of what all
 * spellings of it have in common. Portable SQL only. All methods block. Safe for use by several threads.
 */
public final class NicknameTable {

    private static final Logger Log = LoggerFactory.getLogger(NicknameTable.class);

    private static final String COLUMNS = "SELECT userJID, roomJID, nickname, lastUsed FROM ofMucPulseNickname WHERE ";
    private static final String BY_NICKNAME = COLUMNS + "roomKey=? AND nickKey=? ORDER BY lastUsed DESC";
    private static final String BY_USER = COLUMNS + "userKey=? ORDER BY lastUsed DESC";
    private static final String COUNT = "SELECT COUNT(*) FROM ofMucPulseNickname";
    private static final String NEWEST = "SELECT lastUsed FROM ofMucPulseNickname ORDER BY lastUsed DESC";
    private static final String BY_KEY = "userKey=? AND roomKey=?";
    private static final String UPDATE =
        "UPDATE ofMucPulseNickname SET nickKey=?, nickname=?, lastUsed=? WHERE " + BY_KEY + " AND lastUsed<?";
    private static final String TOUCH = "UPDATE ofMucPulseNickname SET lastUsed=lastUsed WHERE " + BY_KEY;
    private static final String FIND = "SELECT userKey, roomKey, lastUsed FROM ofMucPulseNickname WHERE ";
    private static final String INSERT = "INSERT INTO ofMucPulseNickname (userKey, userJID, roomKey, roomJID, nickKey,"
        + " nickname, lastUsed) VALUES (?,?,?,?,?,?,?)";
    private static final String DELETE_OF_USER = "DELETE FROM ofMucPulseNickname WHERE userKey=?";
    private static final String DELETE_OF_ROOM = "DELETE FROM ofMucPulseNickname WHERE roomKey=?";
    private static final String ROOMS =
        "SELECT roomKey, MIN(roomJID) FROM ofMucPulseNickname WHERE roomKey>? GROUP BY roomKey ORDER BY roomKey";
    private static final String USERS =
        "SELECT userKey, MIN(userJID) FROM ofMucPulseNickname WHERE userKey>? GROUP BY userKey ORDER BY userKey";
    private static final String OLDER = " AND lastUsed<?";
    private static final String DELETE_BEFORE = "DELETE FROM ofMucPulseNickname WHERE lastUsed<?";

    /**
     * A room or a user that has nicknames in the table.
     *
     * @param key the key by which the rows are found, and in whose order pages are read
     * @param jid the bare JID
     */
    record Owner(@Nonnull String key, @Nonnull JID jid) {
    }

    private final Database database;
    private final AtomicLong refused = new AtomicLong();
    private final NewestRows<KnownNickname> writer =
        new NewestRows<>(new NewestRows.Statements(UPDATE, FIND, BY_KEY, INSERT), NicknameTable::keys,
            KnownNickname::timestamp, NicknameTable::setUpdate, NicknameTable::setInsert);

    /**
     * Creates the statements of the table.
     *
     * @param database where the table is
     */
    public NicknameTable(@Nonnull final Database database) {
        this.database = database;
    }

    private static List<String> keys(final KnownNickname known) {
        return List.of(Sql.key(known.user()), Sql.key(known.room()));
    }

    private static void setUpdate(final PreparedStatement statement, final KnownNickname known) throws SQLException {
        statement.setString(1, Sql.key(known.folded()));
        statement.setString(2, known.nickname());
        statement.setLong(3, known.timestamp());
        statement.setString(4, Sql.key(known.user()));
        statement.setString(5, Sql.key(known.room()));
        statement.setLong(6, known.timestamp());
    }

    private static void setInsert(final PreparedStatement statement, final KnownNickname known) throws SQLException {
        Sql.setJid(statement, 1, known.user());
        Sql.setJid(statement, 3, known.room());
        statement.setString(5, Sql.key(known.folded()));
        statement.setString(6, known.nickname());
        statement.setLong(7, known.timestamp());
    }

    private static KnownNickname read(final ResultSet row) throws SQLException {
        return new KnownNickname(Sql.jid(row.getString(1)), Sql.jid(row.getString(2)), row.getString(3),
            row.getLong(4));
    }

    /**
     * Who was last in a room by a nickname.
     *
     * @param room the room's bare JID
     * @param folded the nickname, with its case folded
     * @param most how many to read at most
     * @return those who used it, whoever did so last first
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    List<KnownNickname> calledBy(@Nonnull final JID room, @Nonnull final String folded, final int most)
        throws SQLException {
        final List<KnownNickname> found = new ArrayList<>();
        Sql.query(database, BY_NICKNAME, most, statement -> {
            statement.setString(1, Sql.key(room));
            statement.setString(2, Sql.key(folded));
        }, row -> found.add(read(row)));
        return found;
    }

    /**
     * By which nicknames a user was last in rooms.
     *
     * @param user the user's bare JID
     * @param most how many to read at most
     * @return one for each room, the last one first
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    List<KnownNickname> of(@Nonnull final JID user, final int most) throws SQLException {
        final List<KnownNickname> found = new ArrayList<>();
        Sql.query(database, BY_USER, most, statement -> statement.setString(1, Sql.key(user)),
            row -> found.add(read(row)));
        return found;
    }

    /** Writes what changed. A row that the database refuses is dropped alone, logged and counted. */
    void write(@Nonnull final NicknameChanges changes) throws SQLException {
        final List<KnownNickname> nicknames = List.copyOf(changes.nicknames().values());
        try {
            Sql.inContestedTransaction(database, connection -> {
                forget(connection, changes);
                writer.write(connection, nicknames);
            });
            return;
        } catch (final SQLException | RuntimeException e) {
            if (DatabaseUnavailableException.isCauseOf(e)) {
                throw e;
            }
            Log.debug("Nicknames are written in parts, as they cannot be written together.", e);
        }
        Sql.inTransaction(database, connection -> forget(connection, changes));
        RowByRow.write(database, nicknames, writer::write, NicknameTable::touch, (known, e) -> {
            refused.incrementAndGet();
            Log.warn("The nickname of {} in {} is not taken by the database, and is lost at the next start.",
                known.user(), known.room(), e);
        });
    }

    private static void forget(final Connection connection, final NicknameChanges changes) throws SQLException {
        Sql.forEach(connection, DELETE_OF_USER, changes.users(), (statement, user) ->
            statement.setString(1, Sql.key(user)));
        Sql.forEach(connection, DELETE_OF_ROOM, changes.rooms(), (statement, room) ->
            statement.setString(1, Sql.key(room)));
    }

    /** Writes what is there of some rows once more, which shows that the database can be written. */
    private static void touch(final Connection connection, final Collection<KnownNickname> nicknames)
        throws SQLException {
        Sql.forEach(connection, TOUCH, nicknames, (statement, known) -> {
            statement.setString(1, Sql.key(known.user()));
            statement.setString(2, Sql.key(known.room()));
        });
    }

    /** How many rows were dropped, as the database did not take them. */
    long refused() {
        return refused.get();
    }

    /**
     * Deletes all nicknames from before a timestamp, and the oldest of those that are too many.
     *
     * @param timestamp in microseconds since 1970
     * @param most how many to keep at most; perhaps more where several have the same timestamp
     * @throws SQLException where the database cannot be written
     */
    void purge(final long timestamp, final int most) throws SQLException {
        deleteBefore(timestamp);
        final List<Long> count = new ArrayList<>(1);
        Sql.query(database, COUNT, statement -> { }, row -> count.add(row.getLong(1)));
        if (count.get(0) > most) {
            final long[] oldest = {timestamp};
            Sql.query(database, NEWEST, most, statement -> { }, row -> oldest[0] = row.getLong(1));
            deleteBefore(oldest[0]);
        }
    }

    /** The first rooms with nicknames that follow on a key. */
    @Nonnull
    List<Owner> rooms(@Nonnull final String after, final int most) throws SQLException {
        return owners(ROOMS, after, most);
    }

    /** The first users with nicknames that follow on a key. */
    @Nonnull
    List<Owner> users(@Nonnull final String after, final int most) throws SQLException {
        return owners(USERS, after, most);
    }

    private List<Owner> owners(final String sql, final String after, final int most) throws SQLException {
        final List<Owner> owners = new ArrayList<>();
        Sql.query(database, sql, most, statement -> statement.setString(1, after),
            row -> owners.add(new Owner(row.getString(1), Sql.jid(row.getString(2)))));
        return owners;
    }

    /** Deletes the nicknames in rooms, given by their keys, from before a timestamp of each. */
    void deleteOfRooms(@Nonnull final Map<String, Long> before) throws SQLException {
        deleteOlder(DELETE_OF_ROOM + OLDER, before);
    }

    /** Deletes the nicknames of users, given by their keys, from before a timestamp of each. */
    void deleteOfUsers(@Nonnull final Map<String, Long> before) throws SQLException {
        deleteOlder(DELETE_OF_USER + OLDER, before);
    }

    private void deleteOlder(final String sql, final Map<String, Long> before) throws SQLException {
        if (!before.isEmpty()) {
            Sql.inTransaction(database, connection ->
                Sql.forEach(connection, sql, before.entrySet(), (statement, entry) -> {
                    statement.setString(1, entry.getKey());
                    statement.setLong(2, entry.getValue());
                }));
        }
    }

    private void deleteBefore(final long timestamp) throws SQLException {
        Sql.inTransaction(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DELETE_BEFORE)) {
                statement.setLong(1, timestamp);
                statement.executeUpdate();
            }
        });
    }
}
