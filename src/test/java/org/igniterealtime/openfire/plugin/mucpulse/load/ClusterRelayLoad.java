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
package org.igniterealtime.openfire.plugin.mucpulse.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the relay costs for each room message: in a cluster of three servers, of which one, two and three have the
 * plugin, so that the first has no peer, one and two, while all else is the same. Messages come so that each of them
 * has to be told to the peers: none in a room within a fifth of a second after the one before.
 */
@NeedsCluster
class ClusterRelayLoad {

    @RegisterExtension
    static final Cluster cluster = Cluster.of(3)
        .with(server -> server.jvmOption("-XX:TieredStopAtLevel=4"));

    /** How often each number of peers has its turn. */
    private static final int CYCLES = Integer.getInteger("load.cycles", 3);
    private static final int MESSAGES = Integer.getInteger("load.messages", 1_000);
    private static final int ROOMS = 50;
    private static final int TOLD = 40;
    /** Messages a second: few enough for the servers of a small machine to keep up. */
    private static final int RATE = Integer.getInteger("load.rate", 40);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String OWNER = "Owner";
    private static final String WITNESS = "witness";
    private static final String[] THREADS = {"mucpulse-", "hz.", ""};

    private final List<String> rooms = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Map<Integer, Costs> costs = new TreeMap<>();
    private final Map<Integer, Map<String, Long>> heard = new ConcurrentHashMap<>();
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();
    private final List<LoadSessions> witnesses = new ArrayList<>();
    private TestClient owner;
    private int lastId;
    private int nextTold;

    /** What messages cost with one number of peers, all turns added: times in nanoseconds. */
    private static final class Costs {
        private final long[] here = new long[2 * THREADS.length];
        private final long[] there = new long[2 * THREADS.length];
        private final List<Long> ways = new ArrayList<>();
        private int messages;

        private static void add(final long[] sum, final List<long[]> before, final List<long[]> after) {
            for (int i = 0; i < THREADS.length; i++) {
                for (int j = 0; j < 2; j++) {
                    sum[2 * i + j] += after.get(i)[j] - before.get(i)[j];
                }
            }
        }

