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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long it takes until a thousand sessions are told of a message in a room that they are not in, half of them on
 * each of two servers of a cluster, against a thousand on one of the two; in turns. Who speaks is on the first server.
 */
@NeedsCluster
class ClusterFanOutLoad {

    /** The servers' code is compiled as on those that people run. */
    @RegisterExtension
    static final Cluster cluster =
        Cluster.of(2).with(server -> server.heap(900).jvmOption("-XX:TieredStopAtLevel=4"));

    /** How many are told. */
    private static final int TOLD = 1_000;
    private static final int ROUNDS = Integer.getInteger("load.rounds", 60);
    private static final int WARM = Integer.getInteger("load.warm", 25);
    /** Much longer than servers gather for each other, as messages are seldom in most rooms. */
    private static final Duration PAUSE = Duration.ofMillis(600);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "load";
    private static final String OWNER = "Owner";

    private static final List<String> ON_ONE = new ArrayList<>();
    private static final List<String> ON_BOTH = new ArrayList<>();
    private static LoadSessions first;
    private static LoadSessions second;
    private static TestClient owner;

    /** How long it took, in microseconds. */
    private static final class Times {
        private final List<Long> all = new ArrayList<>();
        private final List<Long> here = new ArrayList<>();

        double median() {
            return LoadScene.median(all) / 1e3;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f ms, those on the first server %.1f ms (medians of %d); in ms %s",
                median(), LoadScene.median(here) / 1e3, all.size(), all.stream().map(time -> time / 1_000).toList());
        }
    }

    @BeforeAll
    static void subscribe() {
        furnish();
        final String domain = cluster.server(1).mucDomain();
        owner = cluster.login(1, "owner", "second");
        Stream.of(ON_ONE, ON_BOTH).flatMap(List::stream).forEach(room -> owner.joinRoom(room, OWNER));
        first = new LoadSessions(cluster.server(1), PASSWORD);
        second = new LoadSessions(cluster.server(2), PASSWORD);
        // One after the other: a cluster refuses some of those who bind resources at the same moment.
        users("one", 0, TOLD).forEach(user -> first.login(List.of(user)));
        users("both", 0, TOLD / 2).forEach(user -> first.login(List.of(user)));
        users("both", TOLD / 2, TOLD).forEach(user -> second.login(List.of(user)));
        final String request = "<presence to='" + domain + "'><rai xmlns='urn:xmpp:rai:0'/></presence>";
        first.sendAll(TOLD + TOLD / 2, request);
        second.sendAll(TOLD / 2, request);
        Awaitility.await().pollDelay(Duration.ofSeconds(20)).atMost(Duration.ofSeconds(21)).until(() -> true);
    }

    @AfterAll
    static void logOut() {
        Stream.of(first, second).forEach(LoadSessions::close);
        // A server that stops meanwhile takes locks with it that others hold.
        IntStream.of(1, 2).forEach(number -> Awaitility.await("sessions end").atMost(PATIENCE)
            .until(() -> cluster.server(number).control().sessions().isEmpty()));
    }

    private static List<String> users(final String name, final int from, final int to) {
        return IntStream.range(from, to).mapToObj(number -> name + number).toList();
    }

    /** Makes the rooms, and writes accounts and members into the database, which the servers then read. */
    private static void furnish() {
        owner = cluster.login(1, "owner", "first");
        for (int i = 0; i < ROUNDS; i++) {
            ON_ONE.add(room("one" + i));
            ON_BOTH.add(room("both" + i));
        }
        for (final String name : List.of("one", "both")) {
            update("INSERT INTO ofUser (username, plainPassword, name, creationDate, modificationDate) SELECT '" + name
                + "' || n, '" + PASSWORD + "', 'User', '001767225600000', '001767225600000' FROM " + numbers());
            update("INSERT INTO ofMucMember (roomID, jid) SELECT roomID, '" + name + "' || n || '@"
                + cluster.server(1).domain() + "' FROM ofMucRoom, " + numbers() + " WHERE ofMucRoom.name LIKE '" + name
                + "%'");
        }
        List.of("ofMucMember", "ofMucRoom", "ofUser").forEach(table -> update("ANALYZE " + table));
        cluster.server(2).stop();
        cluster.server(1).stop();
        for (int number = 1; number <= 2; number++) {
            cluster.server(number).startAgain();
            cluster.awaitMembers();
        }
        for (final int number : List.of(1, 2)) {
            Awaitility.await("server " + number + " has its peer").atMost(PATIENCE).ignoreExceptions().until(() ->
                cluster.server(number).control().relay().peers().equals(List.of("server-" + (3 - number))));
        }
    }

    private static String room(final String name) {
        final String room = name + "@" + cluster.server(1).mucDomain();
        Rooms.create(owner, room, OWNER, RoomConfig.open().field("muc#roomconfig_persistentroom", "1")
            .field("muc#roomconfig_enablelogging", "0"));
        return room;
    }

    private static String numbers() {
        return "generate_series(0, " + (TOLD - 1) + ") AS numbers(n)";
    }

    private static void update(final String sql) {
        cluster.server(1).control().update(sql);
    }

    private static void measure(final Times times, final int round, final String room, final int here, final int there)
            throws InterruptedException {
        final CountDownLatch leftHere = new CountDownLatch(here);
        final CountDownLatch leftThere = new CountDownLatch(there);
        first.listen((session, message) -> count(message, room, leftHere));
        second.listen((session, message) -> count(message, room, leftThere));
        final long begun = System.nanoTime();
        owner.send("<message type='groupchat' to='" + room + "'><body>Something is said</body></message>");
        assertThat(leftHere.await(1, TimeUnit.MINUTES)).isTrue();
        final long onFirst = System.nanoTime() - begun;
        assertThat(leftThere.await(1, TimeUnit.MINUTES)).isTrue();
        final long all = System.nanoTime() - begun;
        Awaitility.await().pollDelay(PAUSE).until(() -> true);
        if (round >= WARM) {
            times.here.add(onFirst / 1_000);
            times.all.add(all / 1_000);
        }
    }

    private static void count(final String message, final String room, final CountDownLatch left) {
        if (message.contains("urn:xmpp:rai:0") && message.contains(room)) {
            left.countDown();
        }
    }

    @Test
    void k3_aThousandOnTwoServersAreToldAsSoonAsAThousandOnOne() throws InterruptedException {
        final Times one = new Times();
        final Times both = new Times();
        for (int i = 0; i < ROUNDS; i++) {
            measure(one, i, ON_ONE.get(i), TOLD, 0);
            measure(both, i, ON_BOTH.get(i), TOLD / 2, TOLD / 2);
        }

        System.out.println("A message told to 1000 sessions on one server: " + one);
        System.out.println("A message told to 500 sessions on each of two: " + both);
        System.out.printf(Locale.ROOT, "ratio %.2f; load %.1f%n", both.median() / one.median(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        assertThat(both.median()).isLessThan(3 * one.median());
    }
}
