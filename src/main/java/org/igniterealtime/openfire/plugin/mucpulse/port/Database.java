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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * The server's database. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface Database {

    /**
     * Borrows a connection from the server's pool. May block: not to be called by the server's stanza threads.
     *
     * @return a connection in auto-commit mode, to be closed by the caller
     * @throws SQLException where the database cannot be reached
     */
    @Nonnull
    Connection open() throws SQLException;

    /**
     * Sets a parameter of a statement to a text that may be long.
     *
     * @param statement the statement
     * @param index the number of the parameter, from 1
     * @param text the text
     * @throws SQLException where the database fails
     */
    default void setText(@Nonnull final PreparedStatement statement, final int index, @Nullable final String text)
        throws SQLException {
        statement.setString(index, text);
    }

    /**
     * Reads a text that may be long.
     *
     * @param row the row
     * @param column the number of the column, from 1
     * @return the text, {@code null} where there is none
     * @throws SQLException where the database fails
     */
    @Nullable
    default String text(@Nonnull final ResultSet row, final int column) throws SQLException {
        return row.getString(column);
    }

    /**
     * The script that makes the plugin's tables.
     *
     * @return the name of a file
     */
    @Nonnull
    default String script() {
        return "mucpulse_hsqldb.sql";
    }

    /**
     * Says that something failed that was done with a connection.
     *
     * @param failure what was thrown
     * @return what is to be thrown instead, which may be the same
     */
    @Nonnull
    default SQLException failed(@Nonnull final SQLException failure) {
        return failure;
    }

    /** Counts a row that the database refused, and that was dropped. */
    default void rowRefused() {
    }
}
