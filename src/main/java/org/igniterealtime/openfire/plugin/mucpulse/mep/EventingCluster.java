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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.Home;
import org.igniterealtime.openfire.plugin.mucpulse.port.HomeListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The feature on one of several servers: knows which server is home, and passes on what the servers tell each other.
 * Safe for use by several threads; nothing blocks.
 */
final class EventingCluster implements RelayListener, HomeListener {

    /** The topic of all messages of the feature. */
    static final String TOPIC = "mep";

    private static final Logger Log = LoggerFactory.getLogger(EventingCluster.class);
    /** How often home compares what it knows with the rooms, and how long after another server has left. */
    private static final Duration COMPARISON = Duration.ofMinutes(5);
    private static final Duration AFTER_DEATH = Duration.ofSeconds(5);

    private final MucEventing mep;
    private final SerialExecutor executor;
    private final Relay relay;
    private final HomeSide homeSide;
    private final HomeRole role;
    private final Forwarder forwarder;
    private final ForwardedRequests requests;
    private final RemoteCalls calls;
    private final NodeDirectory directory = new NodeDirectory(NodeDirectory.CAPACITY);
    private final LocalAnnouncements announcements = new LocalAnnouncements();
    private volatile State state = new State(Optional.empty(), false);

    /** Which server is home. */
    private record State(Optional<String> server, boolean here) {

        // Written out for the reason that the package's description gives.
        @Override
        public boolean equals(final Object other) {
            return other instanceof State that && here == that.here && server.equals(that.server);
        }

        @Override
        public int hashCode() {
            return server.hashCode();
        }
    }

    /**
     * What the feature needs of the server to work on several.
     *
     * @param relay carries messages to the other servers
     * @param cluster knows where sessions are
     * @param domain the server's domain
     * @param capabilities what this server itself knows of clients
     * @param sender sends answers
     * @param storage runs what touches the database
     * @param finishWriting writes to the database what waits, and forgets what cannot be written
     * @param ticker a monotonic source of time
     */
    record Environment(@Nonnull Relay relay, @Nonnull Cluster cluster, @Nonnull String domain,
                              @Nonnull Capabilities capabilities, @Nonnull StanzaSender sender,
                              @Nonnull Executor storage, @Nonnull Runnable finishWriting, @Nonnull Ticker ticker) {
    }

    /**
     * Creates it; nobody is home before {@link #start}.
     *
     * @param mep the feature
     * @param executor the feature's executor
     * @param known the capabilities of clients of the whole cluster
     * @param environment what there is besides
     */
    EventingCluster(@Nonnull final MucEventing mep, @Nonnull final SerialExecutor executor,
                    @Nonnull final RelayedCapabilities known, @Nonnull final Environment environment) {
        this.mep = mep;
        this.executor = executor;
        this.relay = environment.relay();
        this.homeSide = new HomeSide(mep, executor, relay, known);
        final Predicate<JID> isHere = session ->
            environment.cluster().isHere(session) || !session.getDomain().equals(environment.domain());
        this.role = new HomeRole(mep, executor, environment.storage(), relay, environment.finishWriting(),
            announcements, isHere);
        this.forwarder = new Forwarder(relay, this::elsewhere, mep::isOffered, environment.capabilities(),
            announcements, executor);
        this.requests = new ForwardedRequests(relay, environment.sender(), mep.replies(), mep.counters(), executor,
            environment.ticker());
        this.calls = new RemoteCalls(relay, this::elsewhere, executor, environment.ticker());
    }

    /** Whether this server is home. Costs one volatile read. */
    boolean isHere() {
        return state.here();
    }

    /** The other server that is home; empty where this one or none is. */
    @Nonnull
    Optional<String> elsewhere() {
        final State now = state;
        return now.here() ? Optional.empty() : now.server();
    }

    @Nonnull
    Forwarder forwarder() {
        return forwarder;
    }

    @Nonnull
    ForwardedRequests requests() {
        return requests;
    }

    @Nonnull
    RemoteCalls calls() {
        return calls;
    }

    @Nonnull
    NodeDirectory directory() {
        return directory;
    }

    /** A local session has ended. */
    void sessionEnded(@Nonnull final JID session) {
        forwarder.sessionEnded(session);
    }

    /**
     * Begins: who is home by itself takes those who are in rooms already as having just joined them, and takes over
     * what an earlier run has left.
     *
     * @param home which server is home
     * @param register registers this listener, so that no change is missed
     * @param earlier what an earlier run has left
     */
    synchronized void start(@Nonnull final Home home, @Nonnull final Runnable register,
                                   @Nonnull final List<byte[]> earlier) {
        executor.execute(() -> role.keep(earlier));
        register.run();
        final Optional<String> server = home.server();
        final boolean here = home.isHere();
        if (here && !isHere() && relay.peers().isEmpty()) {
            state = new State(server, true);
            mep.start();
            executor.execute(role::start);
        } else {
            homeMoved(server, here);
        }
        compareAgain();
    }

