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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real Openfire in a process of its own, with MUC Pulse installed, that listens on the loopback interface only.
 *
 * <p>By default it is the embedded Openfire that the build assembles; if the system property {@code openfire.home}
 * names an installed Openfire, it is a copy of that one. Not thread-safe.
 */
public final class OpenfireServer implements XmppServer, AutoCloseable {

    /** The domain unless another is asked for. */
    public static final String DEFAULT_DOMAIN = "pulse.example";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration PLUGIN_PATIENCE = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 4;

    private final ServerKind kind;
    private final ServerHome home;
    private final StartFailure failure;
    private final String domain;
    private final String mucDomain;
    private final boolean fresh;
    private final boolean pickPort;
    private final String host;
    private final Optional<ClusterMember> member;
    private final int adminPort;
    private final int webPort;
    private final List<Path> plugins;
    private final Map<String, String> properties;
    private final List<String> jvmOptions;

    private int clientPort;
    private boolean wasStarted;
    private ServerProcess process;
    private ServerControl control;

    OpenfireServer(final OpenfireServerBuilder builder) {
        this.kind = builder.kind();
        this.home = new ServerHome(builder.home());
        this.failure = new StartFailure(home);
        this.domain = builder.domain();
        this.mucDomain = builder.mucDomain();
        this.fresh = builder.isFresh();
        this.pickPort = builder.clientPort() == 0;
        this.clientPort = builder.clientPort();
        this.host = builder.host();
        this.member = builder.member();
        this.adminPort = builder.adminPort() == 0 ? Ports.pick() : builder.adminPort();
        this.webPort = builder.hasWeb() ? Ports.pick() : -1;
        this.plugins = builder.pluginJars();
        this.properties = builder.properties();
        this.jvmOptions = builder.jvmOptions();
    }

    /**
     * Begins to describe a server: with MUC Pulse, in a fresh home, on a free port.
     *
     * @return a builder with these defaults
     */
    public static OpenfireServerBuilder builder() {
        return new OpenfireServerBuilder();
    }

