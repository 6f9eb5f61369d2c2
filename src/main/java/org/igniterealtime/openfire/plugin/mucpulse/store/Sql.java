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
 * What the stores do alike with the database.
 */
final class Sql {

    private static final int BATCH = 500;

    private Sql() {
    }

    /** Something to be done with a connection. */
    @FunctionalInterface
    interface Work {
        void run(Connection connection) throws SQLException;
    }

    /** Puts a row into a statement. */
    @FunctionalInterface
    interface Setter<T> {
        void set(PreparedStatement statement, T row) throws SQLException;
    }

    /** Does all of it, or nothing. */
    static void inTransaction(@Nonnull final Database database, @Nonnull final Work work) throws SQLException {
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

    /** Executes a statement for each of several rows, in batches. */
    static <T> void forEach(@Nonnull final Connection connection, @Nonnull final String sql,
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

    /** A JID that was valid when it was stored need not be checked again. */
    @Nonnull
    static JID jid(@Nonnull final String text) {
        return new JID(text, true);
    }
}
