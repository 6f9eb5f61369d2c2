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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireServer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;

/**
 * Rooms with as many occupants on each of two servers of a cluster. On either server one occupant of each room speaks:
 * again as soon as the message before has come back, so that the servers have as much to do as they can.
 */
final class ClusterCrowd implements AutoCloseable {

    /** How many occupants a room has on each server. */
    static final int EACH = 10;
    private static final int ROOMS = 8;
    private static final int SERVERS = 2;
    private static final String PASSWORD = "load";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TEXT = " We meet at half past seven, at the usual place, and bring what we have.";

    private final Cluster cluster;
    private final List<LoadSessions> sessions = new ArrayList<>();
    private final List<String> rooms = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean speaking;
    private volatile long last;

    /**
     * What came of speaking for a while.
     *
     * @param messages how many were sent
     * @param perSecond how many were delivered to one occupant or another, each second
     * @param processor the servers' processor time for a message, in microseconds
     * @param compiling which part of it the compilers of their virtual machines took
     */
    record Round(long messages, double perSecond, double processor, double compiling) {
    }

    ClusterCrowd(final Cluster cluster) {
        this.cluster = cluster;
    }

    private OpenfireServer server(final int index) {
        return cluster.server(index + 1);
    }

    /** Makes the accounts and the rooms, and has everybody enter. */
    void enter() throws InterruptedException {
        final TestClient owner = cluster.login(1, "owner");
        for (int room = 0; room < ROOMS; room++) {
            rooms.add(cluster.newRoom("crowd"));
            Rooms.create(owner, rooms.get(room), "Owner", RoomConfig.open().field("muc#roomconfig_maxusers", "0")
                .field("muc#roomconfig_persistentroom", "1").field("muc#roomconfig_enablelogging", "0"));
        }
        for (int index = 0; index < SERVERS; index++) {
            final String prefix = "at" + (index + 1) + "-";
            final List<String> users = IntStream.range(0, ROOMS * EACH).mapToObj(number -> prefix + number).toList();
            users.forEach(user -> cluster.server(1).control().createUser(user, PASSWORD));
            final LoadSessions here = new LoadSessions(server(index), PASSWORD);
            sessions.add(here);
            // One after the other: a cluster refuses some of those who bind resources at the same moment.
            users.forEach(user -> here.login(List.of(user)));
            final CountDownLatch joined = new CountDownLatch(users.size());
            here.listen((session, message) -> joined.countDown());
            here.sendEach(users.size(), number -> "<presence to='" + rooms.get(number / EACH) + "/" + users.get(number)
                + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
            // The subject, which is the last that one who joins gets.
            joined.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(joined.getCount()).as("who has not entered through server %d", index + 1).isZero();
        }
        rooms.forEach(room -> owner.leaveRoom(room, "Owner"));
        for (int index = 0; index < SERVERS; index++) {
            final int at = index;
            sessions.get(index).listen((session, message) -> heard(at, session, message));
        }
    }

    /** Has everybody subscribe to activity. */
    void subscribe() {
        sessions.forEach(here -> here.sendAll(ROOMS * EACH, "<presence to='" + server(0).mucDomain()
            + "'><rai xmlns='urn:xmpp:rai:0'/></presence>"));
        Awaitility.await().pollDelay(Duration.ofSeconds(10)).atMost(Duration.ofSeconds(11)).until(() -> true);
    }

    private static String name(final int index, final int session) {
        return "From " + index + "-" + session + ".";
    }

    private void heard(final int index, final int session, final String message) {
        if (!message.contains("groupchat")) {
            return;
        }
        last = System.nanoTime();
        received.incrementAndGet();
        if (session % EACH == 0 && speaking && message.contains(name(index, session))) {
            say(index, session);
        }
    }

    private void say(final int index, final int session) {
        final String id = "m" + sent.incrementAndGet();
        sessions.get(index).send(session, "<message type='groupchat' to='" + rooms.get(session / EACH) + "' id='" + id
            + "'><body>" + name(index, session) + TEXT + "</body>"
            + "<active xmlns='http://jabber.org/protocol/chatstates'/><origin-id xmlns='urn:xmpp:sid:0' id='" + id + "'/></message>");
    }

    /** The processor time that the servers have taken so far. */
    Duration processorTime() {
        return IntStream.range(0, SERVERS).mapToObj(index -> ProcessHandle.of(server(index).pid()).orElseThrow().info()
            .totalCpuDuration().orElseThrow()).reduce(Duration.ZERO, Duration::plus);
    }

    private Duration compilation() {
        return IntStream.range(0, SERVERS).mapToObj(index -> server(index).control().compilation())
            .reduce(Duration.ZERO, Duration::plus);
    }

    /** What the threads of the plugin have cost so far on both servers: nanoseconds, and bytes. */
    long[] pluginCosts() {
        final long[] sum = new long[2];
        for (int index = 0; index < SERVERS; index++) {
            final long[] costs = server(index).control().threadCosts("mucpulse-").get(0);
            sum[0] += costs[0];
            sum[1] += costs[1];
        }
        return sum;
    }

    /** Speaks in all rooms for some time, and waits until all is delivered. */
    Round speak(final Duration time) {
        // Both go on counting: somebody may be about to speak for the last time of the round before.
        final long sentBefore = sent.get();
        final long receivedBefore = received.get();
        final Duration compilation = compilation();
        final Duration processor = processorTime();
        final long begun = System.nanoTime();
        speaking = true;
        for (int room = 0; room < ROOMS; room++) {
            for (int index = 0; index < SERVERS; index++) {
                say(index, room * EACH);
            }
        }
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(1)).until(() -> true);
        speaking = false;
        Awaitility.await("everybody has everything").atMost(PATIENCE).pollInterval(Duration.ofMillis(5))
            .until(() -> received.get() == sent.get() * SERVERS * EACH);
        final double seconds = (last - begun) / 1e9;
        final long messages = sent.get() - sentBefore;
        final double spent = processorTime().minus(processor).toNanos();
        return new Round(messages, (received.get() - receivedBefore) / seconds, spent / 1e3 / messages,
            compilation().minus(compilation).toNanos() / spent);
    }

    @Override
    public void close() {
        sessions.forEach(LoadSessions::close);
    }
}
