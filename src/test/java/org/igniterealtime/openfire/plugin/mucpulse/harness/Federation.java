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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class other servers, beside an Openfire of its own. Register both in static fields, in this order:
 *
 * <pre>
 *   &#64;RegisterExtension
 *   static final Federation federation = Federation.withProsody();
 *
 *   &#64;RegisterExtension
 *   static final OpenfireExtension openfire = OpenfireExtension.own(federation::connect);
 * </pre>
 *
 * <p>{@link #PROSODY} and {@link #IDN} are domains of a {@link Prosody}, if the class has one (it has to be marked with
 * {@link NeedsProsody} then); all other domains are those of a {@link RawServerPeer}. All of them find each other without
 * DNS. A second Openfire takes part if it is registered, too:
 *
 * <pre>
 *   &#64;RegisterExtension
 *   static final OpenfireExtension other = OpenfireExtension.own(federation::connectOther);
 * </pre>
 *
 * <p>After each test the clients that are logged in to the Prosody go offline, the Prosody runs again, and the peer
 * listens.
 */
public final class Federation implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** The first domain of the Prosody. */
    public static final String PROSODY = "prosody.example";
    /** The second domain of the Prosody, of which people write the first label as they speak. */
    public static final String IDN = "b\u00fccher.example";
    /** The same in DNS. */
    public static final String IDN_ASCII = "xn--bcher-kva.example";

    /** The domain of the second Openfire. */
    public static final String OPENFIRE = "openfire.example";

    private static final AtomicInteger LAST = new AtomicInteger();
    private static final String MUC_PREFIX = "conference.";
    private static final int TAIL = 4_000;

    private final boolean withProsody;
    private final int[] ports = free(5);
    private final List<TestClient> clients = new ArrayList<>();
    private Prosody prosody;
    private RawServerPeer peer;
    private boolean failed;

    private Federation(final boolean withProsody) {
        this.withProsody = withProsody;
    }

    /**
     * A Prosody and a raw peer.
     *
     * @return an extension to register in a static field
     */
    public static Federation withProsody() {
        return new Federation(true);
    }

    /**
     * A raw peer alone.
     *
     * @return an extension to register in a static field
     */
    public static Federation ofPeers() {
        return new Federation(false);
    }

    /**
     * Lets an Openfire take part.
     *
     * @param builder describes it
     * @return the same
     */
    public OpenfireServerBuilder connect(final OpenfireServerBuilder builder) {
        return connect(builder, openfirePort(), Map.of(
                PROSODY, prosodyServerPort(), IDN, prosodyServerPort(), IDN_ASCII, prosodyServerPort(),
                OPENFIRE, otherOpenfirePort()));
    }

    /**
     * Lets a second Openfire take part, which has no MUC Pulse, serves {@link #OPENFIRE}, and has a home beside that of
     * the first. Its users meet in the rooms of the first.
     *
     * @param builder describes it
     * @return the same
     */
    public OpenfireServerBuilder connectOther(final OpenfireServerBuilder builder) {
        final String first = OpenfireServer.DEFAULT_DOMAIN;
        return connect(builder, otherOpenfirePort(), Map.of(
                first, openfirePort(), MUC_PREFIX + first, openfirePort()))
                .plugins()
                .domain(OPENFIRE)
                .mucDomain(MUC_PREFIX + first)
                .freshHome(Path.of(builder.home() + "-other"));
    }

    private OpenfireServerBuilder connect(final OpenfireServerBuilder builder, final int port,
            final Map<String, Integer> domains) {
        final StringBuilder names = new StringBuilder("{*,127.0.0.1:" + peerPort() + "}");
        domains.forEach((domain, itsPort) ->
                names.append(",{").append(domain).append(",127.0.0.1:").append(itsPort).append('}'));
        return builder
                .property("xmpp.server.socket.active", "true")
                .property("xmpp.server.socket.port", Integer.toString(port))
                .property("xmpp.server.tls.enabled", "false")
                .property("xmpp.server.tls.policy", "disabled")
                .property("xmpp.server.dialback.enabled", "true")
                .property("dnsutil.dnsOverride", names.toString());
    }

    /**
     * The other real server.
     *
     * @return the Prosody
     */
    public Prosody prosody() {
        return prosody;
    }

    /**
     * The other server that does what a test wants.
     *
     * @return the peer
     */
    public RawServerPeer peer() {
        return peer;
    }

    /**
     * One of the domains of the peer that no other test has.
     *
     * @param name what its name begins with
     * @return the domain
     */
    public PeerDomain newDomain(final String name) {
        return peer.domain(name + LAST.incrementAndGet() + ".example");
    }

    /**
     * Logs a new user in to the Prosody, who goes offline when the test ends.
     *
     * @param name what the user's name begins with
     * @return a client that is online
     */
    public TestClient login(final String name) {
        return login(name + "-" + LAST.incrementAndGet(), PROSODY, "test");
    }

    /**
     * Logs a user in to the Prosody, who goes offline when the test ends. The account is created if there is none.
     *
     * @param user the name before the {@code @}, which is the password as well
     * @param domain one of its domains
     * @param resource the resource
     * @return a client that is online
     */
    public TestClient login(final String user, final String domain, final String resource) {
        prosody.createUser(user, domain);
        final TestClient client = TestClient.login(prosody.at(domain), user, user, resource);
        clients.add(client);
        return client;
    }

    @Override
    public void beforeAll(final ExtensionContext context) {
        failed = false;
        final String name = context.getRequiredTestClass().getSimpleName();
        final String domain = OpenfireServer.DEFAULT_DOMAIN;
        peer = new RawServerPeer(peerPort(), domain, openfirePort());
        peer.comeBack();
        if (withProsody) {
            final Path folder = OpenfireServer.workFolder().resolve("it").resolve(name + "-prosody");
            Folders.delete(folder);
            prosody = new Prosody(folder, MUC_PREFIX + domain, ports[2], prosodyServerPort(), PROSODY, IDN)
                    .name("*", peerPort())
                    .name(domain, openfirePort())
                    .name(MUC_PREFIX + domain, openfirePort());
            prosody.start();
        }
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        failed |= context.getExecutionException().isPresent();
        final List<TestClient> leaving = new ArrayList<>(clients);
        clients.clear();
        leaving.forEach(TestClient::close);
        restore();
    }

    /** Sees to it that the Prosody runs and the peer listens. */
    public void restore() {
        if (withProsody && !prosody.isRunning()) {
            prosody.start();
        }
        if (!peer.isListening()) {
            peer.comeBack();
        }
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        if (peer != null) {
            peer.close();
        }
        if (prosody != null) {
            prosody.stop();
            if (failed) {
                final String name = context.getRequiredTestClass().getSimpleName() + "-prosody";
                final Path kept = OpenfireServer.workFolder().resolve("it-failed-logs").resolve(name);
                Folders.delete(kept);
                Folders.copy(prosody.folder(), kept);
                final String log = prosody.logs();
                System.out.println("What the Prosody left is kept in " + kept + ". Its log ends with:\n"
                        + log.substring(Math.max(0, log.length() - TAIL)));
            }
        }
    }

    private int openfirePort() {
        return ports[0];
    }

    private int peerPort() {
        return ports[1];
    }

    private int prosodyServerPort() {
        return ports[3];
    }

    private int otherOpenfirePort() {
        return ports[4];
    }

    /** Finds ports that nobody listens on. */
    private static int[] free(final int count) {
        final List<ServerSocket> sockets = new ArrayList<>();
        final int[] ports = new int[count];
        try {
            for (int i = 0; i < count; i++) {
                final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports[i] = socket.getLocalPort();
            }
            for (final ServerSocket socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
