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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what the tables of schema version 3 hold to those of version 4, in which addresses and ids are found by their
 * hashes (D2), and drops the old tables. The script of version 4 makes the new tables beside the old ones, as the only
 * database for which there are earlier versions, HSQLDB, has no such hash.
 * <p>
 * Rows are moved in batches: a transaction adds them to the new table and deletes them from the old one. What is
 * interrupted, also by a crash, goes on at the next start. Nothing else may use the new tables before it has finished.
 * A row that the new table refuses is dropped alone (D3); of one that is there already the new table's is kept.
 */
final class SchemaUpgrade {

    private static final Logger Log = LoggerFactory.getLogger(SchemaUpgrade.class);

    private static final String PRODUCT = "HSQL Database Engine";
    private static final int BATCH = 1_000;
    /** The SQLSTATE of the database for a row with the key of another. */
    private static final Pattern DUPLICATE = Pattern.compile("23505");
    /** Of classes of the standard: data exception, and violation of an integrity constraint. */
    private static final Pattern REFUSAL = Pattern.compile("2[23].*");

    private static final List<Move> MOVES = List.of(
        new Move("ofMucPulseVisit", "ofMucPulseLastVisit", List.of("userJID", "roomJID"), List.of("lastVisit"),
            Map.of("userKey", "userJID", "roomKey", "roomJID")),
        new Move("ofMucPulseActivity", "ofMucPulseLastActivity", List.of("roomJID"),
            List.of("lastActivity", "lastAuthor", "priorActivity"),
            Map.of("roomKey", "roomJID", "authorKey", "lastAuthor")),
        new Move("ofMucPulseNode", "ofMucPulseRoomNode", List.of("roomJID", "nodeKey"),
            List.of("nodeID", "created", "configuration", "creator"), Map.of("roomKey", "roomJID")),
        new Move("ofMucPulseItem", "ofMucPulseNodeItem", List.of("roomJID", "nodeKey", "itemOrder"),
            List.of("itemID", "published", "publisher", "payload"), Map.of("roomKey", "roomJID")),
        new Move("ofMucPulseRoomSwitch", "ofMucPulseSwitch", List.of("roomJID", "feature"),
            List.of("switchValue", "lastChange"), Map.of("roomKey", "roomJID")),
        new Move("ofMucPulseChoice", "ofMucPulseConsent", List.of("userJID"),
            List.of("publish", "privateRooms", "excludedRooms", "accountCreated"), Map.of("userKey", "userJID")),
        new Move("ofMucPulseChatting", "ofMucPulsePublication", List.of("userJID", "itemID"), List.of("retracted"),
            Map.of("userKey", "userJID", "itemKey", "itemID")));

    private final Database database;

    SchemaUpgrade(@Nonnull final Database database) {
        this.database = database;
    }

    /**
     * What is moved from an old table.
     *
     * @param from the old table
     * @param to the new table
     * @param key the columns of the old table's primary key
     * @param others its other columns
     * @param hashed the columns of the new table that get the hash of another column
     */
    private record Move(String from, String to, List<String> key, List<String> others, Map<String, String> hashed) {

        /** All columns of the old table. */
        List<String> columns() {
            final List<String> columns = new ArrayList<>(key);
            columns.addAll(others);
            return columns;
        }

        /** Those of the old table that the new one has too: the room of an item is only in the row of its node. */
        List<String> kept() {
            final List<String> kept = columns();
            if ("ofMucPulseItem".equals(from)) {
                kept.remove("roomJID");
            }
            return kept;
        }

        String select() {
            return "SELECT " + String.join(", ", columns()) + " FROM " + from;
        }

        String insert() {
            final List<String> columns = kept();
            columns.addAll(hashed.keySet());
            return "INSERT INTO " + to + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(",", Collections.nCopies(columns.size(), "?")) + ')';
        }

        String delete() {
            return "DELETE FROM " + from + " WHERE " + String.join("=? AND ", key) + "=?";
        }

        @Nullable
        Object value(final List<Object> row, final String column) {
            return row.get(columns().indexOf(column));
        }
    }

