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

import com.google.common.collect.Iterables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.xmpp.packet.JID;

/**
 * What all tables do alike with the database: transactions, batches and addresses.
 */
public final class Sql {

    /** How long a JID the tables can hold, in characters. Those that are longer are not stored. */
    public static final int MAX_JID_LENGTH = 255;

    private static final int BATCH = 500;

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

    /**
     * Does all of it, or nothing.
     *
     * @param database where to
     * @param work what to do
     * @throws SQLException where the database fails; nothing was done then
     */
    public static void inTransaction(@Nonnull final Database database, @Nonnull final Work work) throws SQLException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            try {
                work.run(connection);
                connection.commit();
            } catch (final SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
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
        for (final List<T> batch : Iterables.partition(rows, BATCH)) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (final T row : batch) {
                    setter.set(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    /**
     * Whether the tables can hold an address.
     *
     * @param jid the address
     * @return whether it is short enough
     */
    public static boolean isStorable(@Nonnull final JID jid) {
        return jid.toString().length() <= MAX_JID_LENGTH;
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
