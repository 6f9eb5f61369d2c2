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

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.admin.metrics.MetricsAccess;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;

/**
 * Accounts, rooms and members by the thousand. They are written into the database, and read by the server when it
 * starts again.
 */
final class LoadScene {

    /** How many accounts there are. */
    static final int USERS = 10_000;
    /** How many rooms each of them is a member of. */
    static final int ROOMS_PER_USER = 20;
    /** How many of them are members of each of the rooms of {@link #fan}. */
    static final int FAN = 1_000;
    static final String PASSWORD = "load";
    /** How many rooms there are of which the users are members. */
    static final int ROOMS = 200;
    private static final int PROBES = 60;
    private static final String TOKEN = "of-the-load-tests";
    private static final String OWNER = "Owner";

    private final OpenfireExtension openfire;
    private final int storms;
    private final int fans;
    private final HttpClient http = HttpClient.newHttpClient();
    private TestClient owner;

    /**
     * Creates a scene.
     *
     * @param openfire the server
     * @param storms how many rooms all users share, {@link #ROOMS} or none
     * @param fans how many rooms {@link #fan} has
     */
    LoadScene(final OpenfireExtension openfire, final int storms, final int fans) {
        this.openfire = openfire;
        this.storms = storms;
        this.fans = fans;
    }

    /**
     * A server for measurements: its code is compiled as on the servers that people run, which takes the time that a
     * test of what a server does would not give it.
     */
    static OpenfireExtension server() {
        return OpenfireExtension.own(server -> server.heap(1_200).jvmOption("-XX:TieredStopAtLevel=4").adminPort(0)
            .property(MetricsAccess.PROPERTY, Hashing.sha256().hashString(TOKEN, StandardCharsets.UTF_8).toString()));
    }

    /** Reads the metrics, for which the state of everything is looked at; returns when they are there. */
    void readMetrics() {
        final HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + openfire.server().adminPort()
            + "/plugins/mucpulse/metrics")).header("Authorization", "Bearer " + TOKEN).build();
        try {
            final HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("mucpulse_database_up 1");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The processor time that the server has taken so far. */
    Duration processorTime() {
        return ProcessHandle.of(openfire.server().pid()).orElseThrow().info().totalCpuDuration().orElseThrow();
    }

    /** The median of some times, 0 of none. */
    static long median(final List<Long> times) {
        final List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    /** The names of accounts. */
    List<String> users(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "u" + i).toList();
    }

    private String address(final String room) {
        return room + "@" + openfire.server().mucDomain();
    }

    /** A room whose first {@link #FAN} users are members, and in which nothing was said. */
    String fan(final int number) {
        return address("fan" + number);
    }

    /** A room of which one user is a member, who has a client of the test. */
    String probe(final int number) {
        return address("probe" + number);
    }

    /** How many rooms {@link #probe} has. */
    int probes() {
        return PROBES;
    }

    /** How many rooms {@link #fan} has. */
    int fans() {
        return fans;
    }

    private List<String> rooms() {
        final List<String> rooms = new ArrayList<>();
        IntStream.range(0, storms).forEach(i -> rooms.add(address("storm" + i)));
        IntStream.range(0, fans).forEach(i -> rooms.add(fan(i)));
        IntStream.range(0, PROBES).forEach(i -> rooms.add(probe(i)));
        return rooms;
    }

    /**
     * Makes everything, starts the server again, and has something said in the rooms of the storm.
     *
     * @param witness the name of the account that is a member of the rooms of {@link #probe}
     */
    void furnish(final String witness) {
        openfire.control().createUser("owner", "owner");
        openfire.control().createUser(witness, witness);
        owner = openfire.login("owner", "first");
        for (final String room : rooms()) {
            Rooms.create(owner, room, OWNER, RoomConfig.open().field("muc#roomconfig_persistentroom", "1")
                .field("muc#roomconfig_enablelogging", "0"));
        }
        addUsers();
        for (int i = 0; i < storms; i++) {
            addMembers("storm" + i, "WHERE MOD(n, 10) = " + i / ROOMS_PER_USER);
        }
        for (int i = 0; i < fans; i++) {
            addMembers("fan" + i, "WHERE n < " + FAN);
        }
        for (int i = 0; i < PROBES; i++) {
            openfire.control().update("INSERT INTO ofMucMember (roomID, jid) SELECT roomID, '" + witness + "@"
                + openfire.server().domain() + "' FROM ofMucRoom WHERE name = 'probe" + i + "'");
        }
        if ("postgresql".equals(System.getProperty("database"))) {
            // As PostgreSQL does by itself in the course of a minute.
            List.of("ofMucMember", "ofMucRoom", "ofUser").forEach(table -> openfire.control().update("ANALYZE " + table));
        }
        openfire.server().stop();
        openfire.server().startAgain();
        // Not one that ends with the test.
        owner = TestClient.login(openfire.server(), "owner", "owner", "second");
        for (final String room : rooms()) {
            owner.joinRoom(room, OWNER);
        }
        IntStream.range(0, storms).forEach(i -> say(address("storm" + i)));
        owner.sync();
    }

    private void addUsers() {
        openfire.control().update("CREATE TABLE loadDigit (d INTEGER)");
        openfire.control().update("CREATE TABLE loadNumber (n INTEGER)");
        for (int i = 0; i < 10; i++) {
            openfire.control().update("INSERT INTO loadDigit (d) VALUES (" + i + ")");
        }
        openfire.control().update("INSERT INTO loadNumber (n) SELECT a.d * 1000 + b.d * 100 + c.d * 10 + e.d"
            + " FROM loadDigit a, loadDigit b, loadDigit c, loadDigit e");
        openfire.control().update("INSERT INTO ofUser (username, plainPassword, name, creationDate, modificationDate)"
            + " SELECT CONCAT('u', n), '" + PASSWORD + "', 'User', '001767225600000', '001767225600000'"
            + " FROM loadNumber");
    }

    private void addMembers(final String room, final String condition) {
        final String id =
            openfire.control().query("SELECT roomID FROM ofMucRoom WHERE name = '" + room + "'").get(0).get(0);
        openfire.control().update("INSERT INTO ofMucMember (roomID, jid) SELECT " + id
            + ", CONCAT('u', CONCAT(n, '@" + openfire.server().domain() + "')) FROM loadNumber " + condition);
    }

    /** A room for thousands of occupants, who do not hear of each other. */
    String crowd() {
        final String room = address("crowd");
        Rooms.create(owner, room, OWNER, RoomConfig.open().field("muc#roomconfig_maxusers", "0")
            .field("muc#roomconfig_presencebroadcast", "").field("muc#roomconfig_enablelogging", "0"));
        return room;
    }

    /** Sends stanzas as the owner of the rooms. */
    void send(final String xml) {
        owner.send(xml);
    }

    /** Logs the owner of the rooms out. */
    void close() {
        owner.close();
    }

    /** Says something in a room. */
    void say(final String room) {
        owner.send("<message type='groupchat' to='" + room + "'><body>" + TestClient.newId() + "</body></message>");
    }

    /** Asks for what somebody is subscribed to at a room; returns when the answer is there. */
    void askPubsub(final String room) {
        owner.query("get", room, "<pubsub xmlns='http://jabber.org/protocol/pubsub'><subscriptions/></pubsub>");
    }
}
