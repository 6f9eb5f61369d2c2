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
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.RAI;
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.REQUEST;

import java.util.Locale;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Xml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no client should send: "defined answers, nothing thrown into the server". That the server's log holds neither a
 * warning nor an error of the plugin is checked after each class.
 */
class BadInputIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final int FLOOD = 2_000;
    /** The length that RFC 7622 allows for each part of a JID, in bytes. */
    private static final int LONGEST = 1023;

    private final RaiScene scene = new RaiScene(openfire);

    /** The element is all that counts: what it holds that nobody has defined is ignored (RFC 6120, section 8.4). */
    @ParameterizedTest
    @ValueSource(strings = {
        "<rai xmlns='urn:xmpp:rai:0'>text</rai>",
        "<rai xmlns='urn:xmpp:rai:0' version='2' xml:lang='en'/>",
        "<rai xmlns='urn:xmpp:rai:0'><activity>room@conference.pulse.example</activity></rai>",
        "<rai xmlns='urn:xmpp:rai:0'><x xmlns='urn:example:x'><y/></x></rai>",
        "<p:rai xmlns:p='urn:xmpp:rai:0'/>",
        "<rai xmlns='urn:xmpp:rai:0'/><rai xmlns='urn:xmpp:rai:0'/>"
    })
    void unknownContentIsIgnored(final String rai) {
        final TestClient bob = openfire.login("bob");
        final String before = scene.roomWithMember(bob);
        final String room = scene.roomWithMember(bob);
        scene.say(before);

        bob.send("<presence to='" + scene.service() + "'>" + rai + "</presence>");
        assertThat(RaiScene.roomsOf(bob.await(RaiScene::isNotification, PATIENCE))).containsExactly(before);
        scene.say(room);

        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** Whatever is not the element, or not at its place, is no request. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<rai xmlns='urn:xmpp:rai:1'/>",
        "<rai xmlns='urn:xmpp:rai'/>",
        "<rai/>",
        "<RAI xmlns='urn:xmpp:rai:0'/>",
        "<activity xmlns='urn:xmpp:rai:0'>room@conference.pulse.example</activity>",
        "<x xmlns='urn:example:x'><rai xmlns='urn:xmpp:rai:0'/></x>",
        "<status>rai urn:xmpp:rai:0</status>"
    })
    void whatIsNotTheElementIsNoRequest(final String child) {
        assertNoRequest("<presence to='" + scene.service() + "'>" + child + "</presence>");
    }

    /** R1: "An available presence": no other type is one. */
    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "probe", "subscribe", "subscribed", "unsubscribe", "unsubscribed", "error"})
    void onlyAvailablePresenceIsARequest(final String type) {
        assertNoRequest("<presence type='" + type + "' to='" + scene.service() + "'>" + REQUEST + "</presence>");
    }

    /** R1: "to a MUC service's bare domain": nowhere else. */
    @ParameterizedTest
    @CsvSource({
        "nobody, no-such-room@conference.pulse.example",
        "a resource of the service, conference.pulse.example/resource",
        "the server, pulse.example",
        "no such service, no-such-service.pulse.example",
        "no such domain, no-such-domain.invalid",
        "another service, pubsub.pulse.example"
    })
    void onlyTheServiceTakesRequests(final String what, final String address) {
        assertNoRequest("<presence id='elsewhere' to='" + address + "'>" + REQUEST + "</presence>");
    }

    /** R1, for a room: it neither subscribes nor disturbs who is in it. */
    @Test
    void roomTakesNoRequests() {
        final String room = scene.room();
        assertNoRequest("<presence id='room' to='" + room + "'>" + REQUEST + "</presence>");
        scene.say(room);
    }

    /** Other stanzas with the element are the server's to answer. */
    @Test
    void otherStanzasAreNoRequests() {
        assertNoRequest("<message id='m' to='" + scene.service() + "'>" + REQUEST + "</message>");
        assertNoRequest("<message id='e' type='error' to='" + scene.service() + "'>" + REQUEST + "</message>");
        final TestClient bob = openfire.login("bob");
        assertThat(bob.query("set", scene.service(), REQUEST).isError()).isTrue();
        assertThat(bob.query("get", scene.service(), REQUEST).isError()).isTrue();
    }

    /** The address is compared as addresses are: domains do not depend on case (RFC 7622). */
    @Test
    void addressInCapitalsIsTheSameAddress() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        bob.send("<presence to='" + scene.service().toUpperCase(Locale.ROOT) + "'>" + REQUEST + "</presence>");
        bob.sync();
        scene.say(room);
        scene.awaitTold(bob, room);
        assertThat(bob.stanzas(RaiScene::isNotification)).singleElement()
                .satisfies(told -> assertThat(told.from()).isEqualTo(scene.service()));

        // And so is the end of a subscription.
        bob.clear();
        bob.send("<presence type='unavailable' to='" + scene.service().toUpperCase(Locale.ROOT) + "'/>");
        bob.sync();
        assertThat(scene.list(bob)).containsExactly(room);
    }

    /** R1: "from a full JID": a bare JID has no session to tell. */
    @Test
    void bareJidIsRefused() {
        final String domain = openfire.control().openPeer("bare");
        try {
            openfire.control().route("<presence id='bare-1' from='romeo@" + domain + "' to='" + scene.service() + "'>"
                    + REQUEST + "</presence>");
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(openfire.control().receivedByPeer("bare"))
                            .filteredOn(xml -> xml.startsWith("<presence")).singleElement().asString()
                            .contains("type=\"error\"", "id=\"bare-1\"", "from=\"" + scene.service() + "\"",
                                    "to=\"romeo@" + domain + "\"", "type=\"modify\"", "<bad-request"));
        } finally {
            openfire.control().closePeer("bare");
        }
    }

    /** R11: "id=…" is what the request had, whatever it is. */
    @Test
    void anyIdIsEchoed() {
        final TestClient nobody = openfire.anonymous();
        final String id = "'<&>\" ü \u4e2d " + "x".repeat(5_000);
        nobody.send("<presence id='" + Xml.escape(id) + "' to='" + scene.service() + "'>" + REQUEST + "</presence>");
        final Stanza refusal = nobody.await(stanza -> stanza.isPresence() && stanza.isError());
        assertThat(refusal.id()).isEqualTo(id);

        // Each session is told of a refusal once (R11).
        final TestClient another = openfire.anonymous();
        another.send("<presence to='" + scene.service() + "'>" + REQUEST + "</presence>");
        final Stanza withoutId = another.await(stanza -> stanza.isPresence() && stanza.isError());
        assertThat(withoutId.element().hasAttribute("id")).isFalse();
    }

    /** A client that asks without end keeps nobody waiting, and is told in the end. */
    @Test
    void floodOfRequestsIsWithstood() {
        final TestClient bob = openfire.login("bob");
        final TestClient carol = openfire.login("carol");
        final String room = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(carol);
        scene.say(room);
        scene.beaconOf(bob);
        scene.list(carol);
        final String request = "<presence to='" + scene.service() + "'>" + REQUEST + "</presence>";

        for (int i = 0; i < FLOOD; i++) {
            bob.send(request);
        }
        // Others are served meanwhile.
        scene.say(other);
        assertThat(scene.told(carol)).containsExactly(other);

        bob.sync();
        assertThat(scene.list(bob)).containsExactly(room);
        assertThat(bob.stanzas(stanza -> stanza.isError() && stanza.from().equals(scene.service()))).isEmpty();
        assertThat(bob.stanzas(RaiScene::isNotification)).hasSizeLessThanOrEqualTo(FLOOD + 2);
        scene.visit(bob, room);
        scene.list(bob);
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** Subscribing and ending it in turn, without end, leaves the last word. */
    @Test
    void floodOfChangesEndsWithTheLast() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.beaconOf(bob);
        for (int i = 0; i < FLOOD / 2; i++) {
            bob.send("<presence to='" + scene.service() + "'>" + REQUEST + "</presence>");
            bob.send("<presence type='unavailable' to='" + scene.service() + "'/>");
        }
        bob.sync();
        try (RaiScene.Setting limit = scene.setting("subscriptions.user", "1")) {
            assertThat(scene.list(bob)).as("slots were freed, with %s", limit).isEmpty();
        }
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** A resource, and the name of a room, of the greatest length. */
    @Test
    void longJidsWork() {
        final String user = openfire.newUser("bob");
        final TestClient bob = openfire.login(user, "r".repeat(LONGEST));
        final String room = "n".repeat(LONGEST) + "@" + scene.service();
        scene.owner().joinRoom(room, RaiScene.OWNER);
        Rooms.configure(scene.owner(), room, RoomConfig.temporary());
        scene.visit(bob, room);
        scene.list(bob);

        scene.say(room);

        assertThat(scene.told(bob)).containsExactly(room);
        Rooms.affiliate(scene.owner(), room, bob.bareJid(), "member");
        assertThat(scene.list(bob)).containsExactly(room);
        scene.owner().leaveRoom(room, RaiScene.OWNER);
    }

    /** Every part of a remote user's JID of the greatest length. */
    @Test
    void longRemoteJidsWork() {
        final String domain = openfire.control().openPeer("long");
        try {
            final String room = scene.room();
            final String user = "u".repeat(LONGEST) + "@" + domain + "/" + "\u00fc".repeat(LONGEST / 2);
            openfire.control().route("<presence from='" + user + "' to='" + room + "/Long'>"
                    + "<x xmlns='http://jabber.org/protocol/muc'/></presence>");
            openfire.control().route("<presence type='unavailable' from='" + user + "' to='" + room + "/Long'/>");
            openfire.control().route("<presence from='" + user + "' to='" + scene.service() + "'>" + REQUEST
                    + "</presence>");
            scene.say(room);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(openfire.control().receivedByPeer("long"))
                            .anyMatch(xml -> xml.contains(RAI) && xml.contains("<activity>" + room + "</activity>")));
        } finally {
            openfire.control().closePeer("long");
        }
    }

    /** Another session of the same user, which does ask, is told of what the one must not be told of. */
    private void assertNoRequest(final String stanza) {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        scene.subscribe(phone);

        bob.send(stanza);
        bob.sync();
        scene.say(room);
        scene.awaitTold(phone, room);

        bob.sync();
        scene.subscribe(bob);
        scene.awaitTold(bob, room);
        bob.sync();
        assertThat(RaiScene.namedTo(bob)).as("told because of %s", stanza).containsExactly(room);
        assertThat(bob.stanzas(any -> any.isPresence() && any.isError() && any.from().equals(scene.service())))
                .isEmpty();
    }
}
