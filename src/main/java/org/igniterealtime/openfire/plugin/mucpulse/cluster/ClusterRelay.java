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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Registrations;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Workers;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.ClusterListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Home;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;

/**
 * The relay between the servers of a cluster that have the plugin, and the decision which of them is home. Everything
 * that listeners hear, of all peers, is a task of one executor. Safe for use by several threads.
 */
public final class ClusterRelay implements Relay, Home, ClusterListener {

    /** How long {@link #close} waits at most for what is still to be sent. */
    private static final Duration FLUSHING = Duration.ofSeconds(2);

    private final Cluster cluster;
    private final Hooks hooks;
    private final Carrier carrier;
    private final RelayThreads threads;
    private final HomeRule rule;
    private final NodeWatch watch;
    private final RelayCounters counters = new RelayCounters();
    private final PeerLinks links;
    private final Receiver receiver;
    private volatile ClusterView view;
    private volatile boolean opened;
    private volatile boolean closing;
    // The fields below are used by tasks of the executor for events only.
    private Map<String, String> listed = Map.of();
    /** Whether {@link #listed} was read since this server has joined. */
    private boolean known;
    private long waitingSince;

    /** Creates the relay, which draws the numbers of its links from a source that gives each once. */
    ClusterRelay(@Nonnull final Cluster cluster, @Nonnull final Hooks hooks, @Nonnull final NodeRegistry registry,
                 @Nonnull final Carrier carrier, @Nonnull final RelayThreads threads,
                 @Nonnull final LongSupplier numbers) {
        this.cluster = cluster;
        this.hooks = hooks;
        this.carrier = carrier;
        this.threads = threads;
        links = new PeerLinks(threads, counters, numbers);
        receiver = new Receiver(hooks, threads, counters, new FromOthers());
        rule = new HomeRule(cluster);
        waitingSince = threads.ticker().read();
        watch = new NodeWatch(cluster, registry, threads, nodes -> threads.events().execute(() -> listed(nodes)));
        view = viewOf(Set.of(), rule.decide(Optional.of(cluster.self()), false, Set.of(), Duration.ZERO));
    }

    /**
     * Creates the relay, with threads that the health page shows.
     *
     * @param cluster the cluster
     * @param hooks whose listeners hear of the relay and of the home
     * @param registry the list of the servers that have the plugin
     * @param carrier takes frames to other servers
     * @param workers registers the threads
     * @param registrations where it is registered that the relay ends, and its threads after it
     * @return the relay, which has no peers before {@link #open}
     */
    @Nonnull
    public static ClusterRelay create(@Nonnull final Cluster cluster, @Nonnull final Hooks hooks,
                                      @Nonnull final NodeRegistry registry, @Nonnull final Carrier carrier,
                                      @Nonnull final Workers workers, @Nonnull final Registrations registrations) {
        final ClusterRelay relay = new ClusterRelay(cluster, hooks, registry, carrier,
            new WorkerThreads(workers, carrier, registrations), new SecureRandom()::nextLong);
        registrations.add(hooks.cluster(), relay);
        registrations.onClose(relay::close);
        return relay;
    }

    /**
     * Makes this server a peer of the others, and has listeners called. Where the server is by itself, nothing happens
     * before it joins a cluster, and no thread runs.
     *
     * @param pluginVersion the version of the plugin
     */
    public void open(@Nonnull final String pluginVersion) {
        opened = true;
        waitFromNow();
        watch.start(ClusterView.describe(pluginVersion));
        if (cluster.state() != Cluster.State.SINGLE) {
            threads.events().execute(this::reconcile);
            watch.readSoon();
        }
    }

    /**
     * Takes nothing more from other servers, which send it later, or to the next home: the features are being stopped.
     * Messages to others are still sent.
     */
    public void stopReceiving() {
        closing = true;
    }

    /** Sends what waits, for two seconds at most, and ends being a peer of the others. */
    public void close() {
        closing = true;
        links.awaitQuiet(FLUSHING);
        final List<PeerLink> ending = links.disconnectAll();
        view = viewOf(Set.of(), Optional.empty());
        watch.stop(() -> ending.forEach(link ->
            carrier.carryWithoutWaiting(link.peer(), FrameFormat.write(link.goodbye()))));
        threads.awaitSenders(FLUSHING);
    }

    @Override
    @Nonnull
    public Set<String> peers() {
        return view.peers();
    }

    @Override
    public void toAll(@Nonnull final String topic, @Nonnull final byte[] message) {
        links.toAll(topic, message);
    }

    @Override
    public void send(@Nonnull final String peer, @Nonnull final String topic, @Nonnull final byte[] message) {
        links.send(peer, topic, message);
    }

    @Override
    public boolean isCongested(@Nonnull final String peer) {
        return links.isCongested(peer);
    }

    @Override
    @Nonnull
    public Optional<String> server() {
        return view.home();
    }

    @Override
    public boolean isHere() {
        return view.isHere();
    }

