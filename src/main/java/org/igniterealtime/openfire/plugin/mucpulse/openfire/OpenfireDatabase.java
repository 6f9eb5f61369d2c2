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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.jivesoftware.database.DbConnectionManager;

/**
 * The server's database, through its pool of connections. Long texts are set and read as the server does it, which
 * knows how the driver wants that done. Safe for use by several threads.
 */
final class OpenfireDatabase implements Database {

    @Override
    @Nonnull
    public Connection open() throws SQLException {
        return DbConnectionManager.getConnection();
    }

    @Override
    @Nonnull
    public String script() {
        return "mucpulse_" + DbConnectionManager.getDatabaseType() + ".sql";
    }

    @Override
    public void setText(@Nonnull final PreparedStatement statement, final int index, @Nullable final String text)
        throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            DbConnectionManager.setLargeTextField(statement, index, text);
        }
    }

    @Override
    @Nullable
    public String text(@Nonnull final ResultSet row, final int column) throws SQLException {
        return DbConnectionManager.getLargeTextField(row, column);
    }
}
