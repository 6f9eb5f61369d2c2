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

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Element;

/**
 * How subscriptions begin, what they look like on the wire, and how they end: R1, R2, R3, R12 and R13.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
class RaiSubscriptionIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private final RaiScene scene = new RaiScene(openfire);

    /**
     * "Upon receiving a presence stanza addressed to the service JID that includes a rai element, the service should
     * build a list of rooms where activity has occurred since the client was last in the room, and send them in a
     * single notification."
     */
    @Test
    void r1_subscribingIsAnsweredWithOneListOfRooms() {
        // Given activity in a room of a member, and in one that was visited
        final TestClient bob = openfire.login("bob");
        final String joined = scene.roomWithMember(bob);
        final String visited = scene.roomVisitedBy(bob);
        final String quiet = scene.roomVisitedBy(bob);
        scene.say(joined);
        scene.say(visited);

        // When the user subscribes
        scene.subscribe(bob);

        // Then one message lists both, and not the room where nothing was said
        final Stanza list = bob.await(RaiScene::isNotification, PATIENCE);
        assertThat(RaiScene.roomsOf(list)).containsExactlyInAnyOrder(joined, visited);
        assertThat(scene.told(bob)).as("said of %s", quiet).isEmpty();
    }

    /** "Activity has occurred since the client was last in the room". */
    @Test
    void r1_whatWasSaidBeforeTheLastVisitIsNotListed() {
        final TestClient bob = openfire.login("bob");
        final String seen = scene.roomWithMember(bob);
        scene.say(seen);
        scene.visit(bob, seen);

        assertThat(scene.list(bob)).isEmpty();
        scene.say(seen);
        scene.awaitTold(bob, seen);
        assertThat(scene.list(bob)).containsExactly(seen);
    }

    /** R1: "Nothing to tell: no message." */
    @Test
    void r1_nothingToTellIsNoMessage() {
        final TestClient bob = openfire.login("bob");
        final String control = scene.roomWithMember(bob);

        scene.subscribe(bob);
        scene.say(control);

        scene.awaitTold(bob, control);
        bob.sync();
        assertThat(bob.stanzas(stanza -> stanza.isMessage() && stanza.from().equals(scene.service()))).hasSize(1);
        assertThat(bob.stanzas(stanza -> stanza.isPresence() && stanza.from().equals(scene.service()))).isEmpty();
    }

    /** R1: "Sending it again renews the subscription and is answered again in full." */
    @Test
    void r1_renewalIsAnsweredAgainInFull() {
        final TestClient bob = openfire.login("bob");
        final String before = scene.roomWithMember(bob);
        scene.say(before);
        assertThat(scene.list(bob)).containsExactly(before);

        // When something is said elsewhere, and the client asks again and again
        final String live = scene.roomWithMember(bob);
        scene.say(live);
        scene.awaitTold(bob, live);

        // Then each answer is whole
        assertThat(scene.list(bob)).containsExactlyInAnyOrder(before, live);
        assertThat(scene.list(bob)).containsExactlyInAnyOrder(before, live);
    }

    /** "Each one containing one or more JIDs of MUC rooms that have new messages"; R2 has the rest. */
    @Test
    void r2_notificationHasExactlyThisShape() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(bob);
        scene.say(room);
        scene.say(other);

        // When it is a list
        scene.subscribe(bob);
        final Stanza list = bob.await(RaiScene::isNotification, PATIENCE);
        list.assertSimilarTo("<message type='headline' from='" + scene.service() + "' to='" + bob.jid() + "'>"
                + "<rai xmlns='urn:xmpp:rai:0'><activity>" + room + "</activity><activity>" + other + "</activity></rai>"
                + "<no-store xmlns='urn:xmpp:hints'/></message>");
        assertThat(list.id()).isNotEmpty();

        // And when it is news
        final String live = scene.roomWithMember(bob);
        scene.say(live);
        final Stanza news = bob.await(RaiScene::isNotification, PATIENCE);
        news.assertSimilarTo("<message type='headline' from='" + scene.service() + "' to='" + bob.jid() + "'>"
                + "<rai xmlns='urn:xmpp:rai:0'><activity>" + live + "</activity></rai>"
                + "<no-store xmlns='urn:xmpp:hints'/></message>");
        assertThat(news.id()).isNotEmpty().isNotEqualTo(list.id());
    }

    /** "A client may unsubscribe from activity indicators by sending an unavailable presence to the MUC service." */
    @Test
    void r3_unavailablePresenceToTheServiceEndsIt() {
        final TestClient bob = openfire.login("bob");
        endsSubscription(bob, () -> {
            scene.unsubscribe(bob);
            return bob;
        });
    }

    /** "This will typically be sent by the user's server automatically when they go offline." */
    @Test
    void r3_generalUnavailablePresenceEndsIt() {
        final TestClient bob = openfire.login("bob");
        endsSubscription(bob, () -> {
            bob.send("<presence type='unavailable'/>");
            bob.send("<presence/>");
            bob.sync();
            return bob;
        });
    }

    /** R3: "the session's end … ends the subscription": also of a later session of the same full JID. */
    @Test
    void r3_endOfTheSessionEndsIt() {
        final TestClient bob = openfire.login("bob");
        endsSubscription(bob, () -> {
            bob.disconnect();
            return again(bob);
        });
    }

    /** R3: "the session's end", where the server ends it. */
    @Test
    void r3_sessionClosedByTheServerEndsIt() {
        final TestClient bob = openfire.login("bob");
        endsSubscription(bob, () -> {
            openfire.control().closeSession(bob.jid());
            return again(bob);
        });
    }

    /** R3: "the session's end", where the network ends it. */
    @Test
    void r3_cutConnectionEndsIt() {
        final TestClient bob = openfire.login("bob");
        endsSubscription(bob, () -> {
            bob.cut();
            return again(bob);
        });
    }

    /** R3: "a bounced notification ends the subscription". */
    @Test
    void r3_bouncedNotificationEndsIt() {
        final TestClient bob = openfire.login("bob");
        endsSubscription(bob, () -> {
            bob.send("<message type='error' id='bounced' to='" + scene.service() + "'><rai xmlns='" + RAI + "'/>"
                    + "<error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
                    + "</message>");
            bob.sync();
            return bob;
        });
    }

    /** A subscription that ended and is begun anew works as any. */
    @Test
    void r3_subscriptionCanBeginAnew() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);
        scene.unsubscribe(bob);
        assertThat(scene.list(bob)).isEmpty();
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }

    /** R3: "A presence without rai changes nothing": it begins no subscription. */
    @Test
    void r3_presenceWithoutRaiBeginsNothing() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        scene.subscribe(phone);

        bob.send("<presence to='" + scene.service() + "'/>");
        bob.sync();
        scene.say(room);
        scene.awaitTold(phone, room);

        assertToldOnlyByList(bob, room);
    }

    /** R3: "A presence without rai changes nothing": it neither ends nor renews a subscription. */
    @Test
    void r3_presenceWithoutRaiLeavesSubscriptionAlone() {
        final TestClient bob = openfire.login("bob");
        final String told = scene.roomWithMember(bob);
        final String armed = scene.roomWithMember(bob);
        scene.list(bob);
        scene.say(told);
        assertThat(scene.told(bob)).containsExactly(told);

        bob.send("<presence to='" + scene.service() + "'><show>away</show></presence>");
        bob.send("<presence><show>dnd</show></presence>");
        bob.sync();
        scene.say(told);
        scene.say(armed);

        assertThat(scene.told(bob)).containsExactly(armed);
    }

    /** R12: "disco#info of the service lists urn:xmpp:rai:0 while the feature is on." Rooms do not offer it. */
    @Test
    void r12_serviceAnnouncesTheFeatureAndRoomsDoNot() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.room();

        assertThat(features(bob, scene.service())).contains(RAI).doesNotHaveDuplicates();
        assertThat(features(bob, room)).contains("http://jabber.org/protocol/muc").doesNotContain(RAI);
        assertThat(features(bob, openfire.server().domain())).isNotEmpty().doesNotContain(RAI);
    }

    /** The off switch: nothing is announced, subscriptions end, and none can be begun. */
    @Test
    void r12_featureCanBeSwitchedOff() {
        final TestClient bob = openfire.login("bob");
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        scene.list(bob);

        // When it is switched off, somebody asks nevertheless, and it is switched on again
        final RaiScene.Setting off = scene.setting("enabled", "false");
        try {
            assertThat(features(bob, scene.service())).contains("http://jabber.org/protocol/muc").doesNotContain(RAI);
            scene.subscribe(bob);
        } finally {
            off.close();
        }
        bob.clear();

        // Then the subscription is gone, and a new one works
        assertThat(features(bob, scene.service())).contains(RAI);
        scene.subscribe(phone);
        scene.say(room);
        scene.awaitTold(phone, room);
        assertThat(scene.list(bob)).containsExactly(room);
        assertThat(RaiScene.namedTo(bob)).isEmpty();
    }

    /** R13: "goes out at once when it was told nothing within a short window …; what follows … is gathered". */
    @Test
    void r13_whoWasToldNothingIsToldAtOnceAndThenOfTheRestTogether() {
        final TestClient bob = openfire.login("bob");
        final String first = scene.roomWithMember(bob);
        final List<String> others = List.of(scene.roomWithMember(bob), scene.roomWithMember(bob));
        bob.send("<presence to='" + scene.service() + "'>" + REQUEST + "</presence>");
        bob.sync();

        try (RaiScene.Setting window = scene.setting("coalescing", "8000")) {
            scene.say(first);
            assertThat(RaiScene.roomsOf(bob.await(RaiScene::isNotification, Duration.ofSeconds(4))))
                    .as("told at once with %s", window).containsExactly(first);
            others.forEach(scene::say);
            assertThat(RaiScene.roomsOf(bob.await(RaiScene::isNotification, PATIENCE)))
                    .containsExactlyInAnyOrderElementsOf(others);
        }
        assertThat(scene.told(bob)).isEmpty();
    }

    /** R13: "what follows within the window is gathered and travels as one message at its end", also after a list. */
    @Test
    void r13_burstTravelsAsOneMessage() {
        final TestClient bob = openfire.login("bob");
        final List<String> rooms =
                List.of(scene.roomWithMember(bob), scene.roomWithMember(bob), scene.roomWithMember(bob));
        scene.list(bob);

        try (RaiScene.Setting window = scene.setting("coalescing", "5000")) {
            rooms.forEach(scene::say);
            final Stanza news = bob.await(RaiScene::isNotification, PATIENCE);
            assertThat(RaiScene.roomsOf(news)).as("told with %s", window).containsExactlyInAnyOrderElementsOf(rooms);
        }
        assertThat(scene.told(bob)).isEmpty();
    }

    /** R13: "default 100 ms, 0 = off". */
    @Test
    void r13_withoutWindowEachIsToldAtOnce() {
        final TestClient bob = openfire.login("bob");
        final String one = scene.roomWithMember(bob);
        final String two = scene.roomWithMember(bob);
        scene.list(bob);

        try (RaiScene.Setting off = scene.setting("coalescing", "0")) {
            scene.say(one);
            assertThat(RaiScene.roomsOf(bob.await(RaiScene::isNotification, PATIENCE))).as("with %s", off)
                    .containsExactly(one);
            scene.say(two);
            assertThat(RaiScene.roomsOf(bob.await(RaiScene::isNotification, PATIENCE))).containsExactly(two);
        }
        assertThat(scene.told(bob)).isEmpty();
    }

    /** R13, within its window: who enters the room meanwhile is not told of it (R6). */
    @Test
    void r13_whoEntersWithinTheWindowIsNotTold() {
        final TestClient bob = openfire.login("bob");
        final String entered = scene.roomWithMember(bob);
        final String other = scene.roomWithMember(bob);
        scene.list(bob);

        try (RaiScene.Setting window = scene.setting("coalescing", "5000")) {
            scene.say(entered);
            scene.say(other);
            scene.join(bob, entered);
            assertThat(RaiScene.roomsOf(bob.await(RaiScene::isNotification, PATIENCE))).as("told with %s", window)
                    .containsExactly(other);
        }
        assertThat(scene.told(bob)).isEmpty();
    }

    /** Something that ends a subscription; returns who has the same full JID afterwards. */
    @FunctionalInterface
    private interface Ending {
        TestClient end();
    }

    /** Another session of the same user is the positive control: it is told of what the one is not told of any more. */
    private void endsSubscription(final TestClient bob, final Ending ending) {
        final TestClient phone = openfire.login(bob.user(), "phone");
        final String room = scene.roomWithMember(bob);
        final String before = scene.roomWithMember(bob);
        scene.subscribe(bob);
        scene.subscribe(phone);
        scene.say(before);
        scene.awaitTold(bob, before);
        scene.awaitTold(phone, before);

        final TestClient after = ending.end();
        after.clear();
        scene.say(room);
        scene.awaitTold(phone, room);

        after.sync();
        scene.subscribe(after);
        scene.awaitTold(after, before);
        after.sync();
        // Told by the list alone: both rooms once, in one message.
        assertThat(RaiScene.namedTo(after)).containsExactlyInAnyOrder(before, room);
        assertThat(after.untaken(RaiScene::isNotification)).hasSize(1);
    }

    private void assertToldOnlyByList(final TestClient client, final String room) {
        client.sync();
        scene.subscribe(client);
        scene.awaitTold(client, room);
        client.sync();
        assertThat(RaiScene.namedTo(client)).containsExactly(room);
    }

    private static TestClient again(final TestClient before) {
        Awaitility.await().atMost(PATIENCE).until(() -> !openfire.control().sessions().contains(before.jid()));
        return openfire.login(before.user(), "test");
    }

    static List<String> features(final TestClient client, final String address) {
        return client.query("get", address, "<query xmlns='http://jabber.org/protocol/disco#info'/>")
                .descendants("http://jabber.org/protocol/disco#info", "feature").stream()
                .map((Element feature) -> feature.getAttribute("var"))
                .collect(Collectors.toList());
    }

    /** A subscription is the presence itself, whatever else it holds: XEP-0437, "including the rai element". */
    @Test
    void r1_restOfThePresenceDoesNotMatter() {
        final TestClient bob = openfire.login("bob");
        final String room = scene.roomWithMember(bob);
        bob.send("<presence id='p' to='" + scene.service() + "'><show>xa</show><status>Away</status>"
                + "<priority>-5</priority>" + REQUEST
                + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://x.example' ver='A='/></presence>");
        bob.sync();
        scene.say(room);
        assertThat(scene.told(bob)).containsExactly(room);
    }
}
