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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    private static final String VISITORS = "SELECT userJID, COUNT(*) FROM ofMucPulseVisit WHERE userJID>?"
        + " GROUP BY userJID ORDER BY userJID";
    private static final String VISITED_ROOMS =
        "SELECT DISTINCT roomJID FROM ofMucPulseVisit WHERE roomJID>? ORDER BY roomJID";
    private static final String ACTIVE_ROOMS =
        "SELECT roomJID FROM ofMucPulseActivity WHERE roomJID>? ORDER BY roomJID";
    private static final String AUTHORS =
        "SELECT DISTINCT lastAuthor FROM ofMucPulseActivity WHERE lastAuthor>? ORDER BY lastAuthor";
    private static final String DELETE_VISITS_OF_ROOM = "DELETE FROM ofMucPulseVisit WHERE roomJID=? AND lastVisit<?";
    private static final String DELETE_ACTIVITY =
        "DELETE FROM ofMucPulseActivity WHERE roomJID=? AND lastActivity<?";
    private static final String DELETE_VISITS_OF_USER = "DELETE FROM ofMucPulseVisit WHERE userJID=? AND lastVisit<?";
    private static final String FORGET_AUTHOR =
        "UPDATE ofMucPulseActivity SET lastAuthor=NULL WHERE lastAuthor=? AND lastActivity<?";
    private static final String TIMESTAMPS_OF_USER =
        "SELECT lastVisit FROM ofMucPulseVisit WHERE userJID=? ORDER BY lastVisit DESC";
    private static final String TIMESTAMPS_OF_DOMAIN =
        "SELECT lastVisit FROM ofMucPulseVisit WHERE userJID LIKE ? ESCAPE '!' ORDER BY lastVisit DESC";
    private static final String DELETE_OLD_OF_DOMAIN =
        "DELETE FROM ofMucPulseVisit WHERE userJID LIKE ? ESCAPE '!' AND lastVisit<?";

    private final Database database;

    ReconciliationTable(@Nonnull final Database database) {
        this.database = database;
    }

    /**
     * A user with visits.
     *
     * @param user the bare JID as it is stored
     * @param visits how many there are
     */
    record Visitor(@Nonnull String user, long visits) {
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> page(final String sql, final String key, final int rows, final RowReader<T> reader)
        throws SQLException {
        final List<T> page = new ArrayList<>();
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setMaxRows(rows);
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    page.add(reader.read(row));
                }
            }
        }
        return page;
    }

    @Nonnull
    List<Visitor> visitors(@Nonnull final String after, final int rows) throws SQLException {
        return page(VISITORS, after, rows, row -> new Visitor(row.getString(1), row.getLong(2)));
    }

    @Nonnull
    List<String> visitedRooms(@Nonnull final String after, final int rows) throws SQLException {
        return page(VISITED_ROOMS, after, rows, row -> row.getString(1));
    }

    @Nonnull
    List<String> activeRooms(@Nonnull final String after, final int rows) throws SQLException {
        return page(ACTIVE_ROOMS, after, rows, row -> row.getString(1));
    }

    @Nonnull
    List<String> authors(@Nonnull final String after, final int rows) throws SQLException {
        return page(AUTHORS, after, rows, row -> row.getString(1));
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
                        statement.setString(1, entry.getKey().toString());
                        statement.setLong(2, entry.getValue());
                    });
                }
            });
        }
    }

    /** Deletes the oldest visits of a user but for so many. */
    void keepNewest(@Nonnull final String user, final int keep) throws SQLException {
        final List<Long> timestamps = page(TIMESTAMPS_OF_USER, user, keep, row -> row.getLong(1));
        if (timestamps.size() == keep) {
            deleteOfUsers(Map.of(Sql.jid(user), timestamps.get(keep - 1)));
        }
    }

    /** Deletes the oldest visits of the users of a domain but for so many. */
    void keepNewestOfDomain(@Nonnull final String domain, final int keep) throws SQLException {
        final String users = pattern(domain);
        final List<Long> timestamps = page(TIMESTAMPS_OF_DOMAIN, users, keep, row -> row.getLong(1));
        if (timestamps.size() == keep) {
            Sql.inTransaction(database, connection -> {
                try (PreparedStatement statement = connection.prepareStatement(DELETE_OLD_OF_DOMAIN)) {
                    statement.setString(1, users);
                    statement.setLong(2, timestamps.get(keep - 1));
                    statement.executeUpdate();
                }
            });
        }
    }

    static String pattern(final String domain) {
        return "%@" + domain.replace("!", "!!").replace("_", "!_").replace("%", "!%");
    }
}
