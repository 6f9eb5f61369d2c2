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
import java.sql.SQLException;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;

/** Runs work in transactions, for {@link Sql}. Blocks. */
final class Transactions {

    private Transactions() {
    }

    /** As {@link Sql#inTransaction}. */
    static void run(@Nonnull final Database database, @Nonnull final Sql.Work work) throws SQLException {
        try {
            transact(database, work);
        } catch (final SQLException e) {
            throw database.failed(e);
        }
    }

    /** As {@link Sql#inContestedTransaction}. */
    static void runContested(@Nonnull final Database database, @Nonnull final Sql.Work work) throws SQLException {
        try {
            run(database, work);
        } catch (final SQLException e) {
            if (!SqlFailures.isConflict(e)) {
                throw e;
            }
            run(database, work);
        }
    }

    private static void transact(final Database database, final Sql.Work work) throws SQLException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            try {
                work.run(connection);
                connection.commit();
            } catch (final Throwable e) {
                undo(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
        }
    }

    /** What fails here is not more important than why it is done. */
    private static void undo(final Connection connection, final Throwable why) {
        try {
            connection.rollback();
        } catch (final SQLException | RuntimeException e) {
            why.addSuppressed(e);
        }
        try {
            connection.setAutoCommit(true);
        } catch (final SQLException | RuntimeException e) {
            why.addSuppressed(e);
        }
    }
}
