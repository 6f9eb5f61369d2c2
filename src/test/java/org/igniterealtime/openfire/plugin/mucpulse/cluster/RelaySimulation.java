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

import com.google.common.base.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.ClusterListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.xmpp.packet.JID;

/**
 * Servers with relays, joined by a network that delays, loses and repeats frames when the test says so. Time passes
 * when the test says so. Not safe for use by several threads.
 */
final class RelaySimulation {

    static final String TOPIC = "test";

    /** What the network does with a frame. */
    enum Fate {
        DELIVERED, LOST, ANSWER_LOST, LATE
    }

    /** Servers that see each other, in the order in which they joined, and the list that they have in common. */
    private static final class Island {
        private final List<Server> members = new ArrayList<>();
        private Map<String, String> nodes = new HashMap<>();
    }

    /** Under way to a server for long, but not for longer than its plugin runs. */
    private record Late(Server recipient, ClusterRelay relay, byte[] frame) {
    }

    /** What the listeners of a server have heard while its plugin ran. */
    record Recording(String server, List<String> heard) {
    }

    final List<Recording> recordings = new ArrayList<>();
    final ManualSerialExecutor time = new ManualSerialExecutor();
    final ErrorHandler errors = new ErrorHandler(time.ticker());
    private final Map<String, Server> servers = new LinkedHashMap<>();
    private final List<Late> late = new ArrayList<>();
    private final Map<String, List<Integer>> sent = new HashMap<>();
    private long numbers;
    private int messages;

    /** A server, from when it is started until it is stopped or dies. */
    final class Server implements Cluster {

        final String id;
        /** What the listeners have heard since the plugin was started, as {@code joined b} or {@code received b 7}. */
        List<String> heard = new ArrayList<>();
        private State state;
        private boolean alive = true;
        private boolean shuttingDown;
        private Island island = new Island();
        private Sending sending;
        ClusterRelay relay;
        /** What reading the list throws, if anything. */
        @Nullable
        Error registryFailure;

        Server(final String id, final State state) {
            this.id = id;
            this.state = state;
            startPlugin("1.0");
        }

        void startPlugin(final String version) {
            heard = new ArrayList<>();
            recordings.add(new Recording(id, heard));
            final Hooks hooks = new Hooks(errors);
            hooks.relay().add(new Recorder());
            hooks.home().add((server, here) -> heard.add("home " + server.orElse("nobody") + ' ' + here));
            sending = new Sending(this);
            relay = new ClusterRelay(this, hooks, new Registry(), sending, sending, () -> ++numbers);
            relay.open(version);
        }

        void stopPlugin() {
            relay.stopReceiving();
            relay.close();
            // What the executors have been given is done before they end.
            time.runUntilIdle();
            sending.ended = true;
        }

        /** The server has no such plugin any more, without having said so. */
        void crashPlugin() {
            sending.ended = true;
            sending.links.clear();
        }

        void tell(final Consumer<ClusterListener> event) {
            if (!sending.ended) {
                event.accept(relay);
            }
        }

        boolean hasPlugin() {
            return alive && !sending.ended;
        }

        @Override
        @Nonnull
        public State state() {
            return state;
        }

        @Override
        @Nonnull
        public String self() {
            return id;
        }

        @Override
        @Nonnull
        public Set<String> members() {
            return state == State.JOINED ? ids(island.members) : Set.of(id);
        }

        @Override
        public boolean isSenior() {
            return state == State.SINGLE || state == State.JOINED && island.members.get(0) == this;
        }

        @Override
        @Nonnull
        public Optional<String> senior() {
            return state == State.JOINED ? Optional.of(island.members.get(0).id) : Optional.empty();
        }

        @Override
        public boolean isHere(@Nonnull final JID session) {
            return true;
        }

        @Override
        public boolean isLeavingOthers() {
            return shuttingDown;
        }

        /** Sends a message to one peer, if it is one. */
        void send(final String peer) {
            if (relay.peers().contains(peer)) {
                relay.send(peer, TOPIC, next(List.of(peer)));
            }
        }

        void sendToAll() {
            relay.toAll(TOPIC, next(relay.peers()));
        }

        private byte[] next(final Collection<String> peers) {
            final int number = ++messages;
            peers.forEach(peer -> sent(id, peer).add(number));
            return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
        }

