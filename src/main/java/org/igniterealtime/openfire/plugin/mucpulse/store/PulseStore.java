/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Activity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The plugin's own tables: the statements and nothing else. Portable SQL only. All methods block. Safe for use by
 * several threads.
 */
public final class PulseStore {

    private static final Logger Log = LoggerFactory.getLogger(PulseStore.class);

    /** How long a JID the tables can hold, in characters. Those that are longer are not stored. */
    static final int MAX_JID_LENGTH = 255;

    private static final String LOAD_VISITS =
        "SELECT roomJID, lastVisit FROM ofMucPulseVisit WHERE userJID=?";
    private static final String DELETE_VISIT =
        "DELETE FROM ofMucPulseVisit WHERE userJID=? AND roomJID=?";
    private static final String INSERT_VISIT =
        "INSERT INTO ofMucPulseVisit (userJID, roomJID, lastVisit) VALUES (?,?,?)";
    private static final String DELETE_VISITS_OF_USER = "DELETE FROM ofMucPulseVisit WHERE userJID=?";
    private static final String DELETE_VISITS_OF_ROOM = "DELETE FROM ofMucPulseVisit WHERE roomJID=?";
    private static final String DELETE_VISITS_BEFORE = "DELETE FROM ofMucPulseVisit WHERE lastVisit<?";

    private static final String LOAD_ACTIVITIES =
        "SELECT roomJID, lastActivity, lastAuthor, priorActivity FROM ofMucPulseActivity";
    private static final String DELETE_ACTIVITY = "DELETE FROM ofMucPulseActivity WHERE roomJID=?";
    private static final String INSERT_ACTIVITY =
        "INSERT INTO ofMucPulseActivity (roomJID, lastActivity, lastAuthor, priorActivity) VALUES (?,?,?,?)";
    private static final String FORGET_AUTHOR = "UPDATE ofMucPulseActivity SET lastAuthor=NULL WHERE lastAuthor=?";
    private static final String DELETE_ACTIVITIES_BEFORE = "DELETE FROM ofMucPulseActivity WHERE lastActivity<?";
    private static final String NEWEST_VISIT = "SELECT MAX(lastVisit) FROM ofMucPulseVisit";

    private static final String LOAD_STATE = "SELECT stateValue FROM ofMucPulseState WHERE name=?";
    private static final String DELETE_STATE = "DELETE FROM ofMucPulseState WHERE name=?";
    private static final String INSERT_STATE = "INSERT INTO ofMucPulseState (name, stateValue) VALUES (?,?)";

    private final Database database;
    private final RoomSwitchTable roomSwitches;

    /**
     * Creates the store.
     *
     * @param database where the tables are
     * @param stamps gives the stamp of the moment
     */
    public PulseStore(@Nonnull final Database database, @Nonnull final LongSupplier stamps) {
        this.database = database;
        this.roomSwitches = new RoomSwitchTable(database, stamps);
    }

    PulseStore(final Database database) {
        this(database, () -> MonotonicTimestamps.of(Instant.now()));
    }

    /**
     * Who was in which room.
     *
     * @param user a bare JID
     * @param room a bare JID
     */
    record Visit(@Nonnull JID user, @Nonnull JID room) {

        // Written out: on Java 17, what the compiler makes of it holds the plugin's class loader.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Visit that && user.equals(that.user) && room.equals(that.room);
        }

        @Override
        public int hashCode() {
            return 31 * user.hashCode() + room.hashCode();
        }

