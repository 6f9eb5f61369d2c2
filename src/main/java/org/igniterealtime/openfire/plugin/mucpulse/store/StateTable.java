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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;

/**
 * The table of a few numbers that the plugin has to know of its last run. Portable SQL only. All methods block. Safe
 * for use by several threads.
 */
public final class StateTable {

    private static final String LOAD_STATE = "SELECT stateValue FROM ofMucPulseState WHERE name=?";
    private static final String NAMES = "SELECT name FROM ofMucPulseState";
    private static final String DELETE_STATE = "DELETE FROM ofMucPulseState WHERE name=?";
    private static final String INSERT_STATE = "INSERT INTO ofMucPulseState (name, stateValue) VALUES (?,?)";

    private final Database database;

    /**
     * Creates the statements of the table.
     *
     * @param database where the table is
     */
    public StateTable(@Nonnull final Database database) {
        this.database = database;
    }

    /**
     * Reads a number that the plugin keeps for itself.
     *
     * @param name the number's name
     * @return the number, empty where there is none
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public OptionalLong state(@Nonnull final String name) throws SQLException {
        final List<Long> values = new ArrayList<>();
        Sql.query(database, LOAD_STATE, statement -> statement.setString(1, name), row -> values.add(row.getLong(1)));
        return values.stream().mapToLong(Long::longValue).findFirst();
    }

    /**
     * The names of all numbers.
     *
     * @return possibly empty, never {@code null}
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    Set<String> names() throws SQLException {
        final Set<String> names = new HashSet<>();
        Sql.query(database, NAMES, statement -> { }, row -> names.add(row.getString(1)));
        return names;
    }

    /**
     * Keeps a number.
     *
     * @param name the number's name
     * @param value the number
     * @throws SQLException where the database cannot be written
     */
    public void setState(@Nonnull final String name, final long value) throws SQLException {
        Sql.inTransaction(database, connection -> {
            delete(connection, name);
            try (PreparedStatement statement = connection.prepareStatement(INSERT_STATE)) {
                statement.setString(1, name);
                statement.setLong(2, value);
                statement.executeUpdate();
            }
        });
    }

    /**
     * Forgets a number.
     *
     * @param name the number's name
     * @throws SQLException where the database cannot be written
     */
    public void clearState(@Nonnull final String name) throws SQLException {
        Sql.inTransaction(database, connection -> delete(connection, name));
    }

    private static void delete(final Connection connection, final String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_STATE)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }
}
