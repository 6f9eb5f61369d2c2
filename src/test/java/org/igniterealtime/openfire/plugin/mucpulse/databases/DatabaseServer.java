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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A database server of a Debian package, which the tests start on 127.0.0.1 with data of its own. It is ended when the
 * virtual machine ends.
 */
abstract class DatabaseServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path folder;
    private final int port;
    private Process process;

    DatabaseServer(final String name) {
        try {
            folder = newFolder(name);
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    /** Below target, unless another user, as whom some servers have to run, cannot come there. */
    private static Path newFolder(final String name) throws IOException {
        final Path target = Files.createDirectories(Path.of("target", "databases").toAbsolutePath());
        boolean open = true;
        for (Path path = target; path != null; path = path.getParent()) {
            open &= Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE);
        }
        final Path folder = Files.createTempDirectory(ROOT && !open ? Path.of("/tmp") : target, name);
        if (ROOT) {
            run(Map.of(), List.of("chown", "nobody", folder.toString()));
        }
        return folder;
    }

    /** Prepares the data. */
    abstract void prepare() throws IOException;

    /** The command that is the server. */
    abstract List<String> command();

    Map<String, String> environment() {
        return Map.of();
    }

    /** The address of a database for a driver. */
    abstract String url(String database);

    /** Makes an empty database. */
    abstract void create(String database, String options) throws SQLException;

    final Path folder() {
        return folder;
    }

    final int port() {
        return port;
    }

    /** As some servers refuse to be run by root. */
    static List<String> unprivileged(final List<String> command) {
        final List<String> all = new ArrayList<>();
        if (ROOT) {
            all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        all.addAll(command);
        return all;
    }

    static void run(final Map<String, String> environment, final List<String> command) throws IOException {
        final Path output = Files.createTempFile("database", ".log");
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        final Process process = builder.start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            Files.delete(output);
        }
    }

    private void start() throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolveSibling(folder.getFileName() + ".log").toFile()));
        builder.environment().putAll(environment());
        process = builder.start();
    }

    /** Starts the server, and waits until it answers. */
    final void startAndAwait() throws IOException {
        start();
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(() -> {
            if (!process.isAlive()) {
                // What a killed server has left behind may take a moment to end.
                start();
            }
            return answers();
        });
    }

    boolean answers() throws IOException, SQLException {
        try (Connection connection = open("")) {
            return !connection.isClosed();
        }
    }

    final Connection open(final String database) throws SQLException {
        return DriverManager.getConnection(url(database), user(), "masterkey");
    }

    String user() {
        return "openfire";
    }

    /** As a crash of the machine would end it. */
    final void kill() {
        process.destroyForcibly();
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    /** The server stops to answer, but keeps its connections. */
    final void pause() throws IOException {
        run(Map.of(), List.of("kill", "-STOP", String.valueOf(process.pid())));
    }

    final void resume() throws IOException {
        run(Map.of(), List.of("kill", "-CONT", String.valueOf(process.pid())));
    }

    private void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (final IOException | UncheckedIOException e) {
            System.getLogger(DatabaseServer.class.getName()).log(System.Logger.Level.INFO, "Left behind: " + folder, e);
        }
    }
}
