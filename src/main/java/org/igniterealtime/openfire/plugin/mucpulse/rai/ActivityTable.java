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
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.NewestRows;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * The table of the last activity of each room (R5). Portable SQL only. All methods block. Safe for use by several
 * threads.
 */
final class ActivityTable {

    private static final String LOAD_ACTIVITIES =
        "SELECT roomJID, lastActivity, lastAuthor, priorActivity FROM ofMucPulseLastActivity";
    private static final String DELETE = "DELETE FROM ofMucPulseLastActivity WHERE roomKey=?";
    private static final String BY_KEY = "roomKey=?";
    private static final String UPDATE = "UPDATE ofMucPulseLastActivity"
        + " SET authorKey=?, lastAuthor=?, lastActivity=?, priorActivity=? WHERE " + BY_KEY
        + " AND (lastActivity<? OR lastActivity=? AND (priorActivity IS NULL OR priorActivity<?))";
    private static final String TOUCH = "UPDATE ofMucPulseLastActivity SET lastActivity=lastActivity WHERE " + BY_KEY;
    private static final String FIND = "SELECT roomKey, lastActivity FROM ofMucPulseLastActivity WHERE ";
    private static final String INSERT =
        "INSERT INTO ofMucPulseLastActivity"
            + " (roomKey, roomJID, authorKey, lastAuthor, lastActivity, priorActivity) VALUES (?,?,?,?,?,?)";
    private static final String FORGET_AUTHOR =
        "UPDATE ofMucPulseLastActivity SET authorKey=NULL, lastAuthor=NULL WHERE authorKey=?";
    private static final String DELETE_BEFORE = "DELETE FROM ofMucPulseLastActivity WHERE lastActivity<?";

    private final Database database;
    private final NewestRows<Map.Entry<JID, Activity>> writer =
        new NewestRows<>(new NewestRows.Statements(UPDATE, FIND, BY_KEY, INSERT),
            entry -> List.of(Sql.key(entry.getKey())), entry -> entry.getValue().timestamp(),
            ActivityTable::setUpdate, ActivityTable::setInsert);

    ActivityTable(@Nonnull final Database database) {
        this.database = database;
    }

    /** The last activity of every room of which some is known. */
    @Nonnull
    Map<JID, Activity> activities() throws SQLException {
        final Map<JID, Activity> activities = new HashMap<>();
        Sql.scan(database, LOAD_ACTIVITIES, row -> {
            final long stamp = row.getLong(2);
            final String author = row.getString(3);
            final long prior = row.getLong(4);
            final boolean noPrior = row.wasNull();
            activities.put(Sql.jid(row.getString(1)), new Activity(stamp, author == null ? null : Sql.jid(author),
                noPrior ? MonotonicTimestamps.NEVER : prior));
        });
        return activities;
    }

    /** Deletes what is to be forgotten. */
    void forget(@Nonnull final Connection connection, @Nonnull final RaiChanges changes) throws SQLException {
        Sql.forEach(connection, FORGET_AUTHOR, changes.users(), (statement, user) ->
            statement.setString(1, Sql.key(user)));
        Sql.forEach(connection, DELETE, changes.rooms(), (statement, room) ->
            statement.setString(1, Sql.key(room)));
    }

    /** Writes the activity of rooms, of which none replaces a later one (K6). */
    void write(@Nonnull final Connection connection, @Nonnull final Collection<Map.Entry<JID, Activity>> activities)
        throws SQLException {
        writer.write(connection, activities);
    }

    /** Writes what is there of some rows once more, which shows that the database can be written. */
    void touch(@Nonnull final Connection connection, @Nonnull final Collection<Map.Entry<JID, Activity>> activities)
        throws SQLException {
        Sql.forEach(connection, TOUCH, activities, (statement, entry) ->
            statement.setString(1, Sql.key(entry.getKey())));
    }

    private static void setUpdate(final PreparedStatement statement, final Map.Entry<JID, Activity> entry)
        throws SQLException {
        setActivity(statement, 1, entry.getValue());
        statement.setString(5, Sql.key(entry.getKey()));
        statement.setLong(6, entry.getValue().timestamp());
        // Of two servers each may know what was said last, and only one that somebody else spoke before.
        statement.setLong(7, entry.getValue().timestamp());
        statement.setLong(8, entry.getValue().previousTimestamp());
    }

    private static void setInsert(final PreparedStatement statement, final Map.Entry<JID, Activity> entry)
        throws SQLException {
        Sql.setJid(statement, 1, entry.getKey());
        setActivity(statement, 3, entry.getValue());
    }

    private static void setActivity(final PreparedStatement statement, final int index, final Activity activity)
        throws SQLException {
        Sql.setJid(statement, index, activity.author());
        statement.setLong(index + 2, activity.timestamp());
        if (activity.previousTimestamp() == MonotonicTimestamps.NEVER) {
            statement.setNull(index + 3, Types.BIGINT);
        } else {
            statement.setLong(index + 3, activity.previousTimestamp());
        }
    }

    /** Deletes all activity from before a timestamp. */
    void purgeBefore(@Nonnull final Connection connection, final long timestamp) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_BEFORE)) {
            statement.setLong(1, timestamp);
            statement.executeUpdate();
        }
    }
}
