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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.jivesoftware.util.JiveGlobals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The properties of Openfire. All servers of a cluster follow.
 */
public final class OpenfireProperties implements Properties {

    private static final Logger Log = LoggerFactory.getLogger(OpenfireProperties.class);

    private static final String STORED = "SELECT propValue FROM ofProperty WHERE name=?";

    private final Database database;

    public OpenfireProperties(@Nonnull final Database database) {
        this.database = database;
    }

    @Override
    @Nonnull
    public Optional<String> get(@Nonnull final String name) {
        return Optional.ofNullable(JiveGlobals.getProperty(name));
    }

    @Override
    public boolean isStored(@Nonnull final String name, @Nonnull final Optional<String> value) {
        try (Connection connection = database.open();
             PreparedStatement statement = connection.prepareStatement(STORED)) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return value.isEmpty();
                }
                // What is encrypted looks different there.
                return value.isPresent()
                    && (JiveGlobals.isPropertyEncrypted(name) || value.get().equals(row.getString(1)));
            }
        } catch (final SQLException | RuntimeException e) {
            Log.warn("Cannot find out whether the property {} is in the database.", name, e);
            return false;
        }
    }

    @Override
    public void set(@Nonnull final String name, @Nonnull final String value) {
        JiveGlobals.setProperty(name, value);
    }

    @Override
    public void delete(@Nonnull final String name) {
        JiveGlobals.deleteProperty(name);
    }
}
