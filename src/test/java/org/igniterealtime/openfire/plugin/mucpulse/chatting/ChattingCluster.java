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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.xmpp.packet.JID;

/**
 * Three servers with User Chatting that share everything but what they remember, joined by a relay in memory. What the
 * relay carries arrives when the test says so.
 */
final class ChattingCluster {

    final RelayNetwork network = new RelayNetwork();
    final Map<String, ChattingFixture> servers = new TreeMap<>();
    final ChattingFixture first = new ChattingFixture();
    /** Where each session is connected that is in some room. */
    private final Map<JID, String> places = new HashMap<>();
    private final Map<String, Life> lives = new HashMap<>();

    ChattingCluster() {
        List.of("a", "b", "c").forEach(this::start);
        work();
        first.pass(Duration.ofSeconds(30));
        work();
    }

    /** A server from when it is started until it dies: its end of the relay, and the executor of the feature. */
    private final class Life implements Relay, SerialExecutor {

        @Nullable
        private Relay end;
        private boolean over;

        @Override
        @Nonnull
        public Set<String> peers() {
            return end == null || over ? Set.of() : end.peers();
        }

        @Override
        public void toAll(@Nonnull final String topic, @Nonnull final byte[] message) {
            if (end != null && !over) {
                end.toAll(topic, message);
            }
        }

        @Override
        public void send(@Nonnull final String peer, @Nonnull final String topic, @Nonnull final byte[] message) {
            if (end != null && !over) {
                end.send(peer, topic, message);
            }
        }

        @Override
        public boolean isCongested(@Nonnull final String peer) {
            return end != null && end.isCongested(peer);
        }

        @Override
        public void execute(@Nonnull final Runnable task) {
            first.executor.execute(() -> run(task));
        }

        @Override
        public boolean tryExecute(@Nonnull final Runnable task) {
            return first.executor.tryExecute(() -> run(task));
        }

        @Override
        public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
            first.executor.schedule(delay, () -> run(task));
        }

        @Override
        public boolean trySchedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
            return first.executor.trySchedule(delay, () -> run(task));
        }

        private void run(final Runnable task) {
            if (!over) {
                task.run();
            }
        }
    }

    /** Starts a server, which joins the others. */
    void start(final String id) {
        final Life life = new Life();
        final ChattingFixture server = new ChattingFixture(first, life, life);
        server.cluster.join("others");
        places.forEach((session, place) -> {
            if (!place.equals(id)) {
                server.cluster.elsewhere.add(session);
            }
        });
        servers.put(id, server);
        lives.put(id, life);
        server.start();
        final Hooks hooks = new Hooks(new ErrorHandler(Ticker.systemTicker()));
        hooks.relay().add(server.chatting.relayListener());
        life.end = network.join(id, hooks);
        electSenior();
    }

    /** Has a server die, and its sessions with it. */
    void die(final String id) {
        lives.get(id).over = true;
        servers.remove(id);
        sessionsOf(id).forEach(session -> {
            places.remove(session);
            first.rooms.all().forEach(room -> room.occupants.remove(session));
        });
        network.die(id);
        electSenior();
        servers.values().forEach(server -> server.chatting.memberLeft(id));
    }

    /** Has two servers be unable to reach each other, which they take for the end of the other one. */
    void separate(final String one, final String other) {
        if (network.separate(one, other)) {
            at(one).chatting.memberLeft(other);
            at(other).chatting.memberLeft(one);
        }
    }

    /** Has two servers reach each other again, where they could not. */
    void reunite(final String one, final String other) {
        if (network.reunite(one, other)) {
            at(one).chatting.memberJoined(other);
            at(other).chatting.memberJoined(one);
        }
    }

    private void electSenior() {
        servers.forEach((id, server) -> server.cluster.senior = id.equals(servers.keySet().iterator().next()));
    }

    private List<JID> sessionsOf(final String id) {
        return places.entrySet().stream().filter(entry -> entry.getValue().equals(id)).map(Map.Entry::getKey).toList();
    }

    ChattingFixture at(final String id) {
        return servers.get(id);
    }

    /** The session of a user that is connected to a server. */
    static JID sessionAt(final String id, final JID user) {
        return session(user, "at-" + id);
    }

    /** Has a session of a user in a room, connected to one server. */
    void join(final String id, final JID room, final JID user) {
        final JID session = sessionAt(id, user);
        places.put(session, id);
        servers.forEach((other, server) -> {
            if (!other.equals(id)) {
                server.cluster.elsewhere.add(session);
            }
        });
        at(id).join(room, session);
    }

    void leave(final String id, final JID room, final JID user) {
        at(id).leave(room, sessionAt(id, user));
    }

    void choose(final String id, final JID user, final boolean publish) {
        choose(id, user, new ChattingPreferences(publish, Set.of(), false));
    }

    void choose(final String id, final JID user, final ChattingPreferences choice) {
        at(id).chatting.choose(user, choice);
        first.run();
        first.pass(Duration.ofMillis(1));
    }

    void work() {
        first.run();
        while (network.isBusy()) {
            network.deliver();
            first.run();
        }
    }
}