    /**
     * Starts the server, and returns once clients can connect and all its plugins are loaded.
     *
     * @return this server
     * @throws OpenfireException if it does not come up; nothing is left running then
     */
    public OpenfireServer start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException("The server is running already");
        }
        kind.check();
        plugins.forEach(OpenfireServer::checkPlugin);
        ServerProcess.clear(home);
        if (pickPort) {
            startOnFreePort();
        } else {
            Ports.checkFree(host, clientPort);
            startOnce();
        }
        return this;
    }

    /**
     * Stops the server in an orderly way and waits until its process is gone. Does nothing if it is not running.
     *
     * @throws OpenfireException if it had to be killed
     */
    public void stop() {
        end(ServerProcess::stop);
    }

    /** Ends the server's process at once, as a crash would. Does nothing if it is not running. */
    public void kill() {
        end(ServerProcess::kill);
    }

    /**
     * Starts a server that was stopped or killed, on the same home, and on the same port unless somebody took it.
     *
     * @return this server
     * @throws OpenfireException if it does not come up
     */
    public OpenfireServer startAgain() {
        return start();
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * Tells whether the server's process is there.
     *
     * @return whether the process runs
     */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Waits until the server's process ends by itself, or this thread is interrupted. */
    public void awaitEnd() {
        process.awaitEnd();
    }

    /**
     * The process of the server.
     *
     * @return the process's number
     */
    public long pid() {
        return process.pid();
    }

    @Override
    public String domain() {
        return domain;
    }

    @Override
    public String mucDomain() {
        return mucDomain;
    }

    @Override
    public String host() {
        return host;
    }

    /** {@inheritDoc} It is 0 before the first start if a free one was asked for. */
    @Override
    public int clientPort() {
        return clientPort;
    }

    /**
     * The port of the admin console, on 127.0.0.1.
     *
     * @return a port, or -1 if it was not asked for
     */
    public int adminPort() {
        return adminPort;
    }

    /**
     * The port for WebSocket ({@code /ws/}) and BOSH ({@code /http-bind/}), on 127.0.0.1.
     *
     * @return a port, or -1 if it was not asked for
     */
    public int webPort() {
        return webPort;
    }

    /** Whether the console has a page to sign in. */
    boolean hasLoginPage() {
        return kind instanceof InstalledOpenfire;
    }

    /**
     * The folder that the server lives in.
     *
     * @return an absolute path
     */
    public Path home() {
        return home.folder();
    }

    /**
     * The text of the server's log since it was last started.
     *
     * @return the text without colours, empty if there is none
     */
    public String logs() {
        return home.log();
    }

    /**
     * What the server's process printed since it was last started.
     *
     * @return the text, empty if there is none
     */
    public String console() {
        return home.consoleText();
    }

    /**
     * The end of the log and of the console, for a person.
     *
     * @param lines how many lines of each
     * @return the text
     */
    public String tail(final int lines) {
        return home.tail(lines);
    }

    /**
     * The way into the running server.
     *
     * @return the control, connected
     * @throws IllegalStateException if the server is not running
     */
    public ServerControl control() {
        if (control == null) {
            throw new IllegalStateException("The server is not running");
        }
        return control;
    }

    /**
     * What a person calls this server.
     *
     * @return a few words
     */
    public String title() {
        return kind.title();
    }

    /**
     * Whether this is the embedded server, not a copy of an installed one.
     *
     * @return whether it is
     */
    public boolean isEmbedded() {
        return kind instanceof EmbeddedOpenfire;
    }

    private void startOnFreePort() {
        PortTakenException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (clientPort == 0 || !Ports.isFree(clientPort)) {
                clientPort = Ports.pick();
            }
            try {
                startOnce();
                return;
            } catch (PortTakenException e) {
                last = e;
                clientPort = 0;
            }
        }
        throw last;
    }

    private void startOnce() {
        final Map<String, String> settings = DefaultProperties.port(clientPort);
        if (!wasStarted) {
            settings.putAll(DefaultProperties.of(domain));
            settings.putAll(DefaultProperties.web(webPort));
            settings.putAll(properties);
        }
        if (!home.exists() || fresh && !wasStarted) {
            home.setUp(kind, domain, adminPort, settings, member);
        }
        final List<Path> jars = new ArrayList<>(plugins);
        jars.add(Jars.control(home.folder().resolve("harness/mucpulse-control.jar")));
        home.prepare(jars, settings);

        process = ServerProcess.start(kind, home, jvmOptions);
        boolean up = false;
        try {
            waitUntil("start", () -> Files.exists(home.address()));
            control = ServerControl.connect(home.address());
            waitUntil("start", control::isStarted);
            checkPlugins(jars);
            waitUntil("accept clients", () -> Ports.accepts(host, clientPort));
            failure.checkPort(clientPort);
            wasStarted = true;
            up = true;
        } finally {
            if (!up) {
                end(ServerProcess::kill);
            }
        }
    }

    private void checkPlugins(final List<Path> jars) {
        for (final Path jar : jars) {
            final String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
            try {
                // The server counts a plugin among those that are loaded a moment after it has started it.
                Awaitility.await().atMost(PLUGIN_PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50))
                    .until(() -> control.isPluginLoaded(name));
            } catch (ConditionTimeoutException e) {
                throw failure.pluginMissing(name);
            }
        }
    }

    private void waitUntil(final String what, final Callable<Boolean> condition) {
        try {
            Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw failure.died();
                        }
                        failure.checkPlugins();
                        return condition.call();
                    });
        } catch (ConditionTimeoutException e) {
            failure.checkPort(clientPort);
            throw failure.timeout(what, PATIENCE, e);
        }
    }

    private void end(final Consumer<ServerProcess> how) {
        if (control != null) {
            control.close();
            control = null;
        }
        if (process != null) {
            final ServerProcess ending = process;
            process = null;
            how.accept(ending);
        }
    }

    private static void checkPlugin(final Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new OpenfireException("There is no plugin " + jar.toAbsolutePath()
                    + ". The package phase of the build makes it (mvn package).");
        }
    }

    /**
     * The folder that the build writes to.
     *
     * @return the folder
     */
    public static Path workFolder() {
        final String embedded = System.getProperty("mucpulse.embedded.dir", "target/openfire-4.2.0");
        return Path.of(embedded).toAbsolutePath().normalize().getParent();
    }

    /**
     * The plugin as the build packaged it.
     *
     * @return the JAR
     */
    public static Path pluginJar() {
        return Path.of(System.getProperty("mucpulse.jar", workFolder().resolve("mucpulse.jar").toString()));
    }
}
