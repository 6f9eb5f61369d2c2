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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.collect.Iterables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.NewestRows;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * The table of visits: who was in which room, and when last (R10). Portable SQL only. All methods block. Safe for use
 * by several threads.
 */
final class VisitTable {

    private static final String LOAD =
        "SELECT userKey, roomJID, lastVisit FROM ofMucPulseLastVisit WHERE userKey IN ";
    private static final String VISITORS = "SELECT userKey, userJID, lastVisit FROM ofMucPulseLastVisit "
        + "WHERE roomKey=? AND userKey>? ORDER BY userKey";
    private static final String NEWEST = "SELECT MAX(lastVisit) FROM ofMucPulseLastVisit";
    private static final String BY_KEY = "userKey=? AND roomKey=?";
    private static final String UPDATE =
        "UPDATE ofMucPulseLastVisit SET lastVisit=? WHERE " + BY_KEY + " AND lastVisit<?";
    private static final String TOUCH = "UPDATE ofMucPulseLastVisit SET lastVisit=lastVisit WHERE " + BY_KEY;
    private static final String FIND = "SELECT userKey, roomKey, lastVisit FROM ofMucPulseLastVisit WHERE ";
    private static final String INSERT =
        "INSERT INTO ofMucPulseLastVisit (userKey, userJID, roomKey, roomJID, lastVisit) VALUES (?,?,?,?,?)";
    private static final String DELETE_OF_USER = "DELETE FROM ofMucPulseLastVisit WHERE userKey=?";
    private static final String DELETE_OF_ROOM = "DELETE FROM ofMucPulseLastVisit WHERE roomKey=?";
    private static final String DELETE_BEFORE = "DELETE FROM ofMucPulseLastVisit WHERE lastVisit<?";

    /** How many users a query is about at most. */
    private static final int CHUNK = 500;

    private final Database database;
    private final NewestRows<Map.Entry<Visit, Long>> writer =
        new NewestRows<>(new NewestRows.Statements(UPDATE, FIND, BY_KEY, INSERT), VisitTable::keys,
            Map.Entry::getValue, VisitTable::setUpdate, VisitTable::setInsert);

    VisitTable(@Nonnull final Database database) {
        this.database = database;
    }

    /** The timestamps of the visits of some users, by user and room. */
    @Nonnull
    Map<JID, Map<JID, Long>> visits(@Nonnull final Collection<JID> users) throws SQLException {
        final Map<JID, Map<JID, Long>> visits = new HashMap<>();
        for (final List<JID> some : Iterables.partition(users, CHUNK)) {
            final Map<String, JID> keys = new LinkedHashMap<>();
            some.forEach(user -> keys.put(Sql.key(user), user));
            Sql.query(database, LOAD + Sql.placeholders(keys.size()), statement -> {
                int parameter = 0;
                for (final String key : keys.keySet()) {
                    statement.setString(++parameter, key);
                }
            }, row -> {
                final JID user = keys.get(row.getString(1));
                if (user != null) {
                    visits.computeIfAbsent(user, key -> new HashMap<>()).put(Sql.jid(row.getString(2)), row.getLong(3));
                }
            });
        }
        return visits;
    }

    /** The first visitors of a room that follow on a key, by their keys. */
    @Nonnull
    NavigableMap<String, RoomVisitors.Visitor> visitors(@Nonnull final JID room, @Nonnull final String after,
                                                        final int limit) throws SQLException {
        final NavigableMap<String, RoomVisitors.Visitor> visitors = new TreeMap<>();
        Sql.query(database, VISITORS, limit, statement -> {
            statement.setString(1, Sql.key(room));
            statement.setString(2, after);
        }, row -> visitors.put(row.getString(1),
            new RoomVisitors.Visitor(Sql.jid(row.getString(2)), row.getLong(3))));
        return visitors;
    }

    /** The newest timestamp of any visit, empty where there are no visits. */
    @Nonnull
    OptionalLong newestVisit() throws SQLException {
        final List<Long> newest = new ArrayList<>();
        Sql.query(database, NEWEST, statement -> { }, row -> newest.add(row.getLong(1)));
        // A maximum of nothing is read as zero.
        return newest.stream().mapToLong(Long::longValue).filter(timestamp -> timestamp != 0).findFirst();
    }

    /** Deletes what is to be forgotten. */
    void forget(@Nonnull final Connection connection, @Nonnull final RaiChanges changes) throws SQLException {
        Sql.forEach(connection, DELETE_OF_USER, changes.users(), (statement, user) ->
            statement.setString(1, Sql.key(user)));
        Sql.forEach(connection, DELETE_OF_ROOM, changes.rooms(), (statement, room) ->
            statement.setString(1, Sql.key(room)));
    }

    /** Writes visits, of which none replaces a later one (K6). */
    void write(@Nonnull final Connection connection, @Nonnull final Collection<Map.Entry<Visit, Long>> visits)
        throws SQLException {
        writer.write(connection, visits);
    }

    /** Writes what is there of some rows once more, which shows that the database can be written. */
    void touch(@Nonnull final Connection connection, @Nonnull final Collection<Map.Entry<Visit, Long>> visits)
        throws SQLException {
        Sql.forEach(connection, TOUCH, visits, (statement, entry) -> {
            statement.setString(1, Sql.key(entry.getKey().user()));
            statement.setString(2, Sql.key(entry.getKey().room()));
        });
    }

    private static List<String> keys(final Map.Entry<Visit, Long> entry) {
        return List.of(Sql.key(entry.getKey().user()), Sql.key(entry.getKey().room()));
    }

    private static void setUpdate(final PreparedStatement statement, final Map.Entry<Visit, Long> entry)
        throws SQLException {
        statement.setLong(1, entry.getValue());
        statement.setString(2, Sql.key(entry.getKey().user()));
        statement.setString(3, Sql.key(entry.getKey().room()));
        statement.setLong(4, entry.getValue());
    }

    private static void setInsert(final PreparedStatement statement, final Map.Entry<Visit, Long> entry)
        throws SQLException {
        Sql.setJid(statement, 1, entry.getKey().user());
        Sql.setJid(statement, 3, entry.getKey().room());
        statement.setLong(5, entry.getValue());
    }

    /** Deletes all visits from before a timestamp. */
    void purgeBefore(@Nonnull final Connection connection, final long timestamp) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_BEFORE)) {
            statement.setLong(1, timestamp);
            statement.executeUpdate();
        }
    }
}