    private void compareAgain() {
        executor.schedule(COMPARISON, () -> {
            try {
                if (role.isHome() && !relay.peers().isEmpty()) {
                    mep.reconciliation().begin();
                }
            } finally {
                compareAgain();
            }
        });
    }

    /**
     * The plugin stops. To be called before the relay does.
     *
     * @param handover takes, on the feature's executor, what the next run of the plugin on this server is to have
     */
    void stop(@Nonnull final Consumer<List<byte[]>> handover) {
        executor.execute(() -> handover.accept(role.stop()));
    }

    @Override
    @Nonnull
    public String topic() {
        return TOPIC;
    }

    @Override
    public synchronized void homeMoved(@Nonnull final Optional<String> server, final boolean here) {
        final State before = state;
        final State after = new State(server, here);
        if (after.equals(before)) {
            return;
        }
        if (here && !before.here()) {
            // First, so that whatever happens from now on is done after it.
            executor.execute(role::gain);
            relay.peers().forEach(this::namesFor);
        }
        state = after;
        directory.homeMoved(here ? Optional.empty() : server);
        if (before.here() && !here) {
            executor.execute(() -> role.lose(server));
        } else if (!here && server.isPresent()) {
            executor.execute(() -> role.staysElsewhere(server.get()));
        }
        if (!here) {
            // Whichever server hears of the move first: the new home asks as well, as soon as it is one.
            executor.execute(forwarder::report);
        }
        requests.failAll();
        calls.failAll();
    }

    private void namesFor(final String peer) {
        executor.execute(() -> mep.names().sendAll(peer));
    }

    @Override
    public void received(@Nonnull final String peer, @Nonnull final byte[] bytes) {
        final RelayMessage message;
        try {
            message = RelayMessageReader.read(bytes);
        } catch (final IOException e) {
            Log.debug("A message of {} is not understood.", peer, e);
            return;
        }
        if (message instanceof RelayMessage.Names names) {
            directory.update(peer, names.room(), names.service(), names.names());
        } else if (message instanceof RelayMessage.ForgetNames) {
            directory.forget(peer);
        } else if (message instanceof RelayMessage.Farewell farewell) {
            executor.execute(() -> role.farewell(farewell));
        } else if (isHere()) {
            homeSide.received(peer, message);
        } else if (elsewhere().filter(peer::equals).isPresent()) {
            receivedFromHome(message);
        } else if (message instanceof RelayMessage.Stanza request && request.isRequest()) {
            refuse(peer, request);
        }
    }

    private void receivedFromHome(final RelayMessage message) {
        if (message instanceof RelayMessage.Stanza reply && !reply.isRequest()) {
            requests.answered(reply);
        } else if (message instanceof RelayMessage.Outcome outcome) {
            calls.ended(outcome);
        } else if (message instanceof RelayMessage.Ask question) {
            forwarder.ask(question);
        } else if (message instanceof RelayMessage.Report) {
            executor.execute(forwarder::report);
        }
    }

    private void refuse(final String peer, final RelayMessage.Stanza request) {
        Payload.ofXml(request.xml()).toElement().ifPresent(stanza -> mep.replies().refuse(
            new ForwardedRequest(stanza, answer -> relay.send(peer, TOPIC,
                new RelayMessage.Stanza(false, request.number(), answer.toXML()).toBytes()), Runnable::run),
            MepException.notLoaded()));
    }

    @Override
    public void peerJoined(@Nonnull final String peer) {
        if (isHere()) {
            namesFor(peer);
            relay.send(peer, TOPIC, new RelayMessage.Report().toBytes());
        }
    }

    @Override
    public void peerLeft(@Nonnull final String peer) {
        directory.forget(peer);
        executor.schedule(AFTER_DEATH, this::compare);
    }

    private void compare() {
        if (role.isHome()) {
            mep.reconciliation().begin();
        }
    }

    @Override
    public void messagesLost(@Nonnull final String peer) {
        if (isHere()) {
            relay.send(peer, TOPIC, new RelayMessage.Report().toBytes());
            executor.execute(this::compare);
        } else if (elsewhere().filter(peer::equals).isPresent()) {
            relay.send(peer, TOPIC, new RelayMessage.SendNames().toBytes());
        }
    }
}
