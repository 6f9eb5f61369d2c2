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
package org.igniterealtime.openfire.plugin.mucpulse.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;

/**
 * The database of a server that the integration tests start, where {@code -Ddatabase=postgresql} or
 * {@code -Ddatabase=mariadb} asks for another than the server's embedded one.
 */
public final class HomeDatabase {

    private final Kind kind;
    private final String url;
    private final String user;

    /** A database server, and the driver of Openfire for it. */
    private enum Kind {

        POSTGRESQL(Engine.POSTGRESQL, "org.postgresql.Driver", ""),
        MARIADB(Engine.MARIADB, "org.mariadb.jdbc.Driver", "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");

        private final Engine engine;
        private final String driver;
        private final String options;

        Kind(final Engine engine, final String driver, final String options) {
            this.engine = engine;
            this.driver = driver;
            this.options = options;
        }
    }

    private HomeDatabase(final Kind kind, final String url, final String user) {
        this.kind = kind;
        this.url = url;
        this.user = user;
    }

    /**
     * Makes an empty database, if the build asks for one.
     *
     * @return the database, empty where the server is to use its embedded one
     */
    public static Optional<HomeDatabase> requested() {
        final String name = System.getProperty("database", "hsqldb");
        if ("hsqldb".equals(name)) {
            return Optional.empty();
        }
        final Kind kind = switch (name) {
            case "postgresql" -> Kind.POSTGRESQL;
            case "mariadb" -> Kind.MARIADB;
            default -> throw new IllegalArgumentException("Neither hsqldb, postgresql nor mariadb: " + name);
        };
        try {
            final DatabaseServer server = new RealDatabase(kind.engine).server();
            final String database = "openfire" + UUID.randomUUID().toString().replace("-", "");
            server.create(database, kind.options);
            return Optional.of(new HomeDatabase(kind, server.url(database), server.user()));
        } catch (final SQLException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    /** The script of the server that makes its tables, in the folder {@code resources/database} of its home. */
    public String script() {
        return "openfire_" + kind.name().toLowerCase(Locale.ROOT) + ".sql";
    }

    /** What the server's configuration says of the database. */
    public String configuration() {
        return String.join("\n",
            "  <connectionProvider>",
            "    <className>org.jivesoftware.database.DefaultConnectionProvider</className>",
            "  </connectionProvider>",
            "  <database>",
            "    <defaultProvider>",
            "      <driver>" + kind.driver + "</driver>",
            "      <serverURL>" + url + "</serverURL>",
            "      <username>" + user + "</username>",
            "      <password>masterkey</password>",
            "      <testSQL>select 1</testSQL>",
            "      <testBeforeUse>true</testBeforeUse>",
            "      <testAfterUse>false</testAfterUse>",
            "      <testTimeout>500</testTimeout>",
            "      <timeBetweenEvictionRuns>30000</timeBetweenEvictionRuns>",
            "      <minIdleTime>900000</minIdleTime>",
            "      <maxWaitTime>500</maxWaitTime>",
            "      <minConnections>2</minConnections>",
            "      <maxConnections>20</maxConnections>",
            "      <connectionTimeout>1.0</connectionTimeout>",
            "    </defaultProvider>",
            "  </database>");
    }
}
