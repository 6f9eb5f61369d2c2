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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.port.Home;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;

/**
 * Servers joined by a relay in memory. Messages travel when {@link #deliver} is called; the server with the smallest id
 * is home. Not safe for use by several threads.
 */
public final class RelayNetwork {

    private record Parcel(String from, String to, String topic, byte[] message) {
    }

    private final Map<String, Server> servers = new TreeMap<>();
    private final Deque<Parcel> parcels = new ArrayDeque<>();
    /** The servers of one side of a split. */
    private final Set<String> isolated = new HashSet<>();
    private final Set<String> muted = new TreeSet<>();
    private int sent;
    private int lastSize;
    /** How many bytes may be on their way between two servers; what is sent beyond that is lost. */
    private long limit = Long.MAX_VALUE;
    private int dropped;
    /** Pairs of servers that cannot reach each other; each pair in both orders. */
    private final Set<String> separated = new TreeSet<>();
    /** Pairs of a sender and a receiver between which something was lost that the receiver does not know of yet. */
    private final Set<String> gaps = new HashSet<>();

    /** One server's end of the network. */
    public final class Server implements Relay, Home {

        private final String id;
        private final Hooks hooks;

        Server(final String id, final Hooks hooks) {
            this.id = id;
            this.hooks = hooks;
        }

        @Override
        public Set<String> peers() {
            final Set<String> peers = new TreeSet<>(servers.keySet());
            peers.removeIf(peer -> separated.contains(id + ' ' + peer) || !areOnOneSide(id, peer));
            return peers.remove(id) ? Set.copyOf(peers) : Set.of();
        }

        @Override
        public void toAll(final String topic, final byte[] message) {
            peers().forEach(peer -> send(peer, topic, message));
        }

        @Override
        public void send(final String peer, final String topic, final byte[] message) {
            if (peers().contains(peer) && !muted.contains(id)) {
                sent++;
                lastSize = message.length;
                if (waiting(id, peer) + message.length > limit) {
                    dropped++;
                    gaps.add(id + ' ' + peer);
                } else {
                    parcels.add(new Parcel(id, peer, topic, message));
                }
            }
        }

        @Override
        public boolean isCongested(final String peer) {
            return waiting(id, peer) >= limit / 4;
        }

        @Override
        public Optional<String> server() {
            return servers.keySet().stream().filter(other -> areOnOneSide(id, other)).findFirst();
        }

        @Override
        public boolean isHere() {
            return server().filter(id::equals).isPresent();
        }
    }

    /**
     * Adds a server, of which the others hear, and it of them.
     *
     * @param id its id
     * @param hooks whose listeners hear of the relay and of the home
     * @return its end
     */
    public Server join(final String id, final Hooks hooks) {
        final Map<String, Optional<String>> before = homes();
        final Server joining = new Server(id, hooks);
        servers.put(id, joining);
        joining.peers().forEach(peer -> {
            servers.get(peer).hooks.relay().forEach(listener -> listener.peerJoined(id));
            hooks.relay().forEach(listener -> listener.peerJoined(peer));
        });
        homeMoved(before);
        return joining;
    }

    /**
     * Removes a server, as when it dies: what it has sent and what was sent to it is lost.
     *
     * @param id its id
     */
    public void die(final String id) {
        final Map<String, Optional<String>> before = homes();
        final Set<String> known = servers.get(id).peers();
        servers.remove(id);
        isolated.remove(id);
        separated.removeIf(pair -> Set.of(pair.split(" ")).contains(id));
        parcels.removeIf(parcel -> parcel.from.equals(id) || parcel.to.equals(id));
        gaps.removeIf(pair -> Set.of(pair.split(" ")).contains(id));
        known.forEach(peer -> servers.get(peer).hooks.relay().forEach(listener -> listener.peerLeft(id)));
        homeMoved(before);
    }

    /**
     * Has two servers be unable to reach each other: what is on its way between them is lost. Which server is home does
     * not change.
     *
     * @param one the id of one server
     * @param other the id of the other
     * @return {@code false} where they were so before
     */
    public boolean separate(final String one, final String other) {
        final boolean changed = separated.add(one + ' ' + other) && separated.add(other + ' ' + one);
        if (changed) {
            parcels.removeIf(parcel -> parcel.from.equals(one) && parcel.to.equals(other)
                || parcel.from.equals(other) && parcel.to.equals(one));
            servers.get(one).hooks.relay().forEach(listener -> listener.peerLeft(other));
            servers.get(other).hooks.relay().forEach(listener -> listener.peerLeft(one));
        }
        return changed;
    }

    /**
     * Has two servers reach each other again.
     *
     * @param one the id of one server
     * @param other the id of the other
     * @return {@code false} where they did before
     */
    public boolean reunite(final String one, final String other) {
        final boolean changed = separated.remove(one + ' ' + other) && separated.remove(other + ' ' + one);
        if (changed) {
            servers.get(one).hooks.relay().forEach(listener -> listener.peerJoined(other));
            servers.get(other).hooks.relay().forEach(listener -> listener.peerJoined(one));
        }
        return changed;
    }

    /**
     * Has a server send nothing any more, as one that hangs; the others do not notice.
     *
     * @param id its id
     */
    public void mute(final String id) {
        muted.add(id);
    }