        boolean isStorable() {
            return PulseStore.isStorable(user) && PulseStore.isStorable(room);
        }
    }

    private static boolean isStorable(final JID jid) {
        return jid.toString().length() <= MAX_JID_LENGTH;
    }

    @Nonnull
    Map<JID, Long> visits(@Nonnull final JID user) throws SQLException {
        final Map<JID, Long> visits = new HashMap<>();
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(LOAD_VISITS)) {
            statement.setString(1, user.toString());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    visits.put(Sql.jid(row.getString(1)), row.getLong(2));
                }
            }
        }
        return visits;
    }

    /**
     * The last activity of every room of which some is known.
     *
     * @return activity by room, possibly empty, never {@code null}
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public Map<JID, Activity> activities() throws SQLException {
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

    /**
     * The newest stamp of any visit.
     *
     * @return the stamp, empty where there are no visits
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public OptionalLong newestVisit() throws SQLException {
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(NEWEST_VISIT);
             ResultSet row = statement.executeQuery()) {
            final long stamp = row.next() ? row.getLong(1) : 0;
            return stamp == 0 ? OptionalLong.empty() : OptionalLong.of(stamp);
        }
    }

    /**
     * Writes what changed, all or nothing: first what is to be forgotten, then what is to be
     * remembered.
     *
     * @param changes what changed
     * @throws SQLException where the database cannot be written; nothing was written then
     */
    void write(@Nonnull final Changes changes) throws SQLException {
        Sql.inTransaction(database, connection -> {
            Sql.forEach(connection, DELETE_VISITS_OF_USER, changes.users(), (statement, user) ->
                statement.setString(1, user.toString()));
            Sql.forEach(connection, FORGET_AUTHOR, changes.users(), (statement, user) ->
                statement.setString(1, user.toString()));
            Sql.forEach(connection, DELETE_VISITS_OF_ROOM, changes.rooms(), (statement, room) ->
                statement.setString(1, room.toString()));
            Sql.forEach(connection, DELETE_ACTIVITY, changes.rooms(), (statement, room) ->
                statement.setString(1, room.toString()));
            final List<Map.Entry<Visit, Long>> visits =
                changes.visits().entrySet().stream().filter(entry -> entry.getKey().isStorable()).toList();
            Sql.forEach(connection, DELETE_VISIT, visits, (statement, entry) -> {
                statement.setString(1, entry.getKey().user().toString());
                statement.setString(2, entry.getKey().room().toString());
            });
            Sql.forEach(connection, INSERT_VISIT, visits, (statement, entry) -> {
                statement.setString(1, entry.getKey().user().toString());
                statement.setString(2, entry.getKey().room().toString());
                statement.setLong(3, entry.getValue());
            });
            final List<Map.Entry<JID, Activity>> activities =
                changes.activities().entrySet().stream().filter(entry -> isStorable(entry.getKey())).toList();
            Sql.forEach(connection, DELETE_ACTIVITY, activities, (statement, entry) ->
                statement.setString(1, entry.getKey().toString()));
            Sql.forEach(connection, INSERT_ACTIVITY, activities, PulseStore::setActivity);
            roomSwitches.write(connection, changes.switches());
        });
    }

    /**
     * What differs in rooms from the settings.
     *
     * @return values by the bare JID of the room and the feature
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public Map<String, Map<String, String>> switches() throws SQLException {
        return roomSwitches.load();
    }

    /**
     * When what differs in rooms was set.
     *
     * @return stamps by the bare JID of the room, where they are known
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    Map<String, Long> switchTimestamps() throws SQLException {
        return roomSwitches.timestamps();
    }

    private static void setActivity(final PreparedStatement statement, final Map.Entry<JID, Activity> entry)
        throws SQLException {
        final Activity activity = entry.getValue();
        final JID author = activity.author();
        statement.setString(1, entry.getKey().toString());
        statement.setLong(2, activity.timestamp());
        if (author != null && isStorable(author)) {
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

    /**
     * Deletes all visits and all activity from before a moment.
     *
     * @param stamp the moment
     * @throws SQLException where the database cannot be written
     */
    public void purgeBefore(final long stamp) throws SQLException {
        try (Connection connection = database.open()) {
            for (final String sql : List.of(DELETE_VISITS_BEFORE, DELETE_ACTIVITIES_BEFORE)) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setLong(1, stamp);
                    statement.executeUpdate();
                }
            }
        }
    }

    /**
     * Reads a number that the plugin keeps for itself.
     *
     * @param name the number's name
     * @return the number, empty where there is none
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public OptionalLong state(@Nonnull final String name) throws SQLException {
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(LOAD_STATE)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /**
     * Keeps a number.
     *
     * @param name the number's name
     * @param value the number
     * @throws SQLException where the database cannot be written
     */
    public void setState(@Nonnull final String name, final long value) throws SQLException {
        clearState(name);
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(INSERT_STATE)) {
            statement.setString(1, name);
            statement.setLong(2, value);
            statement.executeUpdate();
        }
    }

    /**
     * Forgets a number.
     *
     * @param name the number's name
     * @throws SQLException where the database cannot be written
     */
    public void clearState(@Nonnull final String name) throws SQLException {
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(DELETE_STATE)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }
}