    /**
     * Takes a frame that another server has sent. Returns at once, and throws nothing.
     *
     * @param bytes the frame
     * @return what the other server's {@link Carrier#carry} returns
     */
    @Nonnull
    public byte[] receive(@Nonnull final byte[] bytes) {
        try {
            if (!opened || closing) {
                return Reply.LATER.toBytes();
            }
            return receiver.receive(bytes).toBytes();
        } catch (final Throwable thrown) {
            threads.errors().handle("the relay", thrown);
            return Reply.LATER.toBytes();
        }
    }

    /** What the frames of others say of them. */
    private final class FromOthers implements Receiver.Observer {

        @Override
        public void strangerHeard() {
            watch.readSoon();
        }

        @Override
        public void goodbyeHeard(@Nonnull final String peer) {
            threads.events().execute(() -> unlist(peer));
            watch.readSoon();
        }

        @Override
        public void rejoined(@Nonnull final String peer) {
            final Optional<String> home = view.home();
            final boolean isHome = home.filter(peer::equals).isPresent();
            hooks.relay().forEach(listener -> listener.peerLeft(peer));
            if (isHome) {
                hooks.home().forEach(listener -> listener.homeMoved(Optional.empty(), false));
            }
            hooks.relay().forEach(listener -> listener.peerJoined(peer));
            if (isHome) {
                hooks.home().forEach(listener -> listener.homeMoved(home, false));
            }
            watch.readSoon();
        }
    }

    // The events of the cluster.

    @Override
    public void joined() {
        if (opened) {
            threads.events().execute(this::beginAnew);
            watch.joined();
        }
    }

    @Override
    public void left() {
        if (opened) {
            threads.events().execute(this::beginAnew);
        }
    }

    @Override
    public void memberJoined(@Nonnull final String member) {
        if (opened) {
            watch.readSoon();
        }
    }

    @Override
    public void memberLeft(@Nonnull final String member) {
        if (opened) {
            threads.events().execute(() -> unlist(member));
            watch.forget(member);
            watch.readSoon();
        }
    }

    @Override
    public void becameSenior() {
        if (opened) {
            threads.events().execute(this::reconcile);
        }
    }

    // Tasks of the executor for events.

    /** Nobody is known, and nobody is home until others are, for a minute at most. */
    private void beginAnew() {
        listed = Map.of();
        known = false;
        waitFromNow();
        reconcile();
    }

    private void waitFromNow() {
        waitingSince = threads.ticker().read();
        if (cluster.state() != Cluster.State.SINGLE) {
            threads.events().schedule(HomeRule.PATIENCE, this::reconcile);
        }
    }

    private void listed(final Map<String, String> nodes) {
        if (cluster.state() == Cluster.State.JOINED) {
            listed = Map.copyOf(nodes);
            known = true;
        }
        reconcile();
    }

    private void unlist(final String member) {
        final Map<String, String> left = new HashMap<>(listed);
        left.remove(member);
        listed = Map.copyOf(left);
        reconcile();
    }

    private void reconcile() {
        if (closing) {
            return;
        }
        final ClusterView before = view;
        final Set<String> peers = currentPeers();
        final Optional<String> home = rule.decide(before.home(), known, peers,
            Duration.ofNanos(threads.ticker().read() - waitingSince));
        final List<String> leaving = before.peers().stream().filter(peer -> !peers.contains(peer)).toList();
        final List<String> joining = peers.stream().filter(peer -> !before.peers().contains(peer)).toList();
        leaving.forEach(peer -> {
            receiver.close(peer);
            links.disconnect(peer);
        });
        joining.forEach(peer -> {
            receiver.open(peer);
            links.connect(cluster.self(), peer);
        });
        view = viewOf(peers, home);
        leaving.forEach(peer -> hooks.relay().forEach(listener -> listener.peerLeft(peer)));
        joining.forEach(peer -> hooks.relay().forEach(listener -> listener.peerJoined(peer)));
        if (!home.equals(before.home())) {
            hooks.home().forEach(listener -> listener.homeMoved(home, view.isHere()));
        }
    }

    private ClusterView viewOf(final Set<String> peers, final Optional<String> home) {
        return new ClusterView(cluster.state(), cluster.self(), cluster.members(), listed, peers, home);
    }

    private Set<String> currentPeers() {
        final Set<String> peers = new TreeSet<>();
        if (cluster.state() == Cluster.State.JOINED) {
            peers.addAll(cluster.members());
            peers.remove(cluster.self());
            peers.removeIf(peer -> !ClusterView.isUnderstood(listed.getOrDefault(peer, "")));
        }
        return peers;
    }

    /** How the relay is at the moment; any thread may ask. */
    @Nonnull
    public RelayStatus status() {
        return new RelayStatus(view, links.queues(), counters.all());
    }

    /** How the relay sees the cluster. */
    @Nonnull
    ClusterView view() {
        return view;
    }

    @Nonnull
    RelayCounters counters() {
        return counters;
    }

    @Nonnull
    Map<String, PeerLink> links() {
        return links.all();
    }
}
