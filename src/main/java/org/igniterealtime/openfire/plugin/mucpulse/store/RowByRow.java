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
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;

/**
 * Writes rows so that one that the database refuses is dropped alone (D3): all of them in one transaction, and where
 * that fails each half for itself, down to single rows.
 */
public final class RowByRow {

    /**
     * Of classes of the standard: connection, rollback, resources, intervention of an operator, system; deadlock of
     * Oracle.
     */
    private static final Pattern PASSING = Pattern.compile("(?:08|40|53|57|58|61).*");

    private RowByRow() {
    }

    /**
     * Does something with rows.
     *
     * @param <T> the type of a row
     */
    @FunctionalInterface
    public interface Step<T> {

        /**
         * Does it.
         *
         * @param connection with a transaction under way
         * @param rows the rows, at least one
         * @throws SQLException where the database fails
         */
        void run(@Nonnull Connection connection, @Nonnull List<T> rows) throws SQLException;
    }

    /**
     * Writes rows.
     *
     * @param database where to
     * @param rows the rows, possibly none
     * @param step writes rows
     * @param probe does something with a row that the database can always do while it works, such as to delete what is
     *     there of the row
     * @param refused is told of each row that is refused, though the probe succeeded
     * @param <T> the type of a row
     * @throws SQLException where the database cannot be written; some rows may have been
     */
    public static <T> void write(@Nonnull final Database database, @Nonnull final List<T> rows,
                                 @Nonnull final Step<T> step, @Nonnull final Step<T> probe,
                                 @Nonnull final BiConsumer<T, Exception> refused) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try {
            Sql.inContestedTransaction(database, connection -> step.run(connection, rows));
            return;
        } catch (final SQLException | RuntimeException e) {
            if (isPassing(e)) {
                throw e;
            }
            if (rows.size() == 1) {
                probe(database, rows, probe, SqlFailures.isConflict(e));
                database.rowRefused();
                refused.accept(rows.get(0), e);
                return;
            }
        }
        final int half = rows.size() / 2;
        write(database, rows.subList(0, half), step, probe, refused);
        write(database, rows.subList(half, rows.size()), step, probe, refused);
    }

    /** Where another writer has been in the way again and again, what it has written is left there. */
    private static <T> void probe(final Database database, final List<T> rows, final Step<T> probe,
                                  final boolean isUndone) throws SQLException {
        Sql.inTransaction(database, connection -> {
            probe.run(connection, rows);
            if (isUndone) {
                connection.rollback();
            }
        });
    }

    /**
     * Writes rows in place of those with the same keys.
     *
     * @param database where to
     * @param rows the rows, possibly none
     * @param delete deletes what is there of rows
     * @param insert adds rows
     * @param refused is told of each row that is refused, though what was there of it could be deleted; it is deleted,
     *     unless another writer was in the way
     * @param <T> the type of a row
     * @throws SQLException where the database cannot be written; some rows may have been
     */
    public static <T> void replace(@Nonnull final Database database, @Nonnull final List<T> rows,
                                   @Nonnull final Step<T> delete, @Nonnull final Step<T> insert,
                                   @Nonnull final BiConsumer<T, Exception> refused) throws SQLException {
        write(database, rows, (connection, some) -> {
            delete.run(connection, some);
            insert.run(connection, some);
        }, delete, refused);
    }

    /**
     * Whether something failed for a reason that has nothing to do with the rows, and passes.
     *
     * @param thrown what was thrown
     * @return whether to try the same again later
     */
    public static boolean isPassing(@Nonnull final Exception thrown) {
        return DatabaseUnavailableException.isCauseOf(thrown) || SqlFailures.hasState(thrown, PASSING)
            || SqlFailures.all(thrown).anyMatch(one ->
                one instanceof SQLTransientException || one instanceof SQLRecoverableException);
    }
}