    private long waiting(final String from, final String to) {
        return limit == Long.MAX_VALUE ? 0 : parcels.stream()
            .filter(parcel -> parcel.from.equals(from) && parcel.to.equals(to))
            .mapToLong(parcel -> parcel.message.length).sum();
    }

    /**
     * Bounds what may be on its way between two servers.
     *
     * @param bytes how many bytes; what is sent beyond that is lost
     */
    public void limit(final long bytes) {
        limit = bytes;
    }

    /**
     * How many messages were lost because too much was on its way.
     *
     * @return the number, each receiver counted
     */
    public int droppedCount() {
        return dropped;
    }

    /**
     * How many messages were sent so far.
     *
     * @return the number, each receiver counted
     */
    public int sentCount() {
        return sent;
    }

    /**
     * How long the message was that was sent last.
     *
     * @return in bytes
     */
    public int lastSize() {
        return lastSize;
    }

    /**
     * Whether anything is on its way.
     *
     * @return whether {@link #deliver} has something to do
     */
    public boolean isBusy() {
        return !parcels.isEmpty();
    }

    /**
     * Loses what is on its way between two servers, of which the receiver hears.
     *
     * @param from who sent it
     * @param to who does not get it
     */
    public void lose(final String from, final String to) {
        if (parcels.removeIf(parcel -> parcel.from.equals(from) && parcel.to.equals(to))) {
            servers.get(to).hooks.relay().forEach(listener -> listener.messagesLost(from));
        }
    }

    /**
     * Loses what is on its way between two servers, of which the receiver hears when it gets the next message.
     *
     * @param from who sent it
     * @param to who does not get it
     */
    public void loseUnnoticed(final String from, final String to) {
        if (parcels.removeIf(parcel -> parcel.from.equals(from) && parcel.to.equals(to))) {
            gaps.add(from + ' ' + to);
        }
    }

    /** Delivers all that is on its way, and what is sent meanwhile. */
    public void deliver() {
        for (Parcel parcel = parcels.poll(); parcel != null; parcel = parcels.poll()) {
            arrive(parcel, 1);
        }
    }

    /**
     * Delivers the oldest message that is on its way between two servers, if there is one: it can be earlier or later
     * than messages between others.
     *
     * @param from who sent it
     * @param to who gets it
     * @param times how often it is delivered
     */
    public void deliverNext(final String from, final String to, final int times) {
        parcels.stream().filter(parcel -> parcel.from.equals(from) && parcel.to.equals(to)).findFirst()
            .ifPresent(parcel -> {
                parcels.remove(parcel);
                arrive(parcel, times);
            });
    }

    /**
     * Delivers what one server has sent, as when it ends in order.
     *
     * @param from its id
     */
    public void deliverFrom(final String from) {
        List.copyOf(parcels).stream().filter(parcel -> parcel.from.equals(from) && parcels.remove(parcel))
            .forEach(parcel -> arrive(parcel, 1));
    }

    private void arrive(final Parcel parcel, final int times) {
        final boolean lost = gaps.remove(parcel.from + ' ' + parcel.to);
        servers.get(parcel.to).hooks.relay().forEach(listener -> {
            if (lost) {
                listener.messagesLost(parcel.from);
            }
            for (int left = times; left > 0 && listener.topic().equals(parcel.topic); left--) {
                listener.received(parcel.from, parcel.message);
            }
        });
    }

    /**
     * Splits the cluster: some servers do not reach the others any more, of which all hear, and each side has a home.
     * What is on its way between the sides is lost.
     *
     * @param ids the servers of one side
     */
    public void split(final Set<String> ids) {
        final Map<String, Optional<String>> before = homes();
        isolated.addAll(ids);
        parcels.removeIf(parcel -> !areOnOneSide(parcel.from, parcel.to));
        forEachPairAcross((server, other) ->
            server.hooks.relay().forEach(listener -> listener.peerLeft(other.id)));
        homeMoved(before);
    }

    /** Ends a split, of which all hear. For the side that gives way nobody is home at first. */
    public void heal() {
        final Map<String, Optional<String>> before = homes();
        final Optional<String> after = servers.keySet().stream().findFirst();
        servers.values().stream().filter(server -> !server.server().equals(after)).forEach(server ->
            server.hooks.home().forEach(listener -> listener.homeMoved(Optional.empty(), false)));
        final List<Server[]> across = new ArrayList<>();
        forEachPairAcross((server, other) -> across.add(new Server[] {server, other}));
        isolated.clear();
        across.forEach(pair -> pair[0].hooks.relay().forEach(listener -> listener.peerJoined(pair[1].id)));
        homeMoved(before);
    }

    private boolean areOnOneSide(final String one, final String other) {
        return isolated.contains(one) == isolated.contains(other);
    }

    private void forEachPairAcross(final BiConsumer<Server, Server> action) {
        servers.values().forEach(server -> servers.values().stream()
            .filter(other -> !areOnOneSide(server.id, other.id)).forEach(other -> action.accept(server, other)));
    }

    private Map<String, Optional<String>> homes() {
        final Map<String, Optional<String>> homes = new HashMap<>();
        servers.forEach((id, server) -> homes.put(id, server.server()));
        return homes;
    }

    private void homeMoved(final Map<String, Optional<String>> before) {
        servers.forEach((id, server) -> {
            if (!server.server().equals(before.get(id))) {
                server.hooks.home().forEach(listener -> listener.homeMoved(server.server(), server.isHere()));
            }
        });
    }
}
