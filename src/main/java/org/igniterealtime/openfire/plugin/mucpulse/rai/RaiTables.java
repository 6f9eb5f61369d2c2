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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.RowByRow;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The tables of visits and of activity, which are written in one transaction. All methods block. Safe for use by
 * several threads.
 */
public final class RaiTables {

    private static final Logger Log = LoggerFactory.getLogger(RaiTables.class);

    private final Database database;
    private final AtomicLong refused = new AtomicLong();
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
    Map<JID, Map<JID, Long>> visits(@Nonnull final Collection<JID> users) throws SQLException {
        return visitTable.visits(users);
    }

    @Nonnull
    NavigableMap<String, RoomVisitors.Visitor> visitors(@Nonnull final JID room, @Nonnull final String after,
                                                        final int limit) throws SQLException {
        return visitTable.visitors(room, after, limit);
    }

    /**
     * The newest timestamp of any visit.
     *
     * @return in microseconds since 1970, empty where there are no visits
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public OptionalLong newestVisit() throws SQLException {
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

    /**
     * Writes what changed: what is to be forgotten, and then what is to be remembered, where nothing later is there
     * already (K6). A row that the database refuses is dropped alone, logged and counted.
     */
    void write(@Nonnull final RaiChanges changes) throws SQLException {
        final List<Map.Entry<Visit, Long>> visits = List.copyOf(changes.visits().entrySet());
        final List<Map.Entry<JID, Activity>> activities = List.copyOf(changes.activities().entrySet());
        try {
            Sql.inContestedTransaction(database, connection -> {
                forget(connection, changes);
                visitTable.write(connection, visits);
                activityTable.write(connection, activities);
            });
            return;
        } catch (final SQLException | RuntimeException e) {
            if (DatabaseUnavailableException.isCauseOf(e)) {
                throw e;
            }
            Log.debug("Visits and activity are written in parts, as they cannot be written together.", e);
        }
        Sql.inTransaction(database, connection -> forget(connection, changes));
        RowByRow.write(database, visits, visitTable::write, visitTable::touch, (visit, e) ->
            refuse("visit of " + visit.getKey().user() + " to " + visit.getKey().room(), e));
        RowByRow.write(database, activities, activityTable::write, activityTable::touch, (activity, e) ->
            refuse("activity of " + activity.getKey(), e));
    }

    private void forget(final Connection connection, final RaiChanges changes) throws SQLException {
        visitTable.forget(connection, changes);
        activityTable.forget(connection, changes);
    }

    private void refuse(final String what, final Exception e) {
        refused.incrementAndGet();
        Log.warn("The {} is not taken by the database, and is lost at the next start.", what, e);
    }

    /** How many rows were dropped, as the database did not take them. */
    long refused() {
        return refused.get();
    }

    /**
     * Deletes all visits and all activity from before a timestamp.
     *
     * @param timestamp in microseconds since 1970
     * @throws SQLException where the database cannot be written
     */
    public void purgeBefore(final long timestamp) throws SQLException {
        Sql.inTransaction(database, connection -> visitTable.purgeBefore(connection, timestamp));
        Sql.inTransaction(database, connection -> activityTable.purgeBefore(connection, timestamp));
    }

    /** Reads from a table. */
    @FunctionalInterface
    interface Query<T> {
        Map<JID, T> run() throws SQLException;
    }

    /** What a query finds; nothing where there are no tables, and where it fails otherwise that is thrown. */
    @Nonnull
    static <T> Map<JID, T> read(@Nonnull final String what, @Nonnull final Query<T> query) {
        try {
            return query.run();
        } catch (final SQLException e) {
            if (DatabaseUnavailableException.areTablesMissing(e)) {
                return new HashMap<>();
            }
            throw new StorageException("Cannot read " + what, e);
        }
    }
}
