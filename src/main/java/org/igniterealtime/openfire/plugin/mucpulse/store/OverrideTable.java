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

import com.google.common.base.Enums;
import com.google.common.base.Strings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomOverride;

/**
 * The table of what differs in single rooms from the settings, and of when that was set. Portable SQL only. All methods
 * block. Safe for use by several threads.
 */
final class OverrideTable {

    private static final String LOAD =
        "SELECT roomJID, raiOff, mepOff, chatStates, chattingOff FROM ofMucPulseRoom";
    private static final String LOAD_STAMPS =
        "SELECT roomJID, lastChange FROM ofMucPulseRoom WHERE lastChange IS NOT NULL";
    private static final String DELETE = "DELETE FROM ofMucPulseRoom WHERE roomJID=?";
    private static final String INSERT =
        "INSERT INTO ofMucPulseRoom (roomJID, raiOff, mepOff, chatStates, chattingOff, lastChange)"
            + " VALUES (?,?,?,?,?,?)";

    private final Database database;
    private final LongSupplier stamps;

    /**
     * Creates it.
     *
     * @param database where the table is
     * @param stamps gives the stamp of the moment
     */
    OverrideTable(@Nonnull final Database database, @Nonnull final LongSupplier stamps) {
        this.database = database;
        this.stamps = stamps;
    }

    /** What differs, by the bare JID of the room. */
    @Nonnull
    Map<String, RoomOverride> overrides() throws SQLException {
        final Map<String, RoomOverride> overrides = new HashMap<>();
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(LOAD);
             ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                overrides.put(row.getString(1), new RoomOverride(row.getInt(2) != 0, row.getInt(3) != 0,
                    Enums.getIfPresent(Policy.class, Strings.nullToEmpty(row.getString(4))).orNull(),
                    row.getInt(5) != 0));
            }
        }
        return overrides;
    }

    /** When it was set, by the bare JID of the room, where that is known. */
    @Nonnull
    Map<String, Long> stamps() throws SQLException {
        final Map<String, Long> found = new HashMap<>();
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(LOAD_STAMPS);
             ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.put(row.getString(1), row.getLong(2));
            }
        }
        return found;
    }

    /**
     * Writes what was set.
     *
     * @param connection with a transaction under way
     * @param overrides what differs from now on, by the bare JID of the room
     * @throws SQLException where the database cannot be written
     */
    void write(@Nonnull final Connection connection, @Nonnull final Map<String, RoomOverride> overrides)
        throws SQLException {
        Sql.forEach(connection, DELETE, overrides.keySet(), (statement, room) -> statement.setString(1, room));
        final List<Map.Entry<String, RoomOverride>> set = overrides.entrySet().stream().filter(entry ->
            !entry.getValue().isNone() && entry.getKey().length() <= PulseStore.MAX_JID_LENGTH).toList();
        Sql.forEach(connection, INSERT, set, (statement, entry) -> {
            final RoomOverride override = entry.getValue();
            statement.setString(1, entry.getKey());
            statement.setInt(2, override.raiOff() ? 1 : 0);
            statement.setInt(3, override.mepOff() ? 1 : 0);
            statement.setString(4, override.chatStates() == null ? null : override.chatStates().name());
            statement.setInt(5, override.chattingOff() ? 1 : 0);
            statement.setLong(6, stamps.getAsLong());
        });
    }
}
