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

import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SERVICE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Several servers with the feature that are one cluster, with one database. Each has its own sessions, clients that
 * answer it alone, and its own view of the room, which is the same on all servers as long as they reach each other.
 * Events come to the server that reports them on a real cluster. The server with the smallest id is home.
 */
final class MepCluster {

    private static final Duration STEP = Duration.ofMillis(250);

    final FakeMepSettings settings = new FakeMepSettings().unhurried();
    final RelayNetwork network = new RelayNetwork();
    final InMemoryNodeStore database = new InMemoryNodeStore();
    final Map<String, Server> servers = new TreeMap<>();
    /** The servers whose sessions are, by session. */
    final Map<JID, String> places = new LinkedHashMap<>();
    /** Which servers have written to the database since the last look. */
    final List<String> writers = new ArrayList<>();
    private final Map<JID, List<Message>> events = new HashMap<>();
    private final Map<String, List<IQ>> replies = new HashMap<>();
    private final Set<String> apart = new TreeSet<>();
    private JID roomOwner;
    private int requests;

    /** A server of the cluster. */
    final class Server {
        final String id;
        final Hooks hooks;
        final FakeUsers users = new FakeUsers("shakespeare.lit");
        final FakeMuc rooms = new FakeMuc(users);
        final FakeCapabilities capabilities = new FakeCapabilities();
        final FakeCluster cluster = new FakeCluster();
        final RecordingSender sender = new RecordingSender();
        final ManualSerialExecutor executor = new ManualSerialExecutor();
        final MucEventing mep;
        final EventingCluster eventing;
        final EventingEntrance entrance;
        int finished;

        Server(final String id) {
            this.id = id;
            this.hooks = new Hooks(new ErrorHandler(executor.ticker()));
            rooms.create(COVEN);
            if (roomOwner != null) {
                rooms.get(COVEN).affiliate(roomOwner, Affiliation.OWNER);
            }
            cluster.join("others");
            servers.values().forEach(other -> {
                if (apart.contains(other.id) == apart.contains(id)) {
                    rooms.get(COVEN).nicknames.putAll(other.rooms.get(COVEN).nicknames);
                }
            });
            cluster.elsewhere.addAll(places.keySet());
            final RelayNetwork.Server[] end = new RelayNetwork.Server[1];
            end[0] = network.join(id, hooks);
            final RelayedCapabilities known =
                new RelayedCapabilities(capabilities, end[0], cluster, "shakespeare.lit");
            mep = new MucEventing(settings, executor, Runnable::run, sender, rooms, known, new Written(id), executor,
                executor.ticker(), end[0], users);
            eventing = new EventingCluster(mep, executor, known, new EventingCluster.Environment(end[0], cluster,
                "shakespeare.lit", capabilities, sender, executor, () -> finished++, executor.ticker()));
            entrance = new EventingEntrance(mep, eventing, settings, rooms);
            hooks.relay().add(eventing);
            mep.serviceAdded(SERVICE);
            eventing.start(end[0], () -> hooks.home().add(eventing), List.of());
        }

        boolean isHome() {
            return eventing.isHere();
        }
    }

    /** The database, as a server writes it. */
    private final class Written implements NodeStore {
        private final String server;

        Written(final String server) {
            this.server = server;
        }

        @Override
        public void change(@Nonnull final JID room, @Nonnull final String node, @Nonnull final NodeChange change) {
            writers.add(server);
            database.change(room, node, change);
        }

        @Override
        public void deleteRoom(@Nonnull final JID room) {
            writers.add(server);
            database.deleteRoom(room);
        }

        @Override
        @Nonnull
        public List<StoredNode> load(@Nonnull final JID room, final long mostBytes) {
            return database.load(room, mostBytes);
        }
    }

    MepCluster(final String... ids) {
        for (final String id : ids) {
            start(id);
        }
    }

    /** A server starts, and joins the others. */
    void start(final String id) {
        servers.put(id, new Server(id));
        pass(Duration.ofSeconds(4));
    }

    Server server(final String id) {
        return servers.get(id);
    }

    Server home() {
        return servers.values().stream().filter(Server::isHome).findFirst().orElseThrow();
    }

    private List<Server> linked(final String id) {
        return servers.values().stream().filter(other -> apart.contains(other.id) == apart.contains(id)).toList();
    }

    /** Does all that can be done now. */
    void settle() {
        long before = -1;
        while (before != run()) {
            before = run();
            servers.values().forEach(server -> server.executor.runUntilIdle());
            network.deliver();
            servers.values().forEach(server -> server.executor.runUntilIdle());
        }
        for (final Server server : servers.values()) {
            for (final Packet stanza : server.sender.take()) {
                if (stanza instanceof Message message) {
                    events.computeIfAbsent(message.getTo(), key -> new ArrayList<>()).add(message);
                } else {
                    replies.computeIfAbsent(stanza.getID(), key -> new ArrayList<>()).add((IQ) stanza);
                }
            }
        }
    }

    private long run() {
        return servers.values().stream().mapToLong(server -> server.executor.runCount()).sum();
    }

