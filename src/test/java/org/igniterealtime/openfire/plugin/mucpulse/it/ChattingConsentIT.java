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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitIn;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitItems;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitLeft;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.choose;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.consent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.itemId;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.items;

import java.time.Duration;
import java.time.Instant;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is not published, and what is taken away: U1, U4, U5 and the users of U6. */
class ChattingConsentIT {

    /** The whole class has the server for itself, as it changes what counts for all users. */
    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.own();

    private static final String MODE = "mucpulse.chatting.mode";
    private static final String EXCLUDED = "mucpulse.chatting.excluded";

    private final ChattingParty party = new ChattingParty(openfire);
    private TestClient owner;
    private TestClient alice;
    private TestClient bob;

    @BeforeEach
    void aliceHasAContact() {
        openfire.control().deleteProperty(MODE);
        openfire.control().deleteProperty(EXCLUDED);
        owner = party.user("owner");
        alice = party.user("alice");
        bob = party.contactOf(alice, "bob");
    }

    private String room(final RoomConfig config) {
        final String room = openfire.newRoom("garden");
        Rooms.create(owner, room, "Owner", config);
        return room;
    }

    @Test
    void u1_nothingIsPublishedBeforeTheUserSaysSo() {
        final String room = room(RoomConfig.open());
        alice.joinRoom(room, "Alice");
        alice.say(room, "hello");
        alice.leaveRoom(room, "Alice");
        consent(alice);

        assertThat(party.told(bob, alice)).isEmpty();
    }

    @Test
    void u1_sayingYesCountsForTheRoomsThatTheUserIsInAlready() {
        final String room = room(RoomConfig.open());
        alice.joinRoom(room, "Alice");

        consent(alice);

        awaitIn(bob, alice, room);
    }