        /** Has the list say something else of a server. */
        void list(final String node, final String description) {
            island.nodes.put(node, description);
        }

        private final class Registry implements NodeRegistry {

            @Override
            @Nonnull
            public Map<String, String> nodes() {
                if (registryFailure != null) {
                    throw registryFailure;
                }
                return Map.copyOf(island.nodes);
            }

            @Override
            public void enter(@Nonnull final String node, @Nonnull final String description) {
                island.nodes.put(node, description);
            }

            @Override
            public void remove(@Nonnull final String node) {
                island.nodes.remove(node);
            }
        }

        private final class Recorder implements RelayListener {

            @Override
            public String topic() {
                return TOPIC;
            }

            @Override
            public void received(@Nonnull final String peer, @Nonnull final byte[] message) {
                heard.add("received " + peer + ' ' + new String(message, StandardCharsets.UTF_8));
            }

            @Override
            public void peerJoined(@Nonnull final String peer) {
                heard.add("joined " + peer);
            }

            @Override
            public void peerLeft(@Nonnull final String peer) {
                heard.add("left " + peer);
            }

            @Override
            public void messagesLost(@Nonnull final String peer) {
                heard.add("lost " + peer);
            }
        }
    }

    /** The threads of one plugin, and its way to the network. */
    private final class Sending implements RelayThreads, Carrier {

        private final Server server;
        private final List<PeerLink> links = new ArrayList<>();
        private final SerialExecutor executor = new SerialExecutor() {
            @Override
            public boolean tryExecute(@Nonnull final Runnable task) {
                execute(task);
                return true;
            }

            @Override
            public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
                time.schedule(delay, () -> run(task));
            }

            @Override
            public boolean trySchedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
                schedule(delay, task);
                return true;
            }

