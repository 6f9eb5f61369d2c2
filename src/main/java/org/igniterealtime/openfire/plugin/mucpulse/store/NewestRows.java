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
import com.google.common.collect.Lists;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import javax.annotation.Nonnull;

/**
 * Writes rows that carry a timestamp so that none replaces a newer one, whoever else writes to the same table (K6): a
 * row is updated where what is there is older, and inserted where nothing is there. Everything is done in batches, and
 * in the order of the keys, so that two writers seldom wait for each other in a circle. A writer that inserts the same
 * row at the same time makes this one fail with a duplicate key; {@link Sql#inContestedTransaction} then does all of it
 * once more. Portable SQL only. Safe for use by several threads.
 *
 * @param <T> the type of a row
 */
public final class NewestRows<T> {

    /** How many rows are looked for with one statement. */
    private static final int SOUGHT = 100;

    private final Statements statements;
    private final Function<T, List<String>> keys;
    private final ToLongFunction<T> timestamp;
    private final Sql.Setter<T> update;
    private final Sql.Setter<T> insert;

    /**
     * The statements of a table.
     *
     * @param update updates the row with a key whose timestamp is less than one that is given
     * @param find reads the columns of the key, and then the timestamp, up to and with {@code WHERE}
     * @param byKey the condition for one key
     * @param insert inserts a row
     */
    public record Statements(@Nonnull String update, @Nonnull String find, @Nonnull String byKey,
                             @Nonnull String insert) {
    }

    /**
     * Creates a writer.
     *
     * @param statements the statements
     * @param keys the columns of the key of a row, in the order of the statements
     * @param timestamp the timestamp of a row
     * @param update sets the parameters of the update
     * @param insert sets the parameters of the insertion
     */
    public NewestRows(@Nonnull final Statements statements, @Nonnull final Function<T, List<String>> keys,
                      @Nonnull final ToLongFunction<T> timestamp, @Nonnull final Sql.Setter<T> update,
                      @Nonnull final Sql.Setter<T> insert) {
        this.statements = statements;
        this.keys = keys;
        this.timestamp = timestamp;
        this.update = update;
        this.insert = insert;
    }

    private record Keyed<T>(List<String> key, T row) {
    }

    /**
     * Writes rows.
     *
     * @param connection with a transaction under way
     * @param rows the rows, possibly none, each with another key
     * @throws SQLException where the database fails, or another writer was in the way
     */
    public void write(@Nonnull final Connection connection, @Nonnull final Collection<T> rows) throws SQLException {
        final List<Keyed<T>> sorted = new ArrayList<>(rows.size());
        rows.forEach(row -> sorted.add(new Keyed<>(keys.apply(row), row)));
        sorted.sort(Comparator.comparing(keyed -> String.join("", keyed.key())));
        final List<Keyed<T>> missed = update(connection, sorted);
        final List<Keyed<T>> older = new ArrayList<>();
        final List<Keyed<T>> absent = new ArrayList<>();
        for (final List<Keyed<T>> part : Iterables.partition(missed, SOUGHT)) {
            final Map<List<String>, Long> found = find(connection, part);
            for (final Keyed<T> keyed : part) {
                final Long stored = found.get(keyed.key());
                if (stored == null) {
                    absent.add(keyed);
                } else if (stored < timestamp.applyAsLong(keyed.row())) {
                    // Another writer inserted it after this one had tried to update it.
                    older.add(keyed);
                }
            }
        }
        update(connection, older);
        Sql.forEach(connection, statements.insert(), rows(absent), insert);
    }

    private static <T> List<T> rows(final List<Keyed<T>> keyed) {
        return Lists.transform(keyed, Keyed::row);
    }

    /** Answers the rows that were not updated, or of which the driver does not say. */
    private List<Keyed<T>> update(final Connection connection, final List<Keyed<T>> rows) throws SQLException {
        final List<Keyed<T>> missed = new ArrayList<>();
        final int[] counts = Sql.counts(connection, statements.update(), rows(rows), update);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 1) {
                missed.add(rows.get(i));
            }
        }
        return missed;
    }

    private Map<List<String>, Long> find(final Connection connection, final List<Keyed<T>> part) throws SQLException {
        final Map<List<String>, Long> found = new HashMap<>();
        final int columns = part.get(0).key().size();
        final String sql = statements.find()
            + String.join(" OR ", Collections.nCopies(part.size(), '(' + statements.byKey() + ')'));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 1;
            for (final Keyed<T> keyed : part) {
                for (final String column : keyed.key()) {
                    statement.setString(index++, column);
                }
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    final List<String> key = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        key.add(row.getString(i));
                    }
                    found.put(List.copyOf(key), row.getLong(columns + 1));
                }
            }
        }
        return found;
    }
}