    void pass(final Duration duration) {
        settle();
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(STEP)) {
            servers.values().forEach(server -> server.executor.advance(STEP));
            settle();
        }
    }

    // People

    void own(final JID user) {
        roomOwner = user.asBareJID();
        servers.values().forEach(server -> server.rooms.get(COVEN).affiliate(roomOwner, Affiliation.OWNER));
    }

    void join(final String id, final JID session, final String nickname, final String... interests) {
        final Server server = server(id);
        places.put(session, id);
        servers.values().stream().filter(other -> other != server).forEach(other ->
            other.cluster.elsewhere.add(session));
        server.entrance.presenceInRoom(MepFixture.occupant(nickname), session,
            server.capabilities.interestedIn(interests));
        linked(id).forEach(other -> other.rooms.get(COVEN).nicknames.put(session, nickname));
        server.entrance.occupantJoined(COVEN, session, nickname);
        settle();
    }

    boolean isPresent(final JID session) {
        return places.containsKey(session);
    }

    void leave(final JID session) {
        kick(places.get(session), session);
    }

    /** Somebody on a server removes a session, perhaps of another server. */
    void kick(final String by, final JID session) {
        kickUnnoticed(by, session);
        settle();
    }

    /** The same; the feature has not got round to it. */
    void kickUnnoticed(final String by, final JID session) {
        linked(by).forEach(other -> other.rooms.get(COVEN).nicknames.remove(session));
        places.remove(session);
        server(by).entrance.occupantLeft(COVEN, session);
    }

    void rename(final JID session, final String from, final String to) {
        linked(places.get(session)).forEach(other -> other.rooms.get(COVEN).nicknames.put(session, to));
        server(places.get(session)).entrance.nicknameChanged(COVEN, session, from, to);
        settle();
    }

    // Servers

    /** A server dies; one of the others hears that its occupants have left. */
    void die(final String id) {
        servers.remove(id);
        network.die(id);
        final List<JID> gone = places.entrySet().stream().filter(place -> place.getValue().equals(id))
            .map(Map.Entry::getKey).toList();
        final Server heir = servers.values().iterator().next();
        gone.forEach(session -> kickUnnoticed(heir.id, session));
        settle();
    }

    /** The cluster falls apart: each side has its own sessions only. */
    void split(final String id) {
        apart.add(id);
        network.split(Set.of(id));
        final Server other = servers.values().stream().filter(server -> !server.id.equals(id)).findFirst().orElseThrow();
        places.forEach((session, place) -> {
            final Server from = place.equals(id) ? other : server(id);
            linked(from.id).forEach(server -> server.rooms.get(COVEN).nicknames.remove(session));
            from.entrance.occupantLeft(COVEN, session);
        });
        pass(Duration.ofSeconds(4));
    }

    /** The cluster is one again: each server reports its own sessions again. */
    void heal() {
        final Map<JID, String> all = new LinkedHashMap<>();
        servers.values().forEach(server -> all.putAll(server.rooms.get(COVEN).nicknames));
        apart.clear();
        servers.values().forEach(server -> server.rooms.get(COVEN).nicknames.putAll(all));
        network.heal();
        places.forEach((session, place) ->
            server(place).entrance.occupantJoined(COVEN, session, all.get(session)));
        pass(Duration.ofSeconds(4));
    }

    // Requests

    IQ stanza(final String type, final JID from, final JID to, final String content) {
        return Stanzas.iq("<iq type='" + type + "' id='r" + requests++ + "' from='" + from + "' to='" + to + "'>" + content
            + "</iq>");
    }

    /** Hands in a request on the sender's server, or on the given one, as the server does; nothing is done yet. */
    boolean handIn(final String id, final IQ request) {
        final boolean claimed = server(id).entrance.claims(request);
        if (claimed) {
            server(id).entrance.take(request);
        }
        return claimed;
    }

    IQ ask(final String id, final String type, final JID from, final JID to, final String content) {
        final IQ request = stanza(type, from, to, content);
        if (!handIn(id, request)) {
            throw new AssertionError("not claimed: " + request);
        }
        settle();
        return onlyReply(request).orElseThrow(() -> new AssertionError("no answer to " + request));
    }

    IQ publish(final JID from, final JID to, final String node, final String item) {
        return ask(places.get(from), "set", from, to, publication(node, item));
    }

    static String publication(final String node, final String item) {
        return "<pubsub xmlns='" + PUBSUB + "'><publish node='" + node + "'><item id='" + item + "'><thing xmlns='" + node
            + "'/></item></publish></pubsub>";
    }

    /** The only answer; fails where there are several. */
    Optional<IQ> onlyReply(final IQ request) {
        final List<IQ> found = replies.getOrDefault(request.getID(), List.of());
        if (found.size() > 1) {
            throw new AssertionError("Several answers: " + found);
        }
        return found.stream().findFirst();
    }

    /** The events that a session was sent since the last call, in order. */
    List<Message> eventsOf(final JID session) {
        final List<Message> sent = events.remove(session);
        return sent == null ? List.of() : sent;
    }

    /** All events since the last call, by session. */
    Map<JID, List<Message>> takeEvents() {
        final Map<JID, List<Message>> taken = new HashMap<>(events);
        events.clear();
        return taken;
    }
}
