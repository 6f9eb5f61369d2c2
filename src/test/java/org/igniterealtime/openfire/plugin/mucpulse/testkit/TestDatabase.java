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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;

/**
 * An HSQLDB in memory with the plugin's tables, made by its own script, and those of Openfire that the plugin reads.
 * Can be made to fail, and tells when it is used.
 */
public final class TestDatabase implements Database, AutoCloseable {

    private static final Path SCRIPT = Path.of("src", "main", "database", "mucpulse_hsqldb.sql");
    private static final List<String> OPENFIRE_TABLES = List.of(
        "CREATE TABLE ofVersion (name VARCHAR(50) NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (name))",
        "CREATE TABLE ofMucService (serviceID BIGINT NOT NULL, subdomain VARCHAR(255) NOT NULL,"
            + " description VARCHAR(255), isHidden INTEGER NOT NULL, PRIMARY KEY (subdomain))",
        "CREATE TABLE ofMucRoom (serviceID BIGINT NOT NULL, roomID BIGINT NOT NULL, name VARCHAR(50) NOT NULL,"
            + " naturalName VARCHAR(255), publicRoom INTEGER NOT NULL, membersOnly INTEGER NOT NULL, roomPassword VARCHAR(50),"
            + " creationDate CHAR(15) DEFAULT '000000000000000' NOT NULL, PRIMARY KEY (serviceID, name))",
        "CREATE TABLE ofMucAffiliation (roomID BIGINT NOT NULL, jid VARCHAR(1024) NOT NULL,"
            + " affiliation INTEGER NOT NULL, PRIMARY KEY (roomID, jid))",
        "CREATE TABLE ofMucMember (roomID BIGINT NOT NULL, jid VARCHAR(1024) NOT NULL, nickname VARCHAR(255),"
            + " PRIMARY KEY (roomID, jid))");

    private final String url = "jdbc:hsqldb:mem:" + UUID.randomUUID();
    private final Connection keeper;
    private String failingMethod = "";
    private Runnable observer = () -> { };
    private int opened;
    private int unclean;
    private int open;

    public TestDatabase() throws SQLException, IOException {
        keeper = DriverManager.getConnection(url, "sa", "");
        for (final String sql : OPENFIRE_TABLES) {
            execute(sql);
        }
        for (final String sql : Files.readString(SCRIPT, StandardCharsets.UTF_8).replaceAll("--.*", "").split(";")) {
            if (!sql.isBlank()) {
                execute(sql);
            }
        }
    }

    @Override
    @Nonnull
    public Connection open() throws SQLException {
        observer.run();
        if ("open".equals(failingMethod)) {
            throw new SQLException("as the test wants it");
        }
        opened++;
        open++;
        final Connection connection = DriverManager.getConnection(url, "sa", "");
        return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
                if (method.getName().equals(failingMethod)) {
                    throw new SQLException("as the test wants it");
                }
                if ("close".equals(method.getName())) {
                    open--;
                    unclean += connection.getAutoCommit() ? 0 : 1;
                }
                try {
                    return method.invoke(connection, arguments);
                } catch (final InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    }

    /** Has a method of every connection fail, or {@code open} itself. */
    public void failAt(final String method) {
        failingMethod = method;
    }

    public void recover() {
        failingMethod = "";
    }

    /** Has something done each time before a connection is opened. */
    public void observe(final Runnable newObserver) {
        observer = newObserver;
    }

    public int openedCount() {
        return opened;
    }

    /** How many connections were not given back as they were lent. */
    public int uncleanCount() {
        return unclean;
    }

    /** How many connections were not closed. */
    public int openCount() {
        return open;
    }

    public void execute(final String sql) throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, each as its columns with bars in between. */
    public List<String> rows(final String sql) throws SQLException {
        final List<String> rows = new ArrayList<>();
        try (Statement statement = keeper.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            final int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                final List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join("|", values));
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        execute("SHUTDOWN");
        keeper.close();
    }
}
