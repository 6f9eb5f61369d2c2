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
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.EVENT;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.NOTIFY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.announce;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitIn;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitItems;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.awaitLeft;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.befriend;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.consent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.eventOf;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.follow;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.itemId;
import static org.igniterealtime.openfire.plugin.mucpulse.it.ChattingParty.items;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;
import org.xmlunit.assertj3.XmlAssert;

/**
 * What contacts are told, U2, U3 and U7, and what the user's own client is not.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>
 */
class ChattingPublishIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String MOOD = "http://jabber.org/protocol/mood";
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private final ChattingParty party = new ChattingParty(openfire);
    private TestClient owner;

    private String room(final RoomConfig config) {
        if (owner == null) {
            owner = party.user("owner");
        }
        final String room = openfire.newRoom("garden");
        Rooms.create(owner, room, "Owner", config);
        return room;
    }

    private static String event(final String item, final String payload) {
        return "<event xmlns='" + EVENT + "'><items node='" + CHATTING + "'><item id='" + item + "' node='" + CHATTING
            + "'>" + payload + "</item></items></event>";
    }

    private static void assertEvent(final Stanza stanza, final String expected) {
        final String event = stanza.xml().replaceAll("^<message[^>]*>|</event>.*$", "") + "</event>";
        XmlAssert.assertThat(event).and(expected).areSimilar();
    }

    private static List<String> names(final Stanza stanza) {
        return stanza.children().stream().map(Element::getLocalName).toList();
    }

    /** Of users of whom the server has never heard that they publish anything. */
    @Test
    void u2_contactsAreToldOfTheVeryFirstItem() {
        final String room = room(RoomConfig.open());
        final TestClient bob = party.user("bob");
        ChattingParty.follow(bob);
        for (int number = 1; number <= 30; number++) {
            final TestClient alice = openfire.login("fresh");
            alice.send("<presence/>");
            befriend(bob, alice);
            consent(alice);

            alice.joinRoom(room, "Fresh " + number);

            awaitIn(bob, alice, room);
            alice.leaveRoom(room, "Fresh " + number);
        }
    }

    @Test
    void u2_whoComesLaterIsSentNoEmptyItem() {
        final String room = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));
        alice.leaveRoom(room, "Alice");
        awaitLeft(bob, alice, item);
        ChattingParty.awaitItems(bob, alice.bareJid());

        final TestClient carol = party.contactOf(alice, "carol");

        assertThat(party.told(carol, alice)).isEmpty();
    }

    /** The event is that of the specification; around it is what the server puts around every event of the kind. */
    @Test
    void u2_contactsAreToldExactlyWhatTheSpecificationShows() {
        final String room = room(RoomConfig.open().name("The <garden> & more"));
        final TestClient alice = party.user("alice");
        final TestClient bob = openfire.login("bob");
        befriend(bob, alice);
        announce(bob, NOTIFY, MOOD + "+notify");
        consent(alice);

        alice.joinRoom(room, "Alice");

        final Stanza in = awaitIn(bob, alice, room);
        final String item = itemId(in);
        assertThat(item).matches("[0-9a-f]{40}");
        assertThat(in.from()).isEqualTo(alice.bareJid());
        assertThat(in.to()).isEqualTo(bob.jid());
        alice.query("set", alice.bareJid(), "<pubsub xmlns='" + PUBSUB + "'><publish node='" + MOOD
            + "'><item><mood xmlns='" + MOOD + "'><happy/></mood></item></publish></pubsub>");
        final Stanza mood = bob.await(stanza -> stanza.isMessage() && !stanza.descendants(MOOD, "mood").isEmpty(),
            PATIENCE);
        assertThat(names(in)).isEqualTo(names(mood));
        assertThat(in.type()).isEqualTo(mood.type());
        assertEvent(in, event(item, "<room xmlns='" + CHATTING + "'><name>The &lt;garden&gt; &amp; more"
            + "</name><uri>xmpp:" + room + "?join</uri></room>"));

        alice.leaveRoom(room, "Alice");

        final Stanza left = awaitLeft(bob, alice, item);
        assertThat(left.from()).isEqualTo(alice.bareJid());
        assertEvent(left, event(item, "<room xmlns='" + CHATTING + "'/>"));
        // Nothing of a retraction, nor of the node's configuration, nor of the last items
        assertThat(party.told(bob, alice)).containsExactly(room, "left");
        assertThat(bob.stanzas(stanza -> stanza.isMessage() && alice.bareJid().equals(stanza.from()))
            .subList(0, 3)).extracting(Stanza::xml).satisfiesExactly(one -> assertThat(one).contains(room),
                two -> assertThat(two).contains(MOOD), three -> assertThat(three).contains(item));
    }

    /** "the user's client is not disturbed by results that it never asked for". */
    @Test
    void u2_theUsersOwnClientIsToldNothing() {
        final String room = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.clear();
        bob.clear();

        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));
        alice.say(room, "hello");
        alice.leaveRoom(room, "Alice");
        awaitLeft(bob, alice, item);
        alice.sync();
        bob.sync();

        // What the room itself sends, such as its subject, is what she came for
        assertThat(alice.untaken(stanza -> !stanza.from().startsWith(room))).isEmpty();
        assertThat(bob.untaken(stanza -> true)).isEmpty();
    }

    @Test
    void u2_whoSubscribesLaterIsNotSentAnEmptyItem() {
        final String room = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));
        alice.leaveRoom(room, "Alice");
        awaitLeft(bob, alice, item);
        awaitItems(alice, alice.bareJid());

        final TestClient carol = party.contactOf(alice, "carol");

        assertThat(party.told(carol, alice)).isEmpty();
    }

    @Test
    void u2_whoSubscribesLaterIsSentTheLastRoomThatTheUserIsIn() {
        final String garden = room(RoomConfig.open());
        final String attic = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.joinRoom(garden, "Alice");
        awaitIn(bob, alice, garden);
        alice.joinRoom(attic, "Alice");
        final String item = itemId(awaitIn(bob, alice, attic));
        assertThat(items(bob, alice.bareJid())).containsExactlyInAnyOrder(garden, attic);
        alice.leaveRoom(attic, "Alice");
        awaitLeft(bob, alice, item);
        awaitItems(alice, alice.bareJid(), garden);

        final TestClient carol = party.contactOf(alice, "carol");

        awaitIn(carol, alice, garden);
        assertThat(carol.stanzas(eventOf(alice)).stream().map(ChattingParty::itemId)).doesNotContain(item);
    }

    @Test
    void u2_theFirstSessionInAndTheLastSessionOutCount() {
        final String room = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final TestClient phone = openfire.login(alice.user(), "phone");
        announce(phone);
        consent(alice);
        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));
        phone.joinRoom(room, "Alice");
        // Openfire 4.2 does not answer whoever leaves while another session is there under the same nickname
        alice.send("<presence type='unavailable' to='" + room + "/Alice'/>");
        alice.sync();

        assertThat(party.told(bob, alice)).containsExactly(room);
        assertThat(items(alice, alice.bareJid())).contains(room);
        phone.leaveRoom(room, "Alice");
        awaitLeft(bob, alice, item);
    }

    @Test
    void u2_howeverTheUserLeavesContactsAreTold() {
        leaving((alice, room) -> Rooms.kick(owner, room, "Alice"));
        leaving((alice, room) -> Rooms.ban(owner, room, alice.bareJid()));
        leaving((alice, room) -> Rooms.destroy(owner, room));
        leaving((alice, room) -> alice.send("<presence type='unavailable'/>"));
        leaving((alice, room) -> alice.disconnect());
        leaving((alice, room) -> alice.cut());
        leaving((alice, room) -> openfire.control().closeSession(alice.jid()));
    }

    @FunctionalInterface
    private interface Leaving {
        void leave(TestClient alice, String room);
    }

    private void leaving(final Leaving how) {
        final String room = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));

        how.leave(alice, room);

        awaitLeft(bob, alice, item);
        awaitItems(bob, alice.bareJid());
    }

    @Test
    void u2_aNewNicknameChangesNothing() {
        final String room = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.joinRoom(room, "Alice");
        final String item = itemId(awaitIn(bob, alice, room));

        alice.joinRoom(room, "Alicia");

        assertThat(party.told(bob, alice)).containsExactly(room);
        alice.leaveRoom(room, "Alicia");
        awaitLeft(bob, alice, item);
    }

    @Test
    void u2_moreRoomsThanTheNodeHeldAtFirst() {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final String form = "<x xmlns='jabber:x:data' type='submit'>"
            + ChattingParty.field("FORM_TYPE", PUBSUB + "#node_config")
            + ChattingParty.field("pubsub#max_items", "1") + ChattingParty.field("pubsub#persist_items", "1") + "</x>";
        makeNode(alice, form);
        consent(alice);
        final String[] rooms = new String[4];
        for (int i = 0; i < rooms.length; i++) {
            rooms[i] = room(RoomConfig.open());
            alice.joinRoom(rooms[i], "Alice");
            awaitIn(bob, alice, rooms[i]);
        }

        awaitItems(bob, alice.bareJid(), rooms);
    }

    private static void makeNode(final TestClient user, final String form) {
        final Stanza made = user.query("set", user.bareJid(), "<pubsub xmlns='" + PUBSUB + "'><create node='"
            + CHATTING + "'/><configure>" + form + "</configure></pubsub>");
        assertThat(made.type()).as(made.xml()).isEqualTo("result");
    }

    @Test
    void u3_aNewTopicAndANewNameArePublishedAtMostEveryTenSeconds() {
        final String room = room(RoomConfig.open().name("Garden"));
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        consent(alice);
        alice.joinRoom(room, "Alice");
        awaitIn(bob, alice, room);

        owner.send("<message type='groupchat' to='" + room + "'><subject>Roses</subject></message>");
        final Stanza roses = awaitIn(bob, alice, room);
        final Instant first = Instant.now();
        assertThat(text(roses, "topic")).isEqualTo("Roses");
        Rooms.configure(owner, room, RoomConfig.change().name("Park"));
        owner.send("<message type='groupchat' to='" + room + "'><subject>Tulips</subject></message>");

        final Stanza tulips = awaitIn(bob, alice, room);
        assertThat(Duration.between(first, Instant.now())).isBetween(REFRESH.minusMillis(500),
            REFRESH.plus(PATIENCE));
        assertThat(text(tulips, "topic")).isEqualTo("Tulips");
        assertThat(text(tulips, "name")).isEqualTo("Park");
        assertThat(itemId(tulips)).isEqualTo(itemId(roses));
    }

    private static String text(final Stanza event, final String name) {
        return event.descendants(CHATTING, name).stream().findFirst().map(Element::getTextContent).orElse("");
    }

    @Test
    void u7_theAccessModelIsPresenceUnlessTheNodeHasAnother() {
        final String room = room(RoomConfig.open());
        final TestClient stranger = party.user("stranger");
        reader("open", alice -> makeNode(alice, "<x xmlns='jabber:x:data' type='submit'>"
            + ChattingParty.field("FORM_TYPE", PUBSUB + "#node_config")
            + ChattingParty.field("pubsub#access_model", "open") + "</x>"), room, stranger);
        reader("presence", alice -> { }, room, stranger);
    }

    private void reader(final String model, final Consumer<TestClient> before, final String room,
                        final TestClient stranger) {
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        before.accept(alice);
        consent(alice);
        alice.joinRoom(room, "Alice");
        awaitIn(bob, alice, room);

        final Stanza form = alice.query("get", alice.bareJid(), "<pubsub xmlns='" + PUBSUB + "#owner'><configure node='"
            + CHATTING + "'/></pubsub>");
        final Element field = form.descendants("jabber:x:data", "field").stream()
            .filter(one -> "pubsub#access_model".equals(one.getAttribute("var"))).findFirst().orElseThrow();
        assertThat(field.getElementsByTagNameNS("jabber:x:data", "value"))
            .extracting(list -> list.item(list.getLength() - 1).getTextContent()).isEqualTo(model);
        final List<String> seen = items(stranger, alice.bareJid());
        if ("open".equals(model)) {
            assertThat(seen).containsExactly(room);
        } else {
            assertThat(seen).isNotEmpty().doesNotContain(room);
        }
        assertThat(items(bob, alice.bareJid())).containsExactly(room);
        alice.leaveRoom(room, "Alice");
    }

    @Test
    void u2_aContactWhoIsNotInterestedIsToldNothing() {
        final String room = room(RoomConfig.open());
        final TestClient alice = party.user("alice");
        final TestClient bob = party.contactOf(alice, "bob");
        final TestClient carol = openfire.login("carol");
        befriend(carol, alice);
        announce(carol);
        final TestClient stranger = openfire.login("stranger");
        follow(stranger);
        consent(alice);

        alice.joinRoom(room, "Alice");
        awaitIn(bob, alice, room);

        carol.sync();
        stranger.sync();
        carol.assertNone(eventOf(alice));
        stranger.assertNone(eventOf(alice));
    }
}