    @Test
    void u1_offAndOnAgain() {
        final String room = room(RoomConfig.open());
        consent(alice);
        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));

        openfire.control().setProperty(MODE, "off");

        awaitLeft(bob, alice, item);
        awaitItems(bob, alice.bareJid());
        openfire.control().setProperty(MODE, "opt-in");
        awaitIn(bob, alice, room);
    }

    @Test
    void u1_optOutPublishesThoseWithAnAccountWhoSayNothing() {
        final String room = room(RoomConfig.open());
        openfire.control().setProperty(MODE, "opt-out");
        final TestClient anonymous = openfire.anonymous();
        final TestClient dave = party.user("dave");
        final TestClient davesContact = party.contactOf(dave, "erin");
        choose(dave, false, true);
        final String peer = openfire.control().openPeer("peer");

        anonymous.joinRoom(room, "Nobody");
        openfire.control().route("<presence from='carol@" + peer + "/phone' to='" + room + "/Carol'>"
            + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
        dave.joinRoom(room, "Dave");
        alice.joinRoom(room, "Alice");

        awaitIn(bob, alice, room);
        assertThat(items(dave, dave.bareJid())).doesNotContain(room);
        davesContact.assertNone(ChattingParty.eventOf(dave));
        assertThat(openfire.control().query("SELECT DISTINCT userJID FROM ofMucPulsePublication"))
            .anyMatch(row -> row.get(0).equals(alice.bareJid()))
            .noneMatch(row -> row.get(0).startsWith("carol") || row.get(0).startsWith(dave.user())
                || row.get(0).startsWith(anonymous.user()));
        openfire.control().closePeer("peer");
    }

    @Test
    void u4_privateRoomsAreNotPublished() {
        final String hidden = room(RoomConfig.open().hidden());
        final String members = room(RoomConfig.open().membersOnly());
        final String secret = room(RoomConfig.open().password("sesame"));
        Rooms.affiliate(owner, members, alice.bareJid(), "member");
        consent(alice);
        alice.joinRoom(hidden, "Alice");
        alice.joinRoom(members, "Alice");
        alice.joinRoom(secret, "Alice", "sesame");

        assertThat(party.told(bob, alice)).isEmpty();

        // Until the user asks for it
        choose(alice, true, true);
        awaitIn(bob, alice, hidden);
        awaitIn(bob, alice, members);
        awaitIn(bob, alice, secret);
        choose(alice, true, false);
        awaitItems(bob, alice.bareJid());
    }

    @Test
    void u4_aNewRoomIsNotPublishedBeforeItsOwnerHasSaidWhatItIs() {
        choose(alice, true, true);
        final String den = openfire.newRoom("den");
        alice.joinRoom(den, "Alice");
        assertThat(party.told(bob, alice)).isEmpty();
        choose(alice, true, false);
        Rooms.configure(alice, den, RoomConfig.open().membersOnly().hidden().name("Conspiracy"));
        final String control = openfire.newRoom("control");
        Rooms.create(alice, control, "Control", RoomConfig.open());
        awaitIn(bob, alice, control);
        assertThat(bob.stanzas(ChattingParty.eventOf(alice))).noneMatch(event -> event.xml().contains(den));

        final String garden = openfire.newRoom("garden");
        alice.joinRoom(garden, "Alice");
        Rooms.configure(alice, garden, RoomConfig.open());
        awaitIn(bob, alice, garden);
    }

    @Test
    void u4_theNewNameOfARoomThatIsHiddenAtTheSameTimeIsNotPublished() {
        final String room = room(RoomConfig.open().name("Garden"));
        consent(alice);
        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));

        Rooms.configure(owner, room, RoomConfig.change().name("Conspiracy").hidden());

        awaitLeft(bob, alice, item);
        assertThat(bob.stanzas(ChattingParty.eventOf(alice))).noneMatch(event -> event.xml().contains("Conspiracy"));
    }

    @Test
    void u4_aRoomThatBecomesPrivateIsTakenAwayAtOnce() {
        for (final RoomConfig config : new RoomConfig[] {RoomConfig.change().hidden(),
            RoomConfig.change().membersOnly(), RoomConfig.change().password("sesame")}) {
            final String room = room(RoomConfig.open());
            Rooms.affiliate(owner, room, alice.bareJid(), "member");
            consent(alice);
            alice.joinRoom(room, "Alice");
            final String item = itemId(awaitIn(bob, alice, room));

            final Instant before = Instant.now();
            Rooms.configure(owner, room, config);

            awaitLeft(bob, alice, item);
            // Within what a look once a second would need, and some for a busy machine
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(5));
            awaitItems(bob, alice.bareJid());
            alice.leaveRoom(room, "Alice");
        }
    }

    @Test
    void u4_roomsOnTheAdministratorsListAreNeverPublished() {
        final String room = room(RoomConfig.open());
        final String other = room(RoomConfig.open());
        openfire.control().setProperty(EXCLUDED, room);
        choose(alice, true, true);
        alice.joinRoom(room, "Alice");
        alice.joinRoom(other, "Alice");
        final String item = itemId(awaitIn(bob, alice, other));
        assertThat(items(bob, alice.bareJid())).containsExactly(other);

        openfire.control().setProperty(EXCLUDED, room + ", " + other);

        awaitLeft(bob, alice, item);
        awaitItems(bob, alice.bareJid());
    }

    @Test
    void u4_takingBackConsentInThreeRoomsTakesAllThreeAway() {
        final String[] rooms = {room(RoomConfig.open()), room(RoomConfig.open()), room(RoomConfig.open())};
        consent(alice);
        final String[] ids = new String[3];
        for (int i = 0; i < 3; i++) {
            alice.joinRoom(rooms[i], "Alice");
            ids[i] = itemId(awaitIn(bob, alice, rooms[i]));
        }

        choose(alice, false, false);

        for (final String item : ids) {
            awaitLeft(bob, alice, item);
        }
        awaitItems(bob, alice.bareJid());
    }

    @Test
    void u5_roomsThatTheUserExcludesAreNotPublished() {
        final String room = room(RoomConfig.open());
        choose(alice, true, false, room);
        alice.joinRoom(room, "Alice");
        assertThat(party.told(bob, alice)).isEmpty();

        choose(alice, true, false);
        awaitIn(bob, alice, room);
    }

    @Test
    void u6_aDeletedUserIsForgotten() {
        final String room = room(RoomConfig.open());
        consent(alice);
        alice.joinRoom(room, "Alice");
        awaitIn(bob, alice, room);
        final String jid = alice.bareJid();

        openfire.control().deleteUser(alice.user());

        org.awaitility.Awaitility.await().atMost(ChattingParty.PATIENCE).untilAsserted(() -> {
            assertThat(openfire.control().query("SELECT itemID FROM ofMucPulsePublication WHERE userJID=? AND retracted=0", jid)).isEmpty();
            assertThat(openfire.control().query("SELECT publish FROM ofMucPulseConsent WHERE userJID=?", jid)).isEmpty();
        });
        assertThat(openfire.control().query("SELECT id FROM ofPubsubItem WHERE serviceID=?", jid)).isEmpty();
    }
}
