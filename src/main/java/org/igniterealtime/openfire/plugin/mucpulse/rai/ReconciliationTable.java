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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * The tables of visits and activity, for those who look through all of them: in pages, in the order of their keys.
 * Portable SQL only. All methods block. Safe for use by several threads.
 */
final class ReconciliationTable {

    private static final String VISITORS = "SELECT userKey, MIN(userJID), COUNT(*) FROM ofMucPulseLastVisit"
        + " WHERE userKey>? GROUP BY userKey ORDER BY userKey";
    private static final String VISITED_ROOMS =
        "SELECT roomKey, MIN(roomJID) FROM ofMucPulseLastVisit WHERE roomKey>? GROUP BY roomKey ORDER BY roomKey";
    private static final String ACTIVE_ROOMS =
        "SELECT roomKey, roomJID FROM ofMucPulseLastActivity WHERE roomKey>? ORDER BY roomKey";
    private static final String AUTHORS = "SELECT authorKey, MIN(lastAuthor) FROM ofMucPulseLastActivity"
        + " WHERE authorKey>? GROUP BY authorKey ORDER BY authorKey";
    private static final String DELETE_VISITS_OF_ROOM =
        "DELETE FROM ofMucPulseLastVisit WHERE roomKey=? AND lastVisit<?";
    private static final String DELETE_ACTIVITY =
        "DELETE FROM ofMucPulseLastActivity WHERE roomKey=? AND lastActivity<?";
    private static final String DELETE_VISITS_OF_USER =
        "DELETE FROM ofMucPulseLastVisit WHERE userKey=? AND lastVisit<?";
    private static final String FORGET_AUTHOR =
        "UPDATE ofMucPulseLastActivity SET authorKey=NULL, lastAuthor=NULL WHERE authorKey=? AND lastActivity<?";
    private static final String TIMESTAMPS_OF_USER =
        "SELECT lastVisit FROM ofMucPulseLastVisit WHERE userKey=? ORDER BY lastVisit DESC";

    private final Database database;

    ReconciliationTable(@Nonnull final Database database) {
        this.database = database;
    }

    /**
     * A room or a user that is in a table.
     *
     * @param key the key by which the rows are found, and in whose order pages are read
     * @param jid the bare JID as it is stored
     * @param rows how many rows there are, where that is counted
     */
    record Stored(@Nonnull String key, @Nonnull String jid, long rows) {
    }

    private List<Stored> page(final String sql, final String after, final int rows, final boolean counted)
        throws SQLException {
        final List<Stored> page = new ArrayList<>();
        Sql.query(database, sql, rows, statement -> statement.setString(1, after),
            row -> page.add(new Stored(row.getString(1), row.getString(2), counted ? row.getLong(3) : 0)));
        return page;
    }

    @Nonnull
    List<Stored> visitors(@Nonnull final String after, final int rows) throws SQLException {
        return page(VISITORS, after, rows, true);
    }

    @Nonnull
    List<Stored> visitedRooms(@Nonnull final String after, final int rows) throws SQLException {
        return page(VISITED_ROOMS, after, rows, false);
    }

    @Nonnull
    List<Stored> activeRooms(@Nonnull final String after, final int rows) throws SQLException {
        return page(ACTIVE_ROOMS, after, rows, false);
    }

    @Nonnull
    List<Stored> authors(@Nonnull final String after, final int rows) throws SQLException {
        return page(AUTHORS, after, rows, false);
    }

    /** Deletes visits to rooms, and what was said there, from before a timestamp of each. */
    void deleteOfRooms(@Nonnull final Map<JID, Long> before) throws SQLException {
        update(List.of(DELETE_VISITS_OF_ROOM, DELETE_ACTIVITY), before);
    }

    /** Deletes visits of users from before a timestamp of each. */
    void deleteOfUsers(@Nonnull final Map<JID, Long> before) throws SQLException {
        update(List.of(DELETE_VISITS_OF_USER), before);
    }

    /** Forgets that users said what was said before a timestamp of each. */
    void forgetAuthors(@Nonnull final Map<JID, Long> before) throws SQLException {
        update(List.of(FORGET_AUTHOR), before);
    }

    private void update(final List<String> statements, final Map<JID, Long> before) throws SQLException {
        if (!before.isEmpty()) {
            Sql.inTransaction(database, connection -> {
                for (final String sql : statements) {
                    Sql.forEach(connection, sql, before.entrySet(), (statement, entry) -> {
                        statement.setString(1, Sql.key(entry.getKey()));
                        statement.setLong(2, entry.getValue());
                    });
                }
            });
        }
    }

    /** The timestamps of so many visits of a user, the latest first. */
    @Nonnull
    List<Long> timestamps(@Nonnull final Stored visitor, final int rows) throws SQLException {
        final List<Long> timestamps = new ArrayList<>();
        Sql.query(database, TIMESTAMPS_OF_USER, rows, statement -> statement.setString(1, visitor.key()),
            row -> timestamps.add(row.getLong(1)));
        return timestamps;
    }

    /** Deletes the oldest visits of a user but for so many. */
    void keepNewest(@Nonnull final Stored visitor, final int keep) throws SQLException {
        final List<Long> timestamps = timestamps(visitor, keep);
        if (timestamps.size() == keep) {
            deleteOfUsers(Map.of(Sql.jid(visitor.jid()), timestamps.get(keep - 1)));
        }
    }
}
