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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalInt;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;

/** The tables that the scripts make, and what is found of them in a database (D4). */
final class Schema {

    /** The version of the tables, as in {@code plugin.xml}. */
    static final int VERSION = 5;

    /** The columns of each table. */
    static final Map<String, String> TABLES = Map.of(
        "ofMucPulseNickname", "userKey, roomKey, userJID, roomJID, nickKey, nickname, lastUsed",
        "ofMucPulseLastVisit", "userKey, roomKey, userJID, roomJID, lastVisit",
        "ofMucPulseLastActivity", "roomKey, roomJID, lastActivity, authorKey, lastAuthor, priorActivity",
        "ofMucPulseRoomNode", "roomKey, nodeKey, roomJID, nodeID, created, configuration, creator",
        "ofMucPulseNodeItem", "roomKey, nodeKey, itemOrder, itemID, published, publisher, payload",
        "ofMucPulseSwitch", "roomKey, feature, roomJID, switchValue, lastChange",
        "ofMucPulseState", "name, stateValue",
        "ofMucPulseConsent", "userKey, userJID, publish, privateRooms, excludedRooms, accountCreated",
        "ofMucPulsePublication", "userKey, itemKey, userJID, itemID, retracted");

    private static final String FIND_VERSION = "SELECT version FROM ofVersion WHERE name='mucpulse'";

    private Schema() {
    }

    /**
     * Looks for the tables.
     *
     * @param connection in auto-commit mode
     * @return what is there of them
     * @throws SQLException where the database does not answer
     */
    @Nonnull
    static Condition check(@Nonnull final Connection connection) throws SQLException {
        final OptionalInt version = version(connection);
        int found = 0;
        for (final Map.Entry<String, String> table : TABLES.entrySet()) {
            found += exists(connection, table.getKey(), table.getValue()) ? 1 : 0;
        }
        if (version.orElse(VERSION) < VERSION) {
            return Condition.OUTDATED;
        }
        return found == TABLES.size() ? Condition.AVAILABLE : found == 0 ? Condition.MISSING : Condition.INCOMPLETE;
    }

    private static OptionalInt version(final Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND_VERSION);
             ResultSet row = statement.executeQuery()) {
            return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
        }
    }

    private static boolean exists(final Connection connection, final String table, final String columns)
        throws SQLException {
        try (PreparedStatement statement =
                 connection.prepareStatement("SELECT " + columns + " FROM " + table + " WHERE 1=0")) {
            statement.executeQuery().close();
            return true;
        } catch (final SQLException e) {
            // Where the database does not answer any longer, this fails too.
            version(connection);
            return false;
        }
    }
}
