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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Several servers with the feature, which share rooms, users and a database, and are joined by a relay in memory. Each
 * event is heard by the server of the session that acts. What the relay carries arrives when the test says so.
 */
final class RaiCluster {

    final ManualSerialExecutor time = new ManualSerialExecutor();
    final FakeUsers users = new FakeUsers(RaiFixture.DOMAIN);
    final FakeMuc rooms = new FakeMuc(users);
    final FakeSettings settings = new FakeSettings().coalescing(Duration.ZERO);
    final RelayNetwork network = new RelayNetwork();
    final Stored stored = new Stored();
    private final Map<String, Server> servers = new TreeMap<>();
    private final Map<JID, String> sessions = new HashMap<>();
    private final Map<JID, List<JID>> told = new HashMap<>();
    private BiConsumer<JID, JID> observer = (session, room) -> { };

    RaiCluster(final String... ids) {
        for (final String id : ids) {
            start(id);
        }
        work();
    }

    /** The database that all servers write to. */
    static final class Stored {
        final Map<JID, Map<JID, Long>> visits = new HashMap<>();
        final Map<JID, Activity> activities = new HashMap<>();

        void visited(final JID user, final JID room, final long timestamp) {
            visits.computeIfAbsent(user, key -> new HashMap<>()).merge(room, timestamp, Math::max);
        }

        void changed(final JID room, final Activity activity) {
            activities.merge(room, activity, (before, after) -> after.timestamp() > before.timestamp()
                || after.timestamp() == before.timestamp() && after.previousTimestamp() > before.previousTimestamp()
                ? after : before);
        }
    }

    /** One server. */
    final class Server implements SerialExecutor, VisitLog, ActivityLog {
        final String id;
        final Hooks hooks = new Hooks(new ErrorHandler(Ticker.systemTicker()));
        final Map<JID, Activity> unwrittenActivities = new HashMap<>();
        final Map<JID, Map<JID, Long>> unwrittenVisits = new HashMap<>();
        /** What the server has told the log of activity, in all. */
        int activitiesNoted;
        @Nullable
        private Relay relay;
        private boolean alive = true;
        final MonotonicTimestamps timestamps = new MonotonicTimestamps(time);
        final RoomActivityIndicators rai;

        Server(final String id) {
            this.id = id;
            final RecordingSender sender = new RecordingSender();
            sender.observe(this::sent);
            rai = new RoomActivityIndicators(settings, this, Runnable::run, sender, rooms, users,
                new InMemoryRoomDirectory(rooms), this, this, timestamps, time, time.ticker(), new SessionProbe() {
                    @Override
                    public void probe(@Nonnull final JID session, @Nonnull final Consumer<Finding> finding) {
                        // Nobody is asked.
                    }

                    @Override
                    @Nonnull
                    public Optional<Instant> connectedSince(@Nonnull final String domain) {
                        return Optional.of(Instant.EPOCH);
                    }
                }, new ClusterPorts(new LateRelay(), session -> id.equals(sessions.get(session)), () -> "id-" + id));
            hooks.relay().add(rai.relayListener());
        }

        /** The relay exists only when the server has joined. */
        private final class LateRelay implements Relay {
            @Override
            @Nonnull
            public Set<String> peers() {
                return relay == null ? Set.of() : relay.peers();
            }

            @Override
            public void toAll(@Nonnull final String topic, @Nonnull final byte[] message) {
                if (relay != null) {
                    relay.toAll(topic, message);
                }
            }

            @Override
            public void send(@Nonnull final String peer, @Nonnull final String topic, @Nonnull final byte[] message) {
                if (relay != null) {
                    relay.send(peer, topic, message);
                }
            }
        }

        private void sent(final Packet stanza) {
            if (alive && stanza instanceof Message message) {
                RaiFixture.roomsIn(message).forEach(room -> {
                    observer.accept(message.getTo(), room);
                    told.computeIfAbsent(message.getTo(), key -> new ArrayList<>()).add(room);
                });
            }
        }

        @Override
        public void execute(@Nonnull final Runnable task) {
            time.execute(() -> run(task));
        }

        @Override
        public boolean tryExecute(@Nonnull final Runnable task) {
            execute(task);
            return true;
        }

        @Override
        public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
            time.schedule(delay, () -> run(task));
        }

        private void run(final Runnable task) {
            if (alive) {
                task.run();
            }
        }

        @Override
        public void visited(@Nonnull final JID user, @Nonnull final JID room, final long timestamp) {
            unwrittenVisits.computeIfAbsent(user, key -> new HashMap<>()).merge(room, timestamp, Math::max);
        }

        @Override
        @Nonnull
        public Map<JID, Long> visits(@Nonnull final JID user) {
            final Map<JID, Long> visits = new HashMap<>(stored.visits.getOrDefault(user, Map.of()));
            unwrittenVisits.getOrDefault(user, Map.of()).forEach((room, when) -> visits.merge(room, when, Math::max));
            return visits;
        }

