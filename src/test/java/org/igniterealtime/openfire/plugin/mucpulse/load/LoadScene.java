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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
    private static final int ROOMS = 200;
    private static final int FANS = 20;
    private static final int PROBES = 60;
    private static final String OWNER = "Owner";

    private final OpenfireExtension openfire;
    private TestClient owner;

    LoadScene(final OpenfireExtension openfire) {
        this.openfire = openfire;
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
        return FANS;
    }

    private List<String> rooms() {
        final List<String> rooms = new ArrayList<>();
        IntStream.range(0, ROOMS).forEach(i -> rooms.add(address("storm" + i)));
        IntStream.range(0, FANS).forEach(i -> rooms.add(fan(i)));
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
        for (int i = 0; i < ROOMS; i++) {
            addMembers("storm" + i, "WHERE MOD(n, 10) = " + i / ROOMS_PER_USER);
        }
        for (int i = 0; i < FANS; i++) {
            addMembers("fan" + i, "WHERE n < " + FAN);
        }
        for (int i = 0; i < PROBES; i++) {
            openfire.control().update("INSERT INTO ofMucMember (roomID, jid) SELECT roomID, '" + witness + "@"
                + openfire.server().domain() + "' FROM ofMucRoom WHERE name = 'probe" + i + "'");
        }
        openfire.server().stop();
        openfire.server().startAgain();
        // Not one that ends with the test.
        owner = TestClient.login(openfire.server(), "owner", "owner", "second");
        for (final String room : rooms()) {
            owner.joinRoom(room, OWNER);
        }
        IntStream.range(0, ROOMS).forEach(i -> say(address("storm" + i)));
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
            + " SELECT 'u' || CAST(n AS VARCHAR(10)), '" + PASSWORD + "', 'User', '001767225600000', '001767225600000'"
            + " FROM loadNumber");
    }

    private void addMembers(final String room, final String condition) {
        final String id =
            openfire.control().query("SELECT roomID FROM ofMucRoom WHERE name = '" + room + "'").get(0).get(0);
        openfire.control().update("INSERT INTO ofMucMember (roomID, jid) SELECT " + id
            + ", 'u' || CAST(n AS VARCHAR(10)) || '@" + openfire.server().domain() + "' FROM loadNumber " + condition);
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
