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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MariaDB, of Debian's package mariadb-server. It runs without tables of its own, as nobody has to log in. */
final class MariaDbServer extends DatabaseServer {

    static final Path PROGRAM = Path.of("/usr/sbin/mariadbd");

    MariaDbServer() {
        super("mariadb");
    }

    @Override
    void prepare() throws IOException {
        // Makes the files and ends in order, as what is killed at its very first start is damaged.
        final List<String> command = new ArrayList<>(command());
        command.add("--bootstrap");
        run(Map.of(), command);
    }

    @Override
    List<String> command() {
        return unprivileged(List.of(PROGRAM.toString(), "--no-defaults", "--datadir=" + folder(), "--port=" + port(),
            "--bind-address=127.0.0.1", "--socket=m.sock", "--skip-grant-tables", "--character-set-server=utf8mb4", "--innodb-buffer-pool-size=32M",
            "--innodb-log-file-size=16M", "--innodb-flush-log-at-trx-commit=2"));
    }

    @Override
    String url(final String database) {
        return "jdbc:mariadb://127.0.0.1:" + port() + '/' + database;
    }

    @Override
    void create(final String database, final String options) throws SQLException {
        try (Connection connection = open(""); Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database + ' ' + options);
        }
    }
}