        @Override
        public void forgetUser(@Nonnull final JID user) {
            unwrittenVisits.remove(user);
            stored.visits.remove(user);
        }

        @Override
        public void forgetRoom(@Nonnull final JID room) {
            unwrittenActivities.remove(room);
            stored.activities.remove(room);
            stored.visits.values().forEach(visits -> visits.remove(room));
            unwrittenVisits.values().forEach(visits -> visits.remove(room));
        }

        @Override
        public void changed(@Nonnull final JID room, @Nonnull final Activity activity) {
            activitiesNoted++;
            unwrittenActivities.put(room, activity);
        }

        @Override
        @Nonnull
        public Map<JID, Activity> stored() {
            return Map.copyOf(stored.activities);
        }

        /** Writes what waits for the database. */
        void flush() {
            unwrittenVisits.forEach((user, visits) ->
                visits.forEach((room, when) -> stored.visited(user, room, when)));
            unwrittenActivities.forEach(stored::changed);
            unwrittenVisits.clear();
            unwrittenActivities.clear();
        }
    }

    /** Starts a server, which joins the others. */
    Server start(final String id) {
        final Server server = new Server(id);
        servers.put(id, server);
        server.rai.restore(server.stored());
        server.rai.start();
        server.relay = network.join(id, server.hooks);
        return server;
    }

    /** A server dies; one that survives hears that its sessions left. */
    void die(final String id) {
        servers.remove(id).alive = false;
        network.die(id);
        final RoomActivityIndicators survivor = servers.values().iterator().next().rai;
        rooms.all().forEach(room -> List.copyOf(room.occupants).stream()
            .filter(session -> id.equals(sessions.get(session))).forEach(session -> {
                room.occupants.remove(session);
                survivor.occupantLeft(room.jid, session);
            }));
        sessions.values().removeIf(id::equals);
    }

    void observe(final BiConsumer<JID, JID> newObserver) {
        observer = newObserver;
    }

    Server server(final String id) {
        return servers.get(id);
    }

    /** Connects a session to a server. */
    void connect(final JID session, final String server) {
        sessions.put(session, server);
    }

    String serverOf(final JID session) {
        return sessions.get(session);
    }

    private RoomActivityIndicators at(final JID session) {
        return servers.get(sessions.get(session)).rai;
    }

    /** Does what can be done without the relay. */
    void settle() {
        time.advance(Duration.ofMillis(1));
    }

    /** Lets the relay carry everything, and does what follows. */
    void work() {
        do {
            time.advance(PeerUpdates.WINDOW.plusMillis(50));
            network.deliver();
            time.runUntilIdle();
        } while (network.isBusy());
    }

    /** Lets time pass, in which the relay carries everything. */
    void pass(final Duration duration) {
        final Instant end = time.instant().plus(duration);
        while (time.instant().isBefore(end)) {
            time.advance(Duration.ofSeconds(1));
            network.deliver();
        }
        time.runUntilIdle();
    }

    void flush() {
        servers.values().forEach(Server::flush);
    }

    void subscribe(final JID session) {
        at(session).presenceReceived(RaiFixture.request(session));
        settle();
    }

    void unsubscribe(final JID session) {
        final Presence presence = new Presence(Presence.Type.unavailable);
        presence.setFrom(session);
        presence.setTo(RaiFixture.SERVICE);
        at(session).presenceReceived(presence);
        settle();
    }

    void join(final JID session, final JID room) {
        if (rooms.get(room).occupants.add(session)) {
            at(session).occupantJoined(room, session, session.getNode());
        }
        settle();
    }

    void leave(final JID session, final JID room) {
        if (rooms.get(room).occupants.remove(session)) {
            at(session).occupantLeft(room, session);
        }
        settle();
    }

    void say(final JID session, final JID room) {
        at(session).messageBroadcast(room, session, Stanzas.groupchat("<body>But soft!</body>"));
        settle();
    }

    void visitAndSay(final JID session, final JID room) {
        join(session, room);
        say(session, room);
        leave(session, room);
    }

    /** A session on some server has a room destroyed. */
    void destroy(final JID session, final JID room) {
        final FakeRoom found = rooms.get(room);
        for (final JID occupant : List.copyOf(found.occupants)) {
            found.occupants.remove(occupant);
            at(session).occupantLeft(room, occupant);
        }
        rooms.remove(room);
        at(session).roomDestroyed(room);
        settle();
    }

    /** The rooms that a session was told of since the last call, in order. */
    List<JID> takeTold(final JID session) {
        final List<JID> taken = told.remove(session);
        return taken == null ? List.of() : taken;
    }
}
