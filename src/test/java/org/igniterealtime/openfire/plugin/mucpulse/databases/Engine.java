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

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;

/**
 * The databases on which the tables are tried: a server and a driver each. A test on one that is not installed is
 * skipped, or fails where {@code -Ddatabases.required} is set.
 */
enum Engine {

    HSQLDB("hsqldb", "", ""),
    POSTGRESQL("postgresql", "postgresql", ""),
    MARIADB("mariadb", "mariadb-server", "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
    MARIADB_UTF8MB3("mariadb", "mariadb-server", "CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci"),
    MYSQL_DRIVER("mysql", "mariadb-server", "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
    FIREBIRD("firebird", "firebird3.0-server", "");

    private static final List<String> OPENFIRE_TABLES = List.of(
        "CREATE TABLE ofVersion (name VARCHAR(50) NOT NULL, version INTEGER NOT NULL)",
        "CREATE TABLE ofMucService (serviceID BIGINT NOT NULL, subdomain VARCHAR(255) NOT NULL)",
        "CREATE TABLE ofMucRoom (serviceID BIGINT NOT NULL, roomID BIGINT NOT NULL, name VARCHAR(50) NOT NULL,"
            + " naturalName VARCHAR(255), publicRoom INTEGER NOT NULL, membersOnly INTEGER NOT NULL,"
            + " roomPassword VARCHAR(50), creationDate CHAR(15) NOT NULL)",
        "CREATE TABLE ofMucAffiliation (roomID BIGINT NOT NULL, jid VARCHAR(1024) NOT NULL,"
            + " affiliation INTEGER NOT NULL)",
        "CREATE TABLE ofMucMember (roomID BIGINT NOT NULL, jid VARCHAR(1024) NOT NULL)");
    /** Those that the server proposes when it is set up. */
    private static final String MYSQL_OPTIONS = "?rewriteBatchedStatements=true&characterEncoding=UTF-8"
        + "&characterSetResults=UTF-8&serverTimezone=UTC";
    private static final Map<Engine, DatabaseServer> SERVERS = new EnumMap<>(Engine.class);

    private final String script;
    private final String debianPackage;
    private final String options;

    Engine(final String script, final String debianPackage, final String options) {
        this.script = script;
        this.debianPackage = debianPackage;
        this.options = options;
    }

    /** A database with the tables of the plugin, and those of the server that the plugin reads. */
    static final class RealDatabase implements Database {

        private final Engine engine;
        private final String name = "d" + UUID.randomUUID().toString().replace("-", "");

        RealDatabase(final Engine engine) {
            this.engine = engine;
        }

        @Override
        public Connection open() throws SQLException {
            if (engine == HSQLDB) {
                return DriverManager.getConnection("jdbc:hsqldb:mem:" + name, "sa", "");
            }
            final DatabaseServer server = engine.server();
            return engine == MYSQL_DRIVER ? openWithMysqlDriver(server.url(name)) : server.open(name);
        }

        /** By name, as the server's old driver takes the same addresses. */
        private static Connection openWithMysqlDriver(final String url) throws SQLException {
            final Properties properties = new Properties();
            properties.setProperty("user", "openfire");
            return new com.mysql.cj.jdbc.Driver().connect(url.replace("mariadb", "mysql") + MYSQL_OPTIONS, properties);
        }

        DatabaseServer server() {
            return engine.server();
        }

        void execute(final String sql) throws SQLException {
            try (Connection connection = open(); Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        /** Runs a script as the server does. */
        void run(final Path path) throws SQLException, IOException {
            final StringBuilder statement = new StringBuilder();
            for (final String line : Files.readAllLines(path)) {
                if (!line.isBlank() && Stream.of("--", "#", "/*", " *").noneMatch(line::startsWith)) {
                    statement.append(' ').append(line);
                }
                if (line.trim().endsWith(";")) {
                    execute(statement.toString());
                    statement.setLength(0);
                }
            }
        }
    }

    boolean isServer() {
        return this != HSQLDB;
    }

    private synchronized DatabaseServer server() {
        synchronized (SERVERS) {
            return SERVERS.computeIfAbsent(this == MARIADB_UTF8MB3 || this == MYSQL_DRIVER ? MARIADB : this, engine ->
                switch (engine) {
                    case POSTGRESQL -> started(PostgresqlServer::new);
                    case MARIADB -> started(MariaDbServer::new);
                    default -> started(FirebirdServer::new);
                });
        }
    }

    private static DatabaseServer started(final Supplier<DatabaseServer> supplier) {
        try {
            final DatabaseServer server = supplier.get();
            server.prepare();
            server.startAndAwait();
            return server;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean isInstalled() {
        return switch (this) {
            case HSQLDB -> true;
            case POSTGRESQL -> PostgresqlServer.programs().isPresent();
            case MARIADB, MARIADB_UTF8MB3, MYSQL_DRIVER -> Files.exists(MariaDbServer.PROGRAM);
            case FIREBIRD -> Files.exists(FirebirdServer.PROGRAM);
        };
    }

    /** A new database, with its tables. Skips the test where the server is not installed. */
    RealDatabase database() throws SQLException, IOException {
        final RealDatabase database = databaseWithoutTables();
        runScript(database);
        return database;
    }

    /** A new database, with tables of the server alone. */
    RealDatabase databaseWithoutTables() throws SQLException {
        final RealDatabase database = emptyDatabase();
        for (final String sql : OPENFIRE_TABLES) {
            database.execute(sql);
        }
        return database;
    }

    private Path path() {
        return Path.of("src", "main", "database", "mucpulse_" + script + ".sql");
    }

    void runScript(final RealDatabase database) throws SQLException, IOException {
        database.run(path());
    }

    /** What is done of the script if it is interrupted early. */
    String firstStatement() throws IOException {
        final String text = Files.readString(path()).replaceAll("(?m)^(--|#).*$", "");
        return text.substring(0, text.indexOf(';'));
    }

    private RealDatabase emptyDatabase() throws SQLException {
        if (!isInstalled()) {
            final String message = "The Debian package " + debianPackage + " is not installed: " + this + " is not tried.";
            if (System.getProperty("databases.required") != null) {
                fail(message);
            }
            abort(message);
        }
        final RealDatabase database = new RealDatabase(this);
        if (isServer()) {
            server().create(database.name, options);
        }
        return database;
    }
}
