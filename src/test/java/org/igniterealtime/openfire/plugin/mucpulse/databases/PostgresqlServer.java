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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL, of Debian's package of that name. */
final class PostgresqlServer extends DatabaseServer {

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path programs;

    PostgresqlServer() {
        super("postgresql");
        programs = programs().orElseThrow();
    }

    /** The newest version. */
    static Optional<Path> programs() {
        if (!Files.isDirectory(VERSIONS)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin")).filter(bin -> Files.exists(bin.resolve("initdb")))
                .max(Comparator.comparing(Path::toString));
        } catch (final IOException e) {
            return Optional.empty();
        }
    }

    private String data() {
        return folder().resolve("data").toString();
    }

    @Override
    void prepare() throws IOException {
        run(Map.of(), unprivileged(List.of(programs.resolve("initdb").toString(), "-D", data(), "-U", user(), "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")));
    }

    @Override
    List<String> command() {
        return unprivileged(List.of(programs.resolve("postgres").toString(), "-D", data(), "-p", String.valueOf(port()),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"));
    }

    @Override
    String url(final String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + '/' + (database.isEmpty() ? "postgres" : database);
    }

    @Override
    void create(final String database, final String options) throws SQLException {
        try (Connection connection = open(""); Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database + ' ' + options);
        }
    }
}