            @Override
            public void execute(@Nonnull final Runnable task) {
                time.execute(() -> run(task));
            }
        };
        private boolean ended;

        Sending(final Server server) {
            this.server = server;
        }

        private void run(final Runnable task) {
            if (!ended && server.alive) {
                task.run();
            }
        }

        @Override
        @Nonnull
        public SerialExecutor events() {
            return executor;
        }

        @Override
        @Nonnull
        public SerialExecutor registry() {
            return executor;
        }

        @Override
        public void startSending(@Nonnull final PeerLink link) {
            links.add(link);
        }

        @Override
        public void await(@Nonnull final BooleanSupplier condition, @Nonnull final Duration patience) {
            for (int round = 0; round < 20 && !condition.getAsBoolean(); round++) {
                pump(List.of(Fate.DELIVERED));
                time.advance(PeerLink.GATHERING);
            }
        }

        @Override
        public void awaitSenders(@Nonnull final Duration patience) {
            links.clear();
        }

        @Override
        @Nonnull
        public ErrorHandler errors() {
            return errors;
        }

        @Override
        @Nonnull
        public Ticker ticker() {
            return time.ticker();
        }

        @Override
        @Nonnull
        public byte[] carry(@Nonnull final String peer, @Nonnull final byte[] frame) {
            final Server recipient = servers.get(peer);
            return recipient != null && recipient.hasPlugin() && server.island.members.contains(recipient)
                ? recipient.relay.receive(frame) : new byte[0];
        }

        @Override
        public void carryWithoutWaiting(@Nonnull final String peer, @Nonnull final byte[] frame) {
            carry(peer, frame);
        }

        void sendNext(final PeerLink link, final Fate fate) {
            final Frame frame = link.poll();
            if (frame == null) {
                return;
            }
            final byte[] bytes = FrameFormat.write(frame);
            if (fate == Fate.DELIVERED) {
                Reply.of(carry(link.peer(), bytes)).settle(link);
                return;
            }
            if (fate == Fate.ANSWER_LOST) {
                carry(link.peer(), bytes);
            } else if (fate == Fate.LATE && servers.containsKey(link.peer())) {
                late.add(new Late(servers.get(link.peer()), servers.get(link.peer()).relay, bytes));
            }
            link.refused();
        }
    }

    /** The numbers of the messages that one server has sent to another. */
    List<Integer> sent(final String from, final String to) {
        return sent.computeIfAbsent(from + ' ' + to, unused -> new ArrayList<>());
    }

    Server server(final String id) {
        return servers.get(id);
    }

    List<Server> servers() {
        return servers.values().stream().filter(server -> server.alive).toList();
    }

    /** Starts a server that is to join a cluster. */
    Server start(final String id) {
        return start(id, Cluster.State.JOINING);
    }

    /** Starts a server that has no cluster. */
    Server startSingle(final String id) {
        return start(id, Cluster.State.SINGLE);
    }

    private Server start(final String id, final Cluster.State state) {
        final Server server = new Server(id, state);
        servers.put(id, server);
        return server;
    }

    /** Has a server join those of another one. */
    void join(final Server server, final Server other) {
        enter(server, other == server ? server.island : other.island);
    }

    private void enter(final Server server, final Island island) {
        server.island = island;
        island.members.add(server);
        server.state = Cluster.State.JOINED;
        server.tell(ClusterListener::joined);
        island.members.stream().filter(member -> member != server).forEach(member ->
            member.tell(listener -> listener.memberJoined(server.id)));
    }

    void kill(final Server server) {
        server.alive = false;
        servers.remove(server.id);
        leave(server);
    }

    /** Stops a server as the server itself does: it leaves the cluster, and then stops the plugin. */
    void stop(final Server server) {
        server.shuttingDown = server.island.members.size() > 1;
        leave(server);
        server.state = Cluster.State.JOINING;
        server.tell(ClusterListener::left);
        time.runUntilIdle();
        server.stopPlugin();
        server.alive = false;
        servers.remove(server.id);
    }

    private void leave(final Server server) {
        final Island island = server.island;
        if (island.members.remove(server)) {
            island.members.forEach(member -> member.tell(listener -> listener.memberLeft(server.id)));
        }
        server.island = new Island();
    }

    /** Cuts a server off from its island. */
    void split(final Server server) {
        final Island old = server.island;
        if (old.members.size() < 2 || !old.members.remove(server)) {
            return;
        }
        final Island alone = new Island();
        alone.nodes = new HashMap<>(old.nodes);
        alone.members.add(server);
        server.island = alone;
        old.members.forEach(member -> {
            member.tell(listener -> listener.memberLeft(server.id));
            server.tell(listener -> listener.memberLeft(member.id));
        });
        server.tell(ClusterListener::becameSenior);
    }

    /** Makes one island of all: the first gives way to nobody. */
    void heal() {
        final List<Server> all = servers().stream().filter(server -> server.state == Cluster.State.JOINED).toList();
        if (all.isEmpty()) {
            return;
        }
        final Island winner = all.get(0).island;
        all.stream().filter(server -> server.island != winner).forEach(server -> {
            server.island.nodes.forEach(winner.nodes::putIfAbsent);
            server.state = Cluster.State.JOINING;
            server.tell(ClusterListener::left);
            enter(server, winner);
        });
    }

    /** Has each link send what is due, each with the next of the fates. */
    void pump(final List<Fate> fates) {
        int number = 0;
        for (final Server server : servers()) {
            for (final PeerLink link : List.copyOf(server.sending.links)) {
                server.sending.sendNext(link, fates.get(number++ % fates.size()));
            }
            server.sending.links.removeIf(link -> !server.relay.links().containsValue(link));
        }
        time.runUntilIdle();
    }

    /** Has those frames arrive that were under way for long. */
    void deliverLate() {
        late.forEach(frame -> {
            if (frame.recipient.hasPlugin() && frame.recipient.relay == frame.relay) {
                frame.relay.receive(frame.frame);
            }
        });
        late.clear();
        time.runUntilIdle();
    }

    /** Lets time pass in which the network loses nothing, until all know all. */
    void settle() {
        for (int second = 0; second < 600; second++) {
            pump(List.of(Fate.DELIVERED));
            time.advance(Duration.ofMillis(250));
        }
    }

    /** The servers that see each other, by the first of them; each has the plugin. */
    Set<Set<String>> islands() {
        return servers().stream().filter(Server::hasPlugin)
            .map(server -> server.island.members.isEmpty() ? Set.of(server.id)
                : ids(server.island.members.stream().filter(Server::hasPlugin).toList()))
            .collect(Collectors.toSet());
    }

    private static Set<String> ids(final List<Server> members) {
        return members.stream().map(member -> member.id).collect(Collectors.toCollection(TreeSet::new));
    }
}
