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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.announce;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitIn;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.befriend;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.choose;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.items;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A choice ends with the account that made it, also while the plugin is away (U5), and survives an upgrade. */
class ChattingAccountIT {

    private static final String SCHEMA = "/schema/version-1.sql";
    private static final String MODE = "mucpulse.chatting.mode";

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private final ChattingParty party = new ChattingParty(openfire);

    @AfterEach
    void thePluginIsThereForTheNextTest() {
        if (!openfire.control().isPluginLoaded("mucpulse")) {
            openfire.control().loadPlugin();
        }
        openfire.control().deleteProperty(MODE);
    }

    private static List<List<String>> choices(final String user) {
        return openfire.control().query("SELECT publish FROM ofMucPulseConsent WHERE userJID=?", user);
    }

    /** Somebody logs in who registered the name of somebody else. */
    private static TestClient successor(final String name) {
        openfire.control().createUser(name, name);
        final TestClient successor = openfire.login(name, "successor");
        announce(successor);
        return successor;
    }

    private String hiddenRoom() {
        final TestClient owner = party.user("owner");
        final String room = openfire.newRoom("den");
        Rooms.create(owner, room, "Owner", RoomConfig.open().hidden());
        return room;
    }

    @Test
    void u5_aYesEndsWithAnAccountThatIsDeletedWhileThePluginIsAway() {
        final String room = hiddenRoom();
        final TestClient alice = party.user("alice");
        choose(alice, true, true);
        Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() ->
            assertThat(choices(alice.bareJid())).hasSize(1));

        alice.disconnect();
        openfire.control().unloadPlugin();
        openfire.control().deleteUser(alice.user());
        openfire.control().loadPlugin();

        Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() ->
            assertThat(choices(alice.bareJid())).isEmpty());
        final TestClient again = successor(alice.user());
        final TestClient bob = party.contactOf(again, "bob");
        again.joinRoom(room, "Alice");
        choose(again, true, false);
        assertThat(party.told(bob, again)).isEmpty();
    }

    @Test
    void u5_aYesDoesNotPassToAnAccountThatGetsTheNameWhileThePluginIsAway() {
        final String room = hiddenRoom();
        final TestClient alice = party.user("alice");
        choose(alice, true, true);

        alice.disconnect();
        openfire.control().unloadPlugin();
        openfire.control().deleteUser(alice.user());
        final TestClient again = successor(alice.user());
        final TestClient bob = party.contactOf(again, "bob");
        again.joinRoom(room, "Alice");
        openfire.control().loadPlugin();

        Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() ->
            assertThat(choices(alice.bareJid())).isEmpty());
        choose(again, true, false);
        assertThat(party.told(bob, again)).isEmpty();
    }

    @Test
    void u6_whatACrashLeftOfAnAccountIsNotShownToTheContactsOfTheNext() {
        final TestClient owner = party.user("owner");
        final String room = openfire.newRoom("garden");
        Rooms.create(owner, room, "Owner", RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        choose(alice, true, false);
        alice.joinRoom(room, "Alice");
        awaitIn(bob, alice, room);
        assertThat(items(bob, alice.bareJid())).containsExactly(room);
        final String jid = alice.bareJid();
        openfire.server().kill();
        openfire.server().startAgain();
        alice.disconnect();
        openfire.control().unloadPlugin();
        openfire.control().deleteUser(alice.user());
        openfire.control().loadPlugin();

        Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() ->
            assertThat(openfire.control().query("SELECT id FROM ofPubsubItem WHERE serviceID=?", jid)).isEmpty());
        final TestClient again = successor(alice.user());
        final TestClient carol = openfire.login("carol");
        befriend(carol, again);
        assertThat(items(carol, jid)).doesNotContain(room);
    }

    /** The tables as the first version made them, with what it wrote. */
    @Test
    @DisabledIfSystemProperty(named = "database", matches = "postgresql|mariadb",
        disabledReason = "There are earlier versions for HSQLDB alone.")
    void u5_choicesOfTheFirstVersionAreKept() throws Exception {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final TestClient owner = party.user("owner");
        final String room = openfire.newRoom("garden");
        Rooms.create(owner, room, "Owner", RoomConfig.open());
        final TestClient dave = party.user("dave");
        openfire.control().unloadPlugin();
        openfire.control().query("SELECT table_name FROM INFORMATION_SCHEMA.TABLES WHERE UPPER(table_name) LIKE ?",
            "OFMUCPULSE%").forEach(row -> openfire.control().update("DROP TABLE " + row.get(0)));
        openfire.control().update("DELETE FROM ofVersion WHERE name=?", "mucpulse");
        statements().forEach(openfire.control()::update);
        openfire.control().update("INSERT INTO ofMucPulseChoice (userJID, publish, privateRooms, excludedRooms) "
            + "VALUES (?,1,0,NULL)", alice.bareJid());
        openfire.control().update("INSERT INTO ofMucPulseChoice (userJID, publish, privateRooms, excludedRooms) "
            + "VALUES (?,0,0,NULL)", dave.bareJid());
        openfire.control().update("INSERT INTO ofMucPulseChoice (userJID, publish, privateRooms, excludedRooms) "
            + "VALUES (?,1,0,NULL)", "gone@" + openfire.server().domain());

        openfire.control().setProperty(MODE, "opt-out");
        openfire.control().loadPlugin();

        assertThat(openfire.control().query("SELECT version FROM ofVersion WHERE name=?", "mucpulse"))
            .containsExactly(List.of("5"));
        Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() ->
            assertThat(openfire.control().query("SELECT userJID FROM ofMucPulseConsent WHERE accountCreated IS NOT NULL"))
                .containsExactlyInAnyOrder(List.of(alice.bareJid()), List.of(dave.bareJid())));
        assertThat(choices("gone@" + openfire.server().domain())).isEmpty();
        dave.joinRoom(room, "Dave");
        alice.joinRoom(room, "Alice");
        awaitIn(bob, alice, room);
        assertThat(items(dave, dave.bareJid())).doesNotContain(room);
    }

    private static List<String> statements() throws IOException {
        try (InputStream script = ChattingAccountIT.class.getResourceAsStream(SCHEMA)) {
            return List.of(new String(script.readAllBytes(), StandardCharsets.UTF_8)
                .replaceAll("(?m)^--.*$", "").split(";")).stream().map(String::trim)
                .filter(statement -> !statement.isEmpty()).toList();
        }
    }
}
