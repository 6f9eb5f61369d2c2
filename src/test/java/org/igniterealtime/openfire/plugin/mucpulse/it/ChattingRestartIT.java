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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.CHATTING;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitIn;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitItems;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitLeft;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.consent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.follow;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.itemId;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.items;

import java.util.List;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left when the server, or the plugin alone, goes away: U6. */
class ChattingRestartIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private final ChattingParty party = new ChattingParty(openfire);

    private static List<List<String>> noted(final String user) {
        return openfire.control().query("SELECT itemID FROM ofMucPulsePublication WHERE userJID=? AND retracted=0", user);
    }

    private static List<List<String>> stored(final String user) {
        return openfire.control().query("SELECT id FROM ofPubsubItem WHERE serviceID=? AND nodeID=?", user, CHATTING);
    }

    @Test
    void u6_aKilledServerLeavesNoStaleItem() {
        final TestClient owner = party.user("owner");
        final String garden = openfire.newRoom("garden");
        final String attic = openfire.newRoom("attic");
        Rooms.create(owner, garden, "Owner", RoomConfig.open());
        Rooms.create(owner, attic, "Owner", RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.joinRoom(garden, "Alice");
        awaitIn(bob, alice, garden);
        alice.joinRoom(attic, "Alice");
        awaitIn(bob, alice, attic);
        // Has the server write the items: else they would be lost with it, and nothing could be stale.
        assertThat(items(bob, alice.bareJid())).containsExactlyInAnyOrder(garden, attic);
        assertThat(stored(alice.bareJid())).hasSize(2);
        assertThat(noted(alice.bareJid())).hasSize(2);
        final String jid = alice.bareJid();

        openfire.server().kill();
        openfire.server().startAgain();

        Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() -> {
            assertThat(noted(jid)).isEmpty();
            assertThat(stored(jid)).isEmpty();
        });
        final TestClient carol = openfire.login(bob.user(), "again");
        assertThat(items(carol, jid)).isEmpty();
        final TestClient again = openfire.login(alice.user(), "again");
        ChattingParty.announce(again);
        follow(carol);
        // Openfire 4.2 keeps for contacts who are offline that the rooms were left; none is told of a room
        assertThat(party.told(carol, again)).doesNotContain(garden, attic);
        // And what was chosen still counts
        again.joinRoom(garden, "Alice");
        awaitIn(carol, again, garden);
    }

    @Test
    void u6_aStoppedServerLeavesNothing() {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final String room = openfire.newRoom("garden");
        consent(alice);
        alice.joinRoom(room, "Alice");
        Rooms.configure(alice, room, RoomConfig.open());
        awaitIn(bob, alice, room);
        final String jid = alice.bareJid();

        openfire.server().stop();
        openfire.server().startAgain();

        Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() -> {
            assertThat(noted(jid)).isEmpty();
            assertThat(stored(jid)).isEmpty();
        });
    }

    @Test
    void u6_unloadingThePluginTakesEverythingAway() {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final String room = openfire.newRoom("garden");
        consent(alice);
        alice.joinRoom(room, "Alice");
        Rooms.configure(alice, room, RoomConfig.open());
        final String item = itemId(awaitIn(bob, alice, room));
        final String jid = alice.bareJid();

        openfire.control().unloadPlugin();

        awaitLeft(bob, alice, item);
        awaitItems(bob, jid);
        assertThat(noted(jid)).isEmpty();
        assertThat(ChattingParty.execute(alice, ChattingParty.COMMAND).errorCondition()).contains("item-not-found");

        // And whoever is in a room when it is loaded again is published again
        openfire.control().loadPlugin();
        awaitIn(bob, alice, room);
        alice.leaveRoom(room, "Alice");
        awaitLeft(bob, alice, item);
    }
}
