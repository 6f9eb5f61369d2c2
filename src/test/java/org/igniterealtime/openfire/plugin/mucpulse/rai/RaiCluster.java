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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomHistory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.store.RunningMarks;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
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
    /** The servers of the smaller side of a split, and the rooms as they are there. */
    private final Set<String> apart = new HashSet<>();
    private FakeMuc roomsApart = rooms;
    /** The rooms that a server does not know for a moment. */
    private final Map<String, Set<JID>> hidden = new HashMap<>();
    private final FakeMuc nothing = new FakeMuc(users);
    /** What dead servers had not written; they do when they are started again. */
    private final Map<String, Map<JID, Map<JID, Long>>> journals = new HashMap<>();
    /** Where servers mark that they run; {@code null} where nobody finds out whether they have crashed. */
    @Nullable
    private final StateTable marks;
    private final Map<JID, String> sessions = new HashMap<>();
    private final Map<JID, List<JID>> told = new HashMap<>();
    /** Looks at all rooms. */
    private Executor scans = Runnable::run;
    private BiConsumer<JID, JID> observer = (session, room) -> { };
    /** How far the clocks of servers are ahead of the time, or behind it. */
    private final Map<String, Duration> skews;

    RaiCluster(final String... ids) {
        this(null, ids);
    }

    /** Servers that find out whether others have crashed. */
    RaiCluster(@Nullable final StateTable marks, final String... ids) {
        this(marks, Map.of(), ids);
    }

    /** Servers whose clocks differ, and which find out whether others have crashed. */
    RaiCluster(@Nullable final StateTable marks, final Map<String, Duration> skews, final String... ids) {
        this.marks = marks;
        this.skews = skews;
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
        final MonotonicTimestamps timestamps;
        final RoomActivityIndicators rai;
        @Nullable
        private final RunningMarks mark;

        Server(final String id) {
            this.id = id;
            final InstantSource clock = () -> clockOf(id);
            timestamps = new MonotonicTimestamps(clock);
            final RecordingSender sender = new RecordingSender();
            sender.observe(this::sent);
            rai = new RoomActivityIndicators(settings, this, Runnable::run, sender, asSeenBy(id), users,
                new InMemoryRoomDirectory(rooms), this, this, timestamps, clock, time.ticker(), new SessionProbe() {
                    @Override
                    public void probe(@Nonnull final JID session, @Nonnull final Consumer<Finding> finding) {
                        // Nobody is asked.
                    }

                    @Override
                    @Nonnull
                    public Optional<Instant> connectedSince(@Nonnull final String domain) {
                        return Optional.of(Instant.EPOCH);
                    }
                }, new ClusterPorts(new LateRelay(), session -> id.equals(sessions.get(session)), () -> "id-" + id,
                    UnaryOperator.identity(), task -> scans.execute(task)));
            hooks.relay().add(rai.relayListener());
            mark = marks == null ? null : new RunningMarks(marks, () -> Optional.of("id-" + id));
        }

        /** Reads what is stored, as at the start of the plugin. */
        private void restore() {
            rai.restore(stored());
            if (mark == null || marks == null) {
                return;
            }
            try {
                if (mark.begin()) {
                    marks.setState(RaiPersistence.ASSUMED, rai.now());
                }
                marks.state(RaiPersistence.ASSUMED).ifPresent(rai::assumeActivityUpTo);
            } catch (final SQLException e) {
                throw new IllegalStateException(e);
            }
            rai.findCrashed(mark, marks, this);
        }

        private void end() {
            rai.recordDepartures();
            flush();
            alive = false;
            try {
                if (mark != null) {
                    mark.end();
                }
            } catch (final SQLException e) {
                throw new IllegalStateException(e);
            }
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

        @Override
        public boolean trySchedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
            schedule(delay, task);
            return true;
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
        final Map<JID, Map<JID, Long>> journal = journals.remove(id);
        if (journal != null) {
            journal.forEach((user, visits) -> visits.forEach((room, when) -> stored.visited(user, room, when)));
        }
        return start(id, List.of(), Optional.empty());
    }

    private Server start(final String id, final List<byte[]> records, final Optional<Instant> unheardSince) {
        final Server server = new Server(id);
        servers.put(id, server);
        server.restore();
        server.rai.takeOver(records, clockOf(id), unheardSince.orElse(null));
        unheardSince.ifPresent(server.rai.missedActivity(server, new InMemoryHandover(), () -> clockOf(id),
            time.ticker())::start);
        server.rai.start();
        server.relay = network.join(id, server.hooks);
        time.runUntilIdle();
        // What servers say first has arrived before a client is there.
        List.copyOf(servers.keySet()).forEach(other -> {
            network.deliverNext(id, other, 1);
            network.deliverNext(other, id, 1);
        });
        return server;
    }

    /** The time as a server has it. */
    Instant clockOf(final String id) {
        return time.instant().plus(skews.getOrDefault(id, Duration.ZERO));
    }

    /** A server dies; one that survives hears that its sessions left. */
    void die(final String id) {
        final Server dead = servers.remove(id);
        dead.alive = false;
        journals.put(id, dead.unwrittenVisits);
        leave(id);
    }

    /** A server is shut down: it leaves the others, and writes what it has to write. */
    void stop(final String id) {
        final Server stopping = servers.remove(id);
        leave(id);
        stopping.end();
    }

    private void leave(final String id) {
        network.die(id);
        final FakeMuc seen = roomsOf(id);
        apart.remove(id);
        servers.values().stream().filter(server -> roomsOf(server.id) == seen).findFirst()
            .ifPresent(survivor -> removeOccupants(seen, survivor, id::equals));
        rooms.all().forEach(room -> room.occupants.removeIf(session -> id.equals(sessions.get(session))));
        sessions.values().removeIf(id::equals);
    }

    private void removeOccupants(final FakeMuc seen, final Server witness, final Predicate<String> connectedTo) {
        seen.all().forEach(room -> List.copyOf(room.occupants).stream()
            .filter(session -> connectedTo.test(sessions.get(session))).forEach(session -> {
                room.occupants.remove(session);
                witness.rai.occupantLeft(room.jid, session);
            }));
        settle();
    }

    /** The plugin is loaded anew on a server that goes on; nothing is said meanwhile, as the rooms know. */
    void reload(final String id) {
        final Server before = servers.remove(id);
        final List<byte[]> records = before.rai.handOver();
        before.end();
        network.deliverFrom(id);
        network.die(id);
        roomsOf(id).all().forEach(room -> room.history = new RoomHistory(true, List.of()));
        start(id, records, Optional.of(clockOf(id)));
        settle();
    }

    /** A server is cut off from the others; each side sees its own sessions alone. */
    void split(final String id) {
        roomsApart = new FakeMuc(users);
        rooms.all().forEach(room -> roomsApart.restore(room.copy()));
        apart.add(id);
        network.split(Set.of(id));
        removeOccupants(roomsApart, servers.get(id), server -> !id.equals(server));
        servers.values().stream().filter(server -> !apart.contains(server.id)).findFirst()
            .ifPresent(witness -> removeOccupants(rooms, witness, id::equals));
    }

    boolean isSplit() {
        return !apart.isEmpty();
    }

    /** All servers are one cluster again, and each hears once more that its own sessions are in rooms. */
    void heal() {
        rooms.all().forEach(room -> room.nicknames.putAll(roomsApart.get(room.jid).nicknames));
        apart.clear();
        network.heal();
        rooms.all().forEach(room -> room.nicknames.forEach((session, nickname) ->
            at(session).occupantJoined(room.jid, session, nickname)));
        settle();
    }

    /** The rooms as a server sees them. */
    FakeMuc roomsOf(final String server) {
        return apart.contains(server) ? roomsApart : rooms;
    }

    private Rooms asSeenBy(final String server) {
        return (Rooms) Proxy.newProxyInstance(Rooms.class.getClassLoader(), new Class<?>[] {Rooms.class},
            (proxy, method, args) -> {
                try {
                    final boolean hides = args != null && hidden.getOrDefault(server, Set.of()).contains(args[0]);
                    final Object answer = method.invoke(hides ? nothing : roomsOf(server), args);
                    return "loaded".equals(method.getName()) ? known(server, (Collection<?>) answer) : answer;
                } catch (final InvocationTargetException e) {
                    throw e.getCause();
                }
            });
    }

    private Collection<?> known(final String server, final Collection<?> loaded) {
        final Set<JID> unknown = hidden.getOrDefault(server, Set.of());
        return loaded.stream().filter(room -> !unknown.contains(((RoomView) room).jid())).toList();
    }

    /** A server does not know a room for some time. */
    void hide(final String server, final JID room, final Duration duration) {
        hidden.computeIfAbsent(server, key -> new HashSet<>()).add(room);
        time.schedule(duration, () -> hidden.get(server).remove(room));
    }

    /** Has servers look at all rooms elsewhere from now on. */
    void scanOn(final Executor newScans) {
        scans = newScans;
    }

    void observe(final BiConsumer<JID, JID> newObserver) {
        observer = newObserver;
    }

    Server server(final String id) {
        return servers.get(id);
    }

    /** The ids of the servers that run. */
    Set<String> running() {
        return Set.copyOf(servers.keySet());
    }

    /** Connects a session to a server. */
    void connect(final JID session, final String server) {
        sessions.put(session, server);
    }

    String serverOf(final JID session) {
        return sessions.get(session);
    }

    /** The rooms as they are on the server of a session. */
    FakeMuc seenBy(final JID session) {
        return roomsOf(sessions.get(session));
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

    void sessionEnded(final JID session) {
        at(session).sessionEnded(session);
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
        if (seenBy(session).get(room).occupants.add(session)) {
            at(session).occupantJoined(room, session, session.getNode());
        }
        settle();
    }

    void leave(final JID session, final JID room) {
        if (seenBy(session).get(room).occupants.remove(session)) {
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
