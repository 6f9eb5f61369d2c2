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
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * The table of the last activity of each room (R5). Portable SQL only. All methods block. Safe for use by several
 * threads.
 */
final class ActivityTable {

    private static final String LOAD_ACTIVITIES =
        "SELECT roomJID, lastActivity, lastAuthor, priorActivity FROM ofMucPulseActivity";
    private static final String DELETE = "DELETE FROM ofMucPulseActivity WHERE roomJID=?";
    private static final String INSERT =
        "INSERT INTO ofMucPulseActivity (roomJID, lastActivity, lastAuthor, priorActivity) VALUES (?,?,?,?)";
    private static final String FORGET_AUTHOR = "UPDATE ofMucPulseActivity SET lastAuthor=NULL WHERE lastAuthor=?";
    private static final String DELETE_BEFORE = "DELETE FROM ofMucPulseActivity WHERE lastActivity<?";

    private final Database database;

    ActivityTable(@Nonnull final Database database) {
        this.database = database;
    }

    /** The last activity of every room of which some is known. */
    @Nonnull
    Map<JID, Activity> activities() throws SQLException {
        final Map<JID, Activity> activities = new HashMap<>();
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(LOAD_ACTIVITIES);
             ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                final long stamp = row.getLong(2);
                final String author = row.getString(3);
                final long prior = row.getLong(4);
                final boolean noPrior = row.wasNull();
                activities.put(Sql.jid(row.getString(1)),
                    new Activity(stamp, author == null ? null : Sql.jid(author),
                        noPrior ? MonotonicTimestamps.NEVER : prior));
            }
        }
        return activities;
    }

    /** Writes what changed: first what is to be forgotten, then what is to be remembered. */
    void write(@Nonnull final Connection connection, @Nonnull final RaiChanges changes) throws SQLException {
        Sql.forEach(connection, FORGET_AUTHOR, changes.users(), (statement, user) ->
            statement.setString(1, user.toString()));
        Sql.forEach(connection, DELETE, changes.rooms(), (statement, room) ->
            statement.setString(1, room.toString()));
        final List<Map.Entry<JID, Activity>> activities =
            changes.activities().entrySet().stream().filter(entry -> Sql.isStorable(entry.getKey())).toList();
        Sql.forEach(connection, DELETE, activities, (statement, entry) ->
            statement.setString(1, entry.getKey().toString()));
        Sql.forEach(connection, INSERT, activities, ActivityTable::setActivity);
    }

    private static void setActivity(final PreparedStatement statement, final Map.Entry<JID, Activity> entry)
        throws SQLException {
        final Activity activity = entry.getValue();
        final JID author = activity.author();
        statement.setString(1, entry.getKey().toString());
        statement.setLong(2, activity.timestamp());
        if (author != null && Sql.isStorable(author)) {
            statement.setString(3, author.toString());
        } else {
            statement.setNull(3, Types.VARCHAR);
        }
        if (activity.previousTimestamp() == MonotonicTimestamps.NEVER) {
            statement.setNull(4, Types.BIGINT);
        } else {
            statement.setLong(4, activity.previousTimestamp());
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
