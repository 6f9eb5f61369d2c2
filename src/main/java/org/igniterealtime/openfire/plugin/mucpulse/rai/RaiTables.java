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
import java.sql.SQLException;
import java.util.Map;
import java.util.OptionalLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * The tables of visits and of activity, which are written in one transaction. All methods block. Safe for use by
 * several threads.
 */
public final class RaiTables {

    private final Database database;
    private final VisitTable visitTable;
    private final ActivityTable activityTable;

    /**
     * Creates the statements of the tables.
     *
     * @param database where the tables are
     */
    public RaiTables(@Nonnull final Database database) {
        this.database = database;
        this.visitTable = new VisitTable(database);
        this.activityTable = new ActivityTable(database);
    }

    @Nonnull
    Map<JID, Long> visits(@Nonnull final JID user) throws SQLException {
        return visitTable.visits(user);
    }

    @Nonnull
    OptionalLong newestVisit() throws SQLException {
        return visitTable.newestVisit();
    }

    /**
     * The last activity of every room of which some is known.
     *
     * @return activity by room, possibly empty, never {@code null}
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public Map<JID, Activity> activities() throws SQLException {
        return activityTable.activities();
    }

    /** Writes what changed, all or nothing. */
    void write(@Nonnull final RaiChanges changes) throws SQLException {
        Sql.inTransaction(database, connection -> {
            visitTable.write(connection, changes);
            activityTable.write(connection, changes);
        });
    }

    /** Deletes all visits and all activity from before a timestamp. */
    void purgeBefore(final long timestamp) throws SQLException {
        try (Connection connection = database.open()) {
            visitTable.purgeBefore(connection, timestamp);
            activityTable.purgeBefore(connection, timestamp);
        }
    }
}
