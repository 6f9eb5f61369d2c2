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

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Another real XMPP server, Prosody, in a process of its own with a configuration and data of its own. It listens on
 * 127.0.0.1 for clients and servers, without TLS, authenticates servers by dialback, and finds other servers without
 * DNS, as the test says. It ends with the tests, however these end. Not thread-safe.
 *
 * <p>System properties, which are options of the build as well: {@code prosody} is the program's path, if it is not the
 * one in the search path; with {@code prosody.required} tests fail that are skipped otherwise where there is none.
 *
 * @see <a href="https://prosody.im/doc/configure">Prosody's configuration</a>
 */
public final class Prosody implements XmppServer, AutoCloseable {

    private static final String NAMED = "prosody";
    private static final String REQUIRED = "prosody.required";
    private static final String MODULE = "mod_mucpulse_test.lua";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final List<String> domains;
    private final String mucDomain;
    private final int clientPort;
    private final int serverPort;
    private final Map<String, Integer> names = new TreeMap<>();
    private final Thread hook = new Thread(this::kill, "prosody-stop");
    private Process process;

    /**
     * Describes a server that is yet to be started.
     *
     * @param folder its own, which is emptied
     * @param mucDomain the domain of the MUC service that its users meet in
     * @param clientPort the port for clients
     * @param serverPort the port for servers
     * @param domains what it serves; clients log in to the first unless told otherwise
     */
    Prosody(final Path folder, final String mucDomain, final int clientPort, final int serverPort,
            final String... domains) {
        this.folder = folder.toAbsolutePath();
        this.mucDomain = mucDomain;
        this.clientPort = clientPort;
        this.serverPort = serverPort;
        this.domains = List.of(domains);
    }

    /**
     * Tells whether tests that need it can run, or have to be tried because they must not be skipped.
     *
     * @return false if they are to be skipped
     */
    public static boolean isUsable() {
        final String required = System.getProperty(REQUIRED);
        return find().isPresent() || required != null && !"false".equals(required);
    }

    /** Has a domain, or * for all that are not named otherwise, served by a port of 127.0.0.1. */
    Prosody name(final String domain, final int port) {
        names.put(domain, port);
        return this;
    }

    /**
     * Starts it, for the first time or after {@link #stop} or {@link #kill}, with the data of before.
     *
     * @throws OpenfireException if it does not come up
     */
    public void start() {
        final Path program = find().orElseThrow(() -> new OpenfireException(
                "This test needs Prosody, and there is none. Install it, or say where it is with -Dprosody=PATH."));
        try {
            if (!Files.exists(folder.resolve("prosody.cfg.lua"))) {
                setUp();
            }
            process = new ProcessBuilder(program.toString(), "--config", folder.resolve("prosody.cfg.lua").toString(), "-F")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("console.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new OpenfireException("Prosody could not be started: " + e.getMessage(), e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
        Awaitility.await("Prosody listens").atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new OpenfireException("Prosody ended at once:\n" + ServerHome.read(folder.resolve("console.log")) + logs());
                    }
                    return Ports.accepts(clientPort) && Ports.accepts(serverPort);
                });
    }

    /** Stops it in an orderly way: it closes its streams. Does nothing if it does not run. */
    public void stop() {
        if (process != null) {
            process.destroy();
            awaitEnd();
        }
    }

    /** Ends its process at once. Does nothing if it does not run. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** Whether its process is there. */
    boolean isRunning() {
        return process != null && process.isAlive();
    }

    /**
     * Creates an account; the password is the name.
     *
     * @param user the name before the {@code @}
     * @param domain one of its domains
     */
    public void createUser(final String user, final String domain) {
        try {
            final Path accounts = folder.resolve("data").resolve(fileName(domain)).resolve("accounts");
            Files.createDirectories(accounts);
            Files.writeString(accounts.resolve(fileName(user) + ".dat"), "return { [\"password\"] = \"" + user + "\" };\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String domain() {
        return domains.get(0);
    }

    @Override
    public String mucDomain() {
        return mucDomain;
    }

    @Override
    public int clientPort() {
        return clientPort;
    }

    /**
     * The same server, to whose other domain clients log in.
     *
     * @param other one of its domains
     * @return a view of this server
     */
    public XmppServer at(final String other) {
        return new XmppServer() {
            @Override
            public String domain() {
                return other;
            }

            @Override
            public String mucDomain() {
                return mucDomain;
            }

            @Override
            public int clientPort() {
                return clientPort;
            }
        };
    }

    /**
     * The text of its log.
     *
     * @return the text, empty if there is none
     */
    public String logs() {
        return ServerHome.read(folder.resolve("prosody.log"));
    }

    /** Where it lives. */
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        stop();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
            process = null;
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // This process is ending, and has called this itself.
            return;
        }
    }

    private void setUp() throws IOException {
        Folders.delete(folder);
        Files.createDirectories(folder.resolve("modules"));
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(folder.resolve("certs"));
        try (InputStream in = Prosody.class.getResourceAsStream("prosody/" + MODULE)) {
            Files.copy(in, folder.resolve("modules").resolve(MODULE));
        }
        final String servers = names.entrySet().stream()
                .map(name -> "[" + quoted(name.getKey()) + "] = { \"127.0.0.1\", " + name.getValue() + " }")
                .collect(Collectors.joining("; "));
        Files.writeString(folder.resolve("prosody.cfg.lua"), String.join("\n",
                "run_as_root = true",
                "data_path = " + quoted(folder.resolve("data").toString()),
                "plugin_paths = { " + quoted(folder.resolve("modules").toString()) + " }",
                "certificates = " + quoted(folder.resolve("certs").toString()),
                "log = { info = " + quoted(folder.resolve("prosody.log").toString()) + " }",
                "interfaces = { \"127.0.0.1\" }",
                "c2s_ports = { " + clientPort + " }",
                "s2s_ports = { " + serverPort + " }",
                "c2s_direct_tls_ports = {}",
                "s2s_direct_tls_ports = {}",
                "modules_enabled = { \"mucpulse_test\", \"roster\", \"saslauth\", \"dialback\", \"disco\", \"ping\","
                        + " \"pep\", \"offline\", \"carbons\" }",
                "modules_disabled = { \"tls\", \"s2s_auth_certs\" }",
                "c2s_require_encryption = false",
                "s2s_require_encryption = false",
                "s2s_secure_auth = false",
                "allow_unencrypted_plain_auth = true",
                "authentication = \"internal_plain\"",
                "mucpulse_test_names = { " + servers + " }",
                "mucpulse_test_owner = " + ProcessHandle.current().pid(),
                domains.stream().map(name -> "VirtualHost " + quoted(name)).collect(Collectors.joining("\n")),
                ""));
    }

    private static String quoted(final String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** How it names its files: all but ASCII letters and digits is written in hexadecimal. */
    static String fileName(final String text) {
        final StringBuilder name = new StringBuilder();
        for (final byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            final char c = (char) (octet & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                name.append(c);
            } else {
                name.append(String.format("%%%02x", (int) c));
            }
        }
        return name.toString();
    }

    private static Optional<Path> find() {
        final String named = System.getProperty(NAMED, "").trim();
        final String path = System.getenv("PATH");
        final Stream<Path> candidates = named.isEmpty()
                ? Arrays.stream((path == null ? "" : path).split(File.pathSeparator)).filter(place -> !place.isBlank())
                        .map(place -> Path.of(place, "prosody"))
                : Stream.of(Path.of(named));
        return candidates.filter(Files::isRegularFile).filter(Files::isExecutable).findFirst();
    }
}
