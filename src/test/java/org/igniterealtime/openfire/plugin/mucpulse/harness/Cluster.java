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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.databases.HomeDatabase;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class several Openfire servers with MUC Pulse that are one cluster, with one database. Register it in a
 * static field of a class that is marked with {@link NeedsCluster}:
 *
 * <pre>
 *   &#64;RegisterExtension
 *   static final Cluster cluster = Cluster.of(2);
 * </pre>
 *
 * <p>The servers are numbered from 1; the first is started first, and so is the senior member. After each test its
 * clients go offline, links that were cut are restored, and servers that were stopped are started again. After the
 * class the servers' logs are read, as {@link OpenfireExtension} does.
 */
public final class Cluster implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final AtomicInteger LAST = new AtomicInteger();
    private static final int TAIL = 60;
    private static final String PLUGIN_NAME = "hazelcast.jar";
    /** The Hazelcast plugin's own, where a server dies, or is cut off, while something is under way to it. */
    private static final Pattern UNANSWERED = Pattern.compile("Failed to execute cluster task");

    private final int size;
    private final List<Pattern> expected = new ArrayList<>(List.of(UNANSWERED));
    private final List<OpenfireServer> servers = new ArrayList<>();
    private final List<LogCheck> checks = new ArrayList<>();
    private final List<TestClient> clients = new ArrayList<>();
    private ClusterLinks links;
    private UnaryOperator<OpenfireServerBuilder> settings = UnaryOperator.identity();
    private String suffix = "";
    private boolean withConsoles;
    private boolean withPlugin = true;
    private boolean failed;

    private Cluster(final int size) {
        this.size = size;
    }

    /**
     * A cluster.
     *
     * @param size how many servers it has
     * @return an extension to register in a static field
     */
    public static Cluster of(final int size) {
        return new Cluster(size);
    }

    /**
     * Whether the build names what a cluster is made of.
     *
     * @return whether it does
     */
    public static boolean isPossible() {
        return !System.getProperty("openfire.home", "").isBlank() && hazelcast().isPresent()
                && "postgresql".equals(System.getProperty("database"));
    }

    private static Optional<Path> hazelcast() {
        return Optional.of(System.getProperty("hazelcast.plugin", "")).filter(jar -> !jar.isBlank()).map(Path::of)
                .filter(jar -> jar.endsWith(PLUGIN_NAME));
    }

    /**
     * Opens the admin console of each server.
     *
     * @return this extension
     */
    public Cluster withConsoles() {
        withConsoles = true;
        return this;
    }

    /**
     * Asks something of each server in addition.
     *
     * @param further what to ask
     * @return this extension
     */
    public Cluster with(final UnaryOperator<OpenfireServerBuilder> further) {
        settings = further;
        return this;
    }

    /**
     * Tells this cluster from another one of the same test class.
     *
     * @param name what it is called
     * @return this extension
     */
    public Cluster named(final String name) {
        suffix = name + "-";
        return this;
    }

    /**
     * Starts the servers without MUC Pulse, which can be loaded later.
     *
     * @return this extension
     */
    public Cluster withoutPlugin() {
        withPlugin = false;
        return this;
    }

    /**
     * Announces a warning or an error that this class provokes.
     *
     * @param regex is found in each such line of a server's log
     * @return this extension
     */
    public Cluster expectLog(final String regex) {
        expected.add(Pattern.compile(regex));
        return this;
    }

    /**
     * A server of the cluster.
     *
     * @param number its number
     * @return the server
     */
    public OpenfireServer server(final int number) {
        return servers.get(number - 1);
    }

    /**
     * Logs a new user in, who goes offline when the test ends.
     *
     * @param number the number of the server
     * @param name what the user's name begins with
     * @return a client that is online
     */
    public TestClient login(final int number, final String name) {
        return login(number, name + "-" + LAST.incrementAndGet(), "test");
    }

    /**
     * Logs a user in, who goes offline when the test ends. The account is created if there is none.
     *
     * @param number the number of the server
     * @param user the name before the {@code @}, which is the password as well
     * @param resource the resource
     * @return a client that is online
     */
    public TestClient login(final int number, final String user, final String resource) {
        final OpenfireServer server = server(number);
        if (!server.control().userExists(user)) {
            server.control().createUser(user, user);
        }
        final TestClient client = TestClient.login(server, user, user, resource);
        clients.add(client);
        return client;
    }

    /**
     * Makes a JID for a room that no other test has.
     *
     * @param name what it begins with
     * @return a room's JID
     */
    public String newRoom(final String name) {
        return name + "-" + LAST.incrementAndGet() + "@" + server(1).mucDomain();
    }

    /**
     * Cuts the links between one server and all others, and waits until both sides have noticed.
     *
     * @param number the number of the server
     */
    public void isolate(final int number) {
        links.isolate(number);
        awaitMembers(List.of(number));
        awaitMembers(IntStream.rangeClosed(1, size).filter(other -> other != number && server(other).isRunning())
                .boxed().collect(Collectors.toList()));
    }

    /** Links all servers again, and waits until they are one cluster. */
    public void heal() {
        links.heal();
        awaitMembers();
    }

    /** Waits until all servers that run see each other, and nobody else, in the cluster. */
    public void awaitMembers() {
        awaitMembers(IntStream.rangeClosed(1, size).filter(number -> server(number).isRunning()).boxed()
                .collect(Collectors.toList()));
    }

    private void awaitMembers(final List<Integer> numbers) {
        final List<String> ids = numbers.stream().map(number -> "server-" + number).collect(Collectors.toList());
        numbers.forEach(number -> Awaitility.await("server " + number + " sees " + ids).atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> server(number).control().clusterMembers().equals(ids)));
    }

    @Override
    public void beforeAll(final ExtensionContext context) {
        failed = true;
        final HomeDatabase database = HomeDatabase.requested().orElseThrow();
        links = new ClusterLinks(size);
        final int clientPort = Ports.pick();
        for (int number = 1; number <= size; number++) {
            final String name = context.getRequiredTestClass().getSimpleName() + "-" + suffix + number;
            final OpenfireServerBuilder builder = OpenfireServer.builder()
                    .freshHome(OpenfireServer.workFolder().resolve("it").resolve(name))
                    .clusterMember(ClusterMember.of(number, database, links))
                    .clientPort(clientPort)
                    .adminPort(withConsoles ? 0 : -1)
                    .plugins(plugins());
            ClusterMember.jvmOptions().forEach(builder::jvmOption);
            final OpenfireServer server = settings.apply(builder).build();
            servers.add(server);
            server.start();
            checks.add(new LogCheck(server, expected));
            awaitMembers(IntStream.rangeClosed(1, number).boxed().collect(Collectors.toList()));
        }
        failed = false;
    }

    private Path[] plugins() {
        final Path hazelcast = hazelcast().orElseThrow();
        return withPlugin ? new Path[] {OpenfireServer.pluginJar(), hazelcast} : new Path[] {hazelcast};
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        failed |= context.getExecutionException().isPresent();
        final List<TestClient> leaving = new ArrayList<>(clients);
        clients.clear();
        leaving.forEach(TestClient::close);
        links.heal();
        servers.stream().filter(server -> !server.isRunning()).forEach(OpenfireServer::startAgain);
        awaitMembers();
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        failed |= context.getExecutionException().isPresent();
        try {
            for (int i = servers.size() - 1; i >= 0; i--) {
                servers.get(i).stop();
            }
            checks.forEach(LogCheck::assertClean);
        } catch (AssertionError | RuntimeException e) {
            failed = true;
            throw e;
        } finally {
            if (links != null) {
                links.close();
            }
            if (failed) {
                keepLogs();
            }
        }
    }

    private void keepLogs() {
        for (int i = 0; i < checks.size(); i++) {
            final OpenfireServer server = servers.get(i);
            final Path kept = checks.get(i).keep(server.home().getFileName().toString());
            System.out.println("The logs of server " + (i + 1) + " are kept in " + kept + ". They end with:\n"
                    + server.tail(TAIL));
        }
    }
}
