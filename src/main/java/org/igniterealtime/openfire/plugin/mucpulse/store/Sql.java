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

import com.google.common.base.Strings;
import com.google.common.collect.Iterables;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.xmpp.packet.JID;

/**
 * What all tables do alike with the database: queries, transactions, batches, keys and addresses. All methods that take
 * a database block.
 */
public final class Sql {

    private static final int BATCH = 500;
    /** How many rows of a whole table are held at a time. */
    private static final int PORTION = 1_000;
    private static final HexFormat HEX = HexFormat.of();

    private Sql() {
    }

    /** Something to be done with a connection. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does it.
         *
         * @param connection with a transaction under way
         * @throws SQLException where the database fails
         */
        void run(@Nonnull Connection connection) throws SQLException;
    }

    /**
     * Puts a row into a statement.
     *
     * @param <T> the type of a row
     */
    @FunctionalInterface
    public interface Setter<T> {

        /**
         * Sets the parameters.
         *
         * @param statement the statement
         * @param row the row
         * @throws SQLException where the database fails
         */
        void set(@Nonnull PreparedStatement statement, @Nonnull T row) throws SQLException;
    }

    /** Sets the parameters of a query. */
    @FunctionalInterface
    public interface Parameters {

        /**
         * Sets them.
         *
         * @param statement the statement
         * @throws SQLException where the database fails
         */
        void set(@Nonnull PreparedStatement statement) throws SQLException;
    }

    /** Takes the rows of a query, one after the other. */
    @FunctionalInterface
    public interface RowReader {

        /**
         * Takes a row.
         *
         * @param row the row
         * @throws SQLException where the database fails
         */
        void read(@Nonnull ResultSet row) throws SQLException;
    }

    /**
     * Executes a query.
     *
     * @param database where
     * @param sql the query
     * @param parameters sets its parameters
     * @param reader takes the rows
     * @throws SQLException where the database fails
     */
    public static void query(@Nonnull final Database database, @Nonnull final String sql,
                             @Nonnull final Parameters parameters, @Nonnull final RowReader reader)
        throws SQLException {
        query(database, sql, 0, parameters, reader);
    }

    /**
     * Executes a query for its first rows.
     *
     * @param database where
     * @param sql the query, with an order
     * @param rows how many rows to read at most, 0 for all
     * @param parameters sets its parameters
     * @param reader takes the rows
     * @throws SQLException where the database fails
     */
    public static void query(@Nonnull final Database database, @Nonnull final String sql, final int rows,
                             @Nonnull final Parameters parameters, @Nonnull final RowReader reader)
        throws SQLException {
        try (Connection connection = database.open()) {
            final String limited = rows == 0 ? sql : sql + limit(connection, rows);
            try (PreparedStatement statement = connection.prepareStatement(limited)) {
                statement.setMaxRows(rows);
                parameters.set(statement);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        reader.read(row);
                    }
                }
            }
        } catch (final SQLException e) {
            throw database.failed(e);
        }
    }

    /**
     * Reads a whole table, or much of it. In a transaction and in portions, as some drivers hold all rows in memory
     * otherwise.
     *
     * @param database where
     * @param sql the query, without parameters
     * @param reader takes the rows
     * @throws SQLException where the database fails
     */
    public static void scan(@Nonnull final Database database, @Nonnull final String sql,
                            @Nonnull final RowReader reader) throws SQLException {
        inTransaction(database, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setFetchSize(PORTION);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        reader.read(row);
                    }
                }
            }
        });
    }

    /**
     * What limits a query to so many rows. The driver alone does not, as the database would plan to read all of them.
     */
    private static String limit(final Connection connection, final int rows) throws SQLException {
        final String product = Strings.nullToEmpty(connection.getMetaData().getDatabaseProductName());
        return switch (product.split("[ /]", 2)[0]) {
            case "HSQL", "PostgreSQL", "MySQL", "MariaDB" -> " LIMIT " + rows;
            case "Firebird" -> " ROWS " + rows;
            case "Oracle", "DB2" -> " FETCH FIRST " + rows + " ROWS ONLY";
            case "Microsoft" -> " OFFSET 0 ROWS FETCH NEXT " + rows + " ROWS ONLY";
            default -> "";
        };
    }

    /**
     * A list of parameters.
     *
     * @param count how many; databases take 500 at least
     * @return as many question marks, in parentheses
     */
    @Nonnull
    public static String placeholders(final int count) {
        return '(' + String.join(",", Collections.nCopies(count, "?")) + ')';
    }

    /**
     * Does all of it, or nothing.
     *
     * @param database where to
     * @param work what to do
     * @throws SQLException where the database fails; nothing was done then
     */
    public static void inTransaction(@Nonnull final Database database, @Nonnull final Work work) throws SQLException {
        Transactions.run(database, work);
    }

    /**
     * Does all of it, or nothing; where another writer was in the way, once more from the beginning.
     *
     * @param database where to
     * @param work what to do
     * @throws SQLException where the database fails; nothing was done then
     */
    public static void inContestedTransaction(@Nonnull final Database database, @Nonnull final Work work)
        throws SQLException {
        Transactions.runContested(database, work);
    }

    /**
     * Executes a statement for each of several rows, in batches.
     *
     * @param connection with a transaction under way
     * @param sql the statement
     * @param rows the rows, possibly none
     * @param setter sets the parameters for a row
     * @param <T> the type of a row
     * @throws SQLException where the database fails
     */
    public static <T> void forEach(@Nonnull final Connection connection, @Nonnull final String sql,
                                   @Nonnull final Collection<T> rows, @Nonnull final Setter<? super T> setter)
        throws SQLException {
        counts(connection, sql, rows, setter);
    }

    /** As {@link #forEach}; answers for each row how many rows of the table it concerned, if the driver says so. */
    static <T> int[] counts(final Connection connection, final String sql, final Collection<T> rows,
                            final Setter<? super T> setter) throws SQLException {
        final int[] counts = new int[rows.size()];
        int done = 0;
        for (final List<T> batch : Iterables.partition(rows, BATCH)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (final T row : batch) {
                    setter.set(statement, row);
                    statement.addBatch();
                }
                final int[] some = statement.executeBatch();
                System.arraycopy(some, 0, counts, done, some.length);
                done += some.length;
            }
        }
        return counts;
    }

    /**
     * The key by which an address or an id is found. Databases differ in what they take for the same text (case,
     * accents, blanks at the end) and in how long a key can be; of a hash they all think the same.
     *
     * @param text the text
     * @return its SHA-256 hash in 64 hexadecimal digits
     */
    @Nonnull
    public static String key(@Nonnull final String text) {
        return HEX.formatHex(Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes());
    }

    /**
     * The key by which an address is found.
     *
     * @param jid the address
     * @return as of its text
     */
    @Nonnull
    public static String key(@Nonnull final JID jid) {
        return key(jid.toString());
    }

    /**
     * Sets two parameters to an address: its key, and its text.
     *
     * @param statement the statement
     * @param index the number of the first parameter, from 1
     * @param jid the address, {@code null} for none
     * @throws SQLException where the database fails
     */
    public static void setJid(@Nonnull final PreparedStatement statement, final int index, @Nullable final JID jid)
        throws SQLException {
        if (jid == null) {
            statement.setNull(index, Types.CHAR);
            statement.setNull(index + 1, Types.VARCHAR);
        } else {
            statement.setString(index, key(jid));
            statement.setString(index + 1, jid.toString());
        }
    }

    /**
     * Reads an address. One that was valid when it was stored need not be checked again.
     *
     * @param text the address as it was stored
     * @return the address
     */
    @Nonnull
    public static JID jid(@Nonnull final String text) {
        return new JID(text, true);
    }
}