    /**
     * Moves everything that is in old tables. Blocks, where there is much for many seconds.
     *
     * @throws SQLException where the database fails; it can be called again then
     */
    void run() throws SQLException {
        for (final Move move : MOVES) {
            if (exists(move.from())) {
                final Outcome outcome = new Outcome();
                try {
                    moveAll(move, outcome);
                } finally {
                    outcome.logRefused(move);
                }
                Sql.inTransaction(database, connection -> drop(connection, move.from()));
                Log.info("The database table {} was replaced by {}. Rows: {}.", move.from(), move.to(), outcome.moved);
            }
        }
    }

    private boolean exists(final String table) throws SQLException {
        try (Connection connection = database.open()) {
            if (!PRODUCT.equals(connection.getMetaData().getDatabaseProductName())) {
                return false;
            }
            // Statements mean the table of this schema, whatever others have.
            try (ResultSet row = connection.getMetaData().getTables(null, connection.getSchema(),
                table.toUpperCase(Locale.ROOT), null)) {
                return row.next();
            }
        } catch (final SQLException e) {
            throw database.failed(e);
        }
    }

    private static void drop(final Connection connection, final String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DROP TABLE " + table)) {
            statement.execute();
        }
    }

    private void moveAll(final Move move, final Outcome outcome) throws SQLException {
        for (List<List<Object>> batch = batch(move); !batch.isEmpty(); batch = batch(move)) {
            move(move, batch, outcome);
        }
    }

    /** Moves all rows, and where that fails for what is in them each half for itself, down to single rows. */
    private void move(final Move move, final List<List<Object>> rows, final Outcome outcome) throws SQLException {
        try {
            Sql.inTransaction(database, connection -> {
                insert(connection, move, rows);
                delete(connection, move, rows);
            });
            outcome.moved += rows.size();
            return;
        } catch (final SQLException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            if (rows.size() == 1) {
                Sql.inTransaction(database, connection -> delete(connection, move, rows));
                outcome.dropped(e);
                return;
            }
        }
        final int half = rows.size() / 2;
        move(move, rows.subList(0, half), outcome);
        move(move, rows.subList(half, rows.size()), outcome);
    }

    /**
     * Whether it is certain that a row failed for what is in it. Other failures stop the upgrade, as nothing may be
     * dropped that could be moved later.
     */
    private static boolean isRefusal(final SQLException failure) {
        return SqlFailures.hasState(failure, REFUSAL) && !RowByRow.isPassing(failure);
    }

    /** What became of the rows of a table. */
    private static final class Outcome {

        private long moved;
        private long refused;
        @Nullable
        private SQLException first;

        void dropped(final SQLException why) {
            if (SqlFailures.hasState(why, DUPLICATE)) {
                return;
            }
            refused++;
            if (first == null) {
                first = why;
            }
        }

        void logRefused(final Move move) {
            if (first != null) {
                Log.warn("Rows of the database table {} that were dropped, as {} refuses them: {}. The first: {}",
                    move.from(), move.to(), refused, first.toString());
            }
        }
    }

    private static void insert(final Connection connection, final Move move, final List<List<Object>> rows)
        throws SQLException {
        Sql.forEach(connection, move.insert(), rows, (statement, row) -> setNew(statement, move, row));
    }

    private static void delete(final Connection connection, final Move move, final List<List<Object>> rows)
        throws SQLException {
        Sql.forEach(connection, move.delete(), rows, (statement, row) -> setOldKey(statement, move, row));
    }

    private List<List<Object>> batch(final Move move) throws SQLException {
        final List<List<Object>> rows = new ArrayList<>();
        final int columns = move.columns().size();
        Sql.query(database, move.select(), BATCH, statement -> { }, row -> {
            final List<Object> values = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                values.add(row.getObject(i));
            }
            rows.add(values);
        });
        return rows;
    }

    private static void setNew(final PreparedStatement statement, final Move move, final List<Object> row)
        throws SQLException {
        int index = 1;
        for (final String column : move.kept()) {
            statement.setObject(index++, move.value(row, column));
        }
        for (final String source : move.hashed().values()) {
            final Object text = move.value(row, source);
            statement.setString(index++, text == null ? null : Sql.key(text.toString()));
        }
    }

    private static void setOldKey(final PreparedStatement statement, final Move move, final List<Object> row)
        throws SQLException {
        int index = 1;
        for (final String column : move.key()) {
            statement.setObject(index++, move.value(row, column));
        }
    }
}
