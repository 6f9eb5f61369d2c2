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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.firebirdsql.management.FBManager;
import org.firebirdsql.management.FBServiceManager;

/** Firebird, of Debian's packages firebird3.0-server and firebird3.0-utils, with users of its own. */
final class FirebirdServer extends DatabaseServer {

    static final Path PROGRAM = Path.of("/usr/sbin/firebird");
    private static final Path INSTALLED = Path.of("/usr/lib/x86_64-linux-gnu/firebird/3.0");

    FirebirdServer() {
        super("firebird");
    }

    @Override
    Map<String, String> environment() {
        final String root = folder().toString();
        return Map.of("FIREBIRD", root, "FIREBIRD_LOCK", root, "FIREBIRD_TMP", root);
    }

    @Override
    String user() {
        return "SYSDBA";
    }

    @Override
    void prepare() throws IOException {
        final Path users = folder().resolve("security3.fdb");
        Files.writeString(folder().resolve("firebird.conf"), String.join("\n", "ServerMode = Super",
            "RemoteBindAddress = 127.0.0.1", "RemoteServicePort = " + port(), "SecurityDatabase = " + users,
            "AuthServer = Srp", "UserManager = Srp", "DatabaseAccess = Full", ""));
        Files.writeString(folder().resolve("databases.conf"), "security.db = " + users + "\n{\nRemoteAccess = false\n}\n");
        Files.copy(INSTALLED.resolve("plugins.conf"), folder().resolve("plugins.conf"));
        Files.createSymbolicLink(folder().resolve("intl"), INSTALLED.resolve("intl"));
        Files.createSymbolicLink(folder().resolve("firebird.msg"), INSTALLED.resolve("firebird.msg"));
        final Path script = folder().resolve("users.sql");
        Files.writeString(script, "CREATE DATABASE '" + users + "' USER SYSDBA; COMMIT;\n"
            + "CREATE USER SYSDBA PASSWORD 'masterkey' USING PLUGIN Srp; COMMIT;\n");
        run(environment(), List.of("isql-fb", "-q", "-user", "SYSDBA", "-i", script.toString()));
    }

    @Override
    List<String> command() {
        return List.of(PROGRAM.toString());
    }

    @Override
    String url(final String database) {
        return "jdbc:firebird://127.0.0.1:" + port() + '/' + path(database) + "?encoding=UTF8";
    }

    /** Asks as a user: the server listens a moment before it knows its users. */
    @Override
    boolean answers() throws SQLException {
        final FBServiceManager services = new FBServiceManager();
        services.setServerName("127.0.0.1");
        services.setPortNumber(port());
        services.setUser(user());
        services.setPassword("masterkey");
        return services.getServerVersion() != null;
    }

    private String path(final String database) {
        return folder().resolve(database + ".fdb").toString();
    }

    // The manager's close() declares every exception, an interruption too.
    @SuppressWarnings("try")
    @Override
    void create(final String database, final String options) throws SQLException {
        try (FBManager manager = new FBManager()) {
            manager.setServer("127.0.0.1");
            manager.setPort(port());
            manager.setDefaultCharacterSet("UTF8");
            manager.start();
            manager.createDatabase(path(database), user(), "masterkey");
        } catch (final Exception e) {
            throw new SQLException(e);
        }
    }
}
