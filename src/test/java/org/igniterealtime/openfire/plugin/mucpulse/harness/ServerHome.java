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
package org.igniterealtime.openfire.plugin.mucpulse.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.databases.HomeDatabase;

/** The home folder of a server: configuration, database, plugins and logs. */
final class ServerHome {

    /** What colours the lines of some servers' logs. */
    private static final Pattern COLOUR = Pattern.compile("\\x1B\\[[0-9;]*m");

    private final Path folder;

    ServerHome(final Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    Path folder() {
        return folder;
    }

    /** Whether a server was set up here before. */
    boolean exists() {
        return Files.exists(folder.resolve("conf/openfire.xml"));
    }

    /** Sets up a home in which a server starts without asking anything; what was there is deleted. */
    void setUp(final ServerKind kind, final String domain, final int adminPort, final Map<String, String> properties,
               final Optional<ClusterMember> member) {
        Folders.delete(folder);
        try {
            Files.createDirectories(folder.resolve("plugins"));
            kind.furnish(folder);
            final Optional<HomeDatabase> database =
                    member.map(ClusterMember::database).or(HomeDatabase::requested);
            Files.writeString(folder.resolve("conf/openfire.xml"), configuration(domain, adminPort, database, member));
            if (member.isPresent()) {
                Files.writeString(folder.resolve("conf/hazelcast-local-config.xml"), member.get().hazelcast());
            }
            final Path script = folder.resolve("resources/database")
                    .resolve(database.map(HomeDatabase::script).orElse("openfire_hsqldb.sql"));
            if (!Files.exists(script)) {
                throw new OpenfireException("This server has no script for the database that is asked for: " + script);
            }
            Files.write(script, inserts(properties, database.isEmpty()), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the home ready for another run, whatever the last one left behind. */
    void prepare(final List<Path> plugins, final Map<String, String> properties) {
        try {
            Files.deleteIfExists(address());
            // The database believes for a while that a killed server still holds it.
            Files.deleteIfExists(folder.resolve("embedded-db/openfire.lck"));
            keepOldLogs();
            Files.createDirectories(folder.resolve("logs"));
            for (final Path plugin : plugins) {
                final Path target = folder.resolve("plugins").resolve(plugin.getFileName());
                // Only a new one, which the server then unpacks again.
                if (!Files.exists(target) || Files.mismatch(plugin, target) >= 0) {
                    Files.copy(plugin, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            final Properties file = new Properties();
            file.putAll(properties);
            try (Writer writer = Files.newBufferedWriter(propertiesFile())) {
                file.store(writer, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the control plugin says how to reach it. */
    Path address() {
        return folder.resolve("control.address");
    }

    /** The properties that the control plugin sets before the server opens its ports. */
    Path propertiesFile() {
        return folder.resolve("control.properties");
    }

    /** What the process itself prints. */
    Path console() {
        return folder.resolve("logs/console.log");
    }

    Path processFile() {
        return folder.resolve("server.process");
    }

    /** The text of the server's log, empty before there is one. */
    String log() {
        return read(folder.resolve("logs/openfire.log"));
    }

    /** The text that the process printed. */
    String consoleText() {
        return read(console());
    }

    /** The text of a log, without colours, empty if there is none. */
    static String read(final Path file) {
        try {
            return Files.exists(file)
                    ? COLOUR.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)).replaceAll("")
                    : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepOldLogs() throws IOException {
        final Path logs = folder.resolve("logs");
        if (Files.exists(logs)) {
            int run = 1;
            while (Files.exists(folder.resolve("logs-" + run))) {
                run++;
            }
            Files.move(logs, folder.resolve("logs-" + run));
        }
    }

    private static String configuration(final String domain, final int adminPort,
                                        final Optional<HomeDatabase> database,
                                        final Optional<ClusterMember> member) {
        final String host = member.map(ClusterMember::host).orElse("127.0.0.1");
        return String.join("\n",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<jive>",
                "  <adminConsole>",
                "    <interface>127.0.0.1</interface>",
                "    <port>" + adminPort + "</port>",
                "    <securePort>-1</securePort>",
                "  </adminConsole>",
                "  <locale>en</locale>",
                "  <network><interface>" + host + "</interface></network>",
                member.map(ClusterMember::configuration).orElse(""),
                "  <fqdn>" + domain + "</fqdn>",
                database.map(HomeDatabase::configuration).orElse(String.join("\n",
                "  <connectionProvider>",
                "    <className>org.jivesoftware.database.EmbeddedConnectionProvider</className>",
                "  </connectionProvider>")),
                "  <setup>true</setup>",
                "</jive>",
                "");
    }

    /** The server reads most of its settings from its database, and makes that from a script: this is its last part. */
    private static List<String> inserts(final Map<String, String> properties, final boolean embedded) {
        final List<String> lines = new ArrayList<>();
        lines.add("");
        if (embedded) {
            // What is committed has to be there after a kill: no other database would lose it.
            lines.add("SET FILES WRITE DELAY FALSE;");
        }
        new TreeMap<>(properties).forEach((name, value) -> lines.add(
                "INSERT INTO ofProperty (name, propValue) VALUES ('" + quoted(name) + "', '" + quoted(value) + "');"));
        return lines;
    }

    private static String quoted(final String text) {
        return text.replace("'", "''");
    }

    /** The last lines of the log and of the console, for a person who wants to know what happened. */
    String tail(final int lines) {
        return Stream.of(log(), consoleText())
                .map(text -> text.lines().collect(Collectors.toList()))
                .map(all -> String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size())))
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n--- console ---\n"));
    }
}