        private String describe(final long[] sum) {
            return String.format(Locale.ROOT, "threads of the plugin %.1f µs and %d bytes, of Hazelcast %.1f µs and %d,"
                + " all %.1f µs and %d", sum[0] / 1e3 / messages, sum[1] / messages, sum[2] / 1e3 / messages,
                sum[3] / messages, sum[4] / 1e3 / messages, sum[5] / messages);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "for each of %d messages%n  on the server that is sent it: %s%n  on the"
                + " next server: %s%n  from one to the other: %.1f ms (median)", messages, describe(here), describe(there),
                LoadScene.median(ways) / 1e6);
        }
    }

    private void furnish() {
        owner = TestClient.login(cluster.server(1), account("owner"), "owner", "load");
        // An account for each: sessions of one account with the same resource would end each other.
        final List<String> members = IntStream.rangeClosed(1, 3)
            .mapToObj(number -> account(WITNESS + number) + "@" + cluster.server(1).domain()).toList();
        for (int i = 0; i < ROOMS + 3 * TOLD; i++) {
            final String room = cluster.newRoom("room");
            Rooms.create(owner, room, OWNER, RoomConfig.open().field("muc#roomconfig_enablelogging", "0"));
            if (i < ROOMS) {
                rooms.add(room);
            } else {
                members.forEach(member -> Rooms.affiliate(owner, room, member, "member"));
                told.add(room);
            }
        }
        account("listener");
        final LoadSessions listener = new LoadSessions(cluster.server(2), "listener");
        listener.login(List.of("listener"));
        witnesses.add(listener);
        listener.listen((session, message) -> {
            final int from = message.indexOf("<body>");
            if (from >= 0) {
                arrived.put(message.substring(from + 6, message.indexOf("</body>")), System.nanoTime());
            }
        });
        rooms.forEach(room -> listener.sendAll(1, "<presence to='" + room
            + "/listener'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"));
        for (int number = 1; number <= 3; number++) {
            final Map<String, Long> times = new ConcurrentHashMap<>();
            heard.put(number, times);
            final LoadSessions witness = new LoadSessions(cluster.server(number), WITNESS + number);
            witness.login(List.of(WITNESS + number));
            witnesses.add(witness);
            witness.listen((session, message) -> {
                final long now = System.nanoTime();
                for (final String part : message.split("<activity>", -1)) {
                    times.putIfAbsent(part.replaceFirst("</activity>.*", ""), now);
                }
            });
            witness.sendAll(1, "<presence to='" + cluster.server(1).mucDomain()
                + "'><rai xmlns='urn:xmpp:rai:0'/></presence>");
        }
    }

    private static String account(final String user) {
        cluster.server(1).control().createUser(user, user);
        return user;
    }

    private static void awaitPeers(final int count) {
        final List<String> peers = IntStream.range(0, count).mapToObj(i -> "server-" + (i + 2)).toList();
        Awaitility.await("peers " + peers).atMost(PATIENCE).pollInterval(Duration.ofMillis(200))
            .until(() -> cluster.server(1).control().relay().peers().equals(peers));
        pause(Duration.ofSeconds(5));
    }

    private static void pause(final Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }

    /** Says something in each room in turn, at a constant rate. */
    private void speak(final int peers, final boolean counts) throws InterruptedException {
        final List<long[]> here = cluster.server(1).control().threadCosts(THREADS);
        final List<long[]> there = cluster.server(2).control().threadCosts(THREADS);
        final Map<String, Long> said = new TreeMap<>();
        arrived.clear();
        final long begun = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            final String text = "text" + lastId++;
            TimeUnit.NANOSECONDS.sleep(begun + i * (TimeUnit.SECONDS.toNanos(1) / RATE) - System.nanoTime());
            said.put(text, System.nanoTime());
            owner.send("<message type='groupchat' to='" + rooms.get(i % ROOMS) + "'><body>" + text
                + "</body></message>");
        }
        Awaitility.await().atMost(PATIENCE).until(() -> arrived.keySet().containsAll(said.keySet()));
        pause(Duration.ofSeconds(1));
        owner.clear();
        if (counts) {
            final Costs cost = costs.computeIfAbsent(peers, unused -> new Costs());
            cost.messages += MESSAGES;
            Costs.add(cost.here, here, cluster.server(1).control().threadCosts(THREADS));
            Costs.add(cost.there, there, cluster.server(2).control().threadCosts(THREADS));
            said.forEach((text, time) -> cost.ways.add(arrived.get(text) - time));
        }
    }

    /** Has subscribers on the servers with the plugin told of messages, each in a room of its own. */
    private void tell(final int peers) {
        final Map<Integer, List<Long>> times = new TreeMap<>();
        for (int i = 0; i < TOLD; i++) {
            final String room = told.get(nextTold++);
            final long begun = System.nanoTime();
            owner.send("<message type='groupchat' to='" + room + "'><body>Something is said</body></message>");
            for (int number = 1; number <= peers + 1; number++) {
                final Map<String, Long> rooms = heard.get(number);
                Awaitility.await("server " + number + " tells of " + room).atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10)).until(() -> rooms.containsKey(room));
                times.computeIfAbsent(number, unused -> new ArrayList<>()).add(rooms.get(room) - begun);
            }
            // Longer than the window in which what belongs together is collected.
            pause(Duration.ofMillis(700));
        }
        times.forEach((number, list) -> System.out.printf(Locale.ROOT,
            "With %d peers a subscriber on server %d is told after %.0f ms (median of %d)%n", peers, number,
            LoadScene.median(list) / 1e6, list.size()));
    }

    @Test
    void k2_aRoomMessageCostsLittleForEachPeer() throws InterruptedException {
        furnish();
        awaitPeers(2);
        pause(Duration.ofSeconds(10));
        speak(2, false);
        tell(2);
        cluster.server(3).control().unloadPlugin();
        awaitPeers(1);
        tell(1);
        cluster.server(2).control().unloadPlugin();
        awaitPeers(0);
        tell(0);
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            speak(0, true);
            cluster.server(2).control().loadPlugin();
            awaitPeers(1);
            speak(1, true);
            cluster.server(3).control().loadPlugin();
            awaitPeers(2);
            speak(2, true);
            cluster.server(3).control().unloadPlugin();
            awaitPeers(1);
            speak(1, true);
            cluster.server(2).control().unloadPlugin();
            awaitPeers(0);
        }

        costs.forEach((peers, cost) -> System.out.println("With " + peers + " peers, " + cost));
        System.out.println("Load " + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        witnesses.forEach(LoadSessions::close);
        owner.close();
        final double none = costs.get(0).here[4];
        assertThat(costs.get(2).here[4] / none).isLessThan(2);
    }
}
