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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PATIENCE;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.subscribe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.jivesoftware.smackx.caps.EntityCapsManager;
import org.jivesoftware.smackx.caps.packet.CapsExtension;
import org.jivesoftware.smackx.disco.ServiceDiscoveryManager;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.disco.packet.DiscoverInfoBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who is interested in what, and what they get when they become so: M4 and M5.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#approach-filter">XEP-0316 §4.4</a>
 */
class MepInterestIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String NOTIFY = ACTIVITY + "+notify";

    private final MepScene scene = new MepScene(openfire);

    /** "It discovers that her client advertises a service discovery feature of …+notify": a client that is Smack's. */
    @Test
    void m4_aClientOfSmackIsInterestedByItsFeatures() {
        final String room = scene.room();
        final TestClient smack = openfire.login("smack");
        ServiceDiscoveryManager.getInstanceFor(smack.connection()).addFeature(NOTIFY);
        final EntityCapsManager caps = EntityCapsManager.getInstanceFor(smack.connection());
        // Smack counts its features a little later.
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
            .until(() -> caps.getCapsVersionAndHash() != null && EntityCapsManager.verifyDiscoverInfoVersion(
                caps.getCapsVersionAndHash().version, caps.getCapsVersionAndHash().hash, self(smack)));
        final CapsExtension announcement = new CapsExtension(caps.getLocalNodeVer().split("#")[0],
            caps.getCapsVersionAndHash().version, caps.getCapsVersionAndHash().hash);
        scene.join(smack, room, "Smack", announcement.toXML().toString());

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));

        awaitEvent(smack, room, ACTIVITY, "1");
    }

    private static DiscoverInfo self(final TestClient client) {
        final DiscoverInfoBuilder self = DiscoverInfo.builder("self");
        ServiceDiscoveryManager.getInstanceFor(client.connection()).addDiscoverInfoTo(self);
        return self.build();
    }

    /** XEP-0115 §5.4: "If the value … does not match the value of the 'ver' attribute" the answer is not believed. */
    @Test
    void m4_aWrongHashIsNotBelieved() {
        final String room = scene.room();
        final TestClient liar = openfire.login("liar");
        final MepAnswers answers = MepAnswers.with(liar, NOTIFY);
        scene.join(liar, room, "Liar", MepAnswers.caps("urn:example:something+notify"));
        awaitQuestion(answers, MepAnswers.caps("urn:example:something+notify"));
        final TestClient honest = scene.enter(room, "Honest", ACTIVITY);

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));

        awaitEvent(honest, room, ACTIVITY, "1");
        assertThat(scene.told(liar, room)).isEmpty();

        // When the client says what is true
        scene.announce(liar, room, "Liar", MepAnswers.caps(NOTIFY));
        awaitEvent(liar, room, ACTIVITY, "1");
    }

    /** A wrong answer to a hash that others use does not become theirs. */
    @Test
    void m4_aWrongAnswerDoesNotSpeakForOthersWithTheSameHash() {
        final String room = scene.room();
        final String feature = "urn:example:poisoned+notify";
        final TestClient liar = openfire.login("liar");
        final MepAnswers answers = MepAnswers.with(liar, NOTIFY);
        scene.join(liar, room, "Liar", MepAnswers.caps(feature));
        awaitQuestion(answers, MepAnswers.caps(feature));
        liar.sync();
        final TestClient honest = openfire.login("honest");
        MepAnswers.with(honest, feature);
        scene.join(honest, room, "Honest", MepAnswers.caps(feature));

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        publish(scene.owner(), room, "urn:example:poisoned", "2", "<x xmlns='urn:example:poisoned'/>");

        awaitEvent(honest, room, "urn:example:poisoned", "2");
        assertThat(scene.told(honest, room)).isEmpty();
        assertThat(scene.told(liar, room)).isEmpty();
    }

    /** M4: "No caps known: nothing, until they are"; a client that does not answer is not told, and harms nobody. */
    @Test
    void m4_aClientThatDoesNotAnswerIsToldNothing() {
        final String room = scene.room();
        final TestClient silent = openfire.login("silent");
        final MepAnswers answers = MepAnswers.none(silent);
        final String feature = "urn:example:silent+notify";
        scene.join(silent, room, "Silent", MepAnswers.caps(feature));
        awaitQuestion(answers, MepAnswers.caps(feature));

        publish(scene.owner(), room, "urn:example:silent", "1", "<x xmlns='urn:example:silent'/>");
        assertThat(scene.told(silent, room)).isEmpty();

        // Somebody else with the same hash answers for itself, at once
        final TestClient talkative = openfire.login("talkative");
        MepAnswers.with(talkative, feature);
        scene.join(talkative, room, "Talkative", MepAnswers.caps(feature));
        awaitEvent(talkative, room, "urn:example:silent", "1");
    }

    /** M4: no user can use up what others need to be asked. */
    @Test
    void m4_announcementsWithoutEndKeepNobodyFromBeingAsked() {
        final String room = scene.room();
        final TestClient restless = scene.enter(room, "Restless");
        MepAnswers.none(restless);
        for (int i = 0; i < 10_300; i++) {
            restless.send("<presence to='" + occupant(room, "Restless") + "'>" + MepAnswers.capsOf("v" + i)
                + "</presence>");
        }
        restless.sync();

        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, room, ACTIVITY, "1");
    }

    /** XEP-0115 §5: "The hash … enables caching": what is known of one client is not asked of the next. */
    @Test
    void m4_theSameHashIsAskedForOnce() {
        final String room = scene.room();
        final String feature = "urn:example:once+notify";
        final TestClient first = openfire.login("first");
        final MepAnswers firstAnswers = MepAnswers.with(first, feature);
        scene.join(first, room, "First", MepAnswers.caps(feature));
        publish(scene.owner(), room, "urn:example:once", "1", "<x xmlns='urn:example:once'/>");
        awaitEvent(first, room, "urn:example:once", "1");
        assertThat(firstAnswers.questions()).contains(nodeOf(MepAnswers.caps(feature)));

        final TestClient second = openfire.login("second");
        final MepAnswers secondAnswers = MepAnswers.none(second);
        scene.join(second, room, "Second", MepAnswers.caps(feature));

        awaitEvent(second, room, "urn:example:once", "1");
        assertThat(secondAnswers.questions()).isEmpty();
    }

    /** XEP-0390 "if the sender offers only that". */
    @Test
    void m4_capabilitiesOfTheSecondGenerationCountWhereThereAreNoOthers() {
        final String room = scene.room();
        final TestClient modern = openfire.login("modern");
        final MepAnswers answers = MepAnswers.with(modern, NOTIFY);
        scene.join(modern, room, "Modern", MepAnswers.caps2(NOTIFY));
        final TestClient liar = openfire.login("liar");
        MepAnswers.with(liar, NOTIFY);
        scene.join(liar, room, "Liar", MepAnswers.caps2("urn:example:other+notify"));

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));

        awaitEvent(modern, room, ACTIVITY, "1");
        assertThat(answers.questions()).allMatch(node -> node.startsWith("urn:xmpp:caps#sha-256."));
        assertThat(scene.told(liar, room)).isEmpty();
    }

    /** M4: "Caps come from the presence in the room, else from the server's knowledge of that full JID." */
    @Test
    void m4_whatTheServerKnowsCountsWhereThePresenceInTheRoomSaysNothing() {
        final String room = scene.room();
        final TestClient bob = openfire.login("bob");
        final MepAnswers answers = MepAnswers.with(bob, "urn:example:broadcast+notify");
        bob.send("<presence>" + MepAnswers.caps("urn:example:broadcast+notify") + "</presence>");
        Awaitility.await("the server's question").atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
            .until(() -> !answers.questions().isEmpty());
        bob.sync();
        scene.join(bob, room, "Bob", "");

        publish(scene.owner(), room, "urn:example:broadcast", "1", "<x xmlns='urn:example:broadcast'/>");

        awaitEvent(bob, room, "urn:example:broadcast", "1");
    }

    /** M4: the presence in the room comes first. */
    @Test
    void m4_thePresenceInTheRoomOutweighsWhatTheServerKnows() {
        final String room = scene.room();
        final TestClient bob = openfire.login("bob");
        bob.send("<presence>" + interest(bob, ACTIVITY) + "</presence>");
        bob.sync();
        scene.join(bob, room, "Bob", interest(bob, MOOD));

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        publish(scene.owner(), room, MOOD, "2", "<mood xmlns='" + MOOD + "'/>");

        awaitEvent(bob, room, MOOD, "2");
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** M4: "… or it explicitly subscribed." */
    @Test
    void m4_whoeverSubscribedIsTold() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final TestClient carol = scene.enter(room, "Carol");
        MepScene.create(carol, occupant(room, "Carol"), ACTIVITY);

        subscribe(bob, occupant(room, "Carol"), ACTIVITY);
        publish(carol, occupant(room, "Carol"), ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, occupant(room, "Carol"), ACTIVITY, "1");

        MepScene.succeed(bob, "set", occupant(room, "Carol"),
            pubsub("<unsubscribe node='" + ACTIVITY + "' jid='" + bob.jid() + "'/>"));
        publish(carol, occupant(room, "Carol"), ACTIVITY, "2", activity("There"));
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** M4: a subscription is one to the node of one publisher, interest by capabilities is one in everybody's. */
    @Test
    void m4_aSubscriptionIsToOnePublisherAndInterestIsInAll() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob");
        final TestClient carol = scene.enter(room, "Carol", ACTIVITY);
        final TestClient dave = scene.enter(room, "Dave");
        MepScene.create(carol, occupant(room, "Carol"), ACTIVITY);
        subscribe(bob, occupant(room, "Carol"), ACTIVITY);

        publish(dave, occupant(room, "Dave"), ACTIVITY, "1", activity("Here"));

        awaitEvent(carol, occupant(room, "Dave"), ACTIVITY, "1");
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** Interested in both ways, told once. */
    @Test
    void m4_whoeverIsInterestedTwiceIsToldOnce() {
        final String room = scene.room();
        MepScene.create(scene.owner(), room, ACTIVITY);
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        subscribe(bob, room, ACTIVITY);

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));

        awaitEvent(bob, room, ACTIVITY, "1");
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** M5: "Presence with new caps"; interest that is lost is lost at once. */
    @Test
    void m5_changedCapabilitiesTakeEffect() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        publish(scene.owner(), room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        final TestClient bob = scene.enter(room, "Bob", MOOD);
        awaitEvent(bob, room, MOOD, "1");
        assertThat(scene.told(bob, room)).isEmpty();

        // When interest is added, then the last item of what is new comes, and that of the other does not come again
        scene.announce(bob, room, "Bob", interest(bob, MOOD, ACTIVITY));
        assertThat(MepScene.isDelayed(awaitEvent(bob, room, ACTIVITY, "1"))).isTrue();
        assertThat(scene.told(bob, room)).isEmpty();

        // When it is taken back
        scene.announce(bob, room, "Bob", interest(bob, ACTIVITY));
        publish(scene.owner(), room, MOOD, "2", "<mood xmlns='" + MOOD + "'/>");
        publish(scene.owner(), room, ACTIVITY, "2", activity("There"));
        awaitEvent(bob, room, ACTIVITY, "2");
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** A presence that says the same again, or nothing of capabilities, changes nothing. */
    @Test
    void m5_otherPresenceIsNoNews() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        final TestClient bob = openfire.login("bob");
        final String caps = interest(bob, ACTIVITY);
        scene.join(bob, room, "Bob", caps);
        awaitEvent(bob, room, ACTIVITY, "1");

        scene.announce(bob, room, "Bob", caps + "<show>away</show>");
        scene.announce(bob, room, "Bob", "<show>dnd</show>");
        assertThat(scene.told(bob, room)).isEmpty();

        publish(scene.owner(), room, ACTIVITY, "2", activity("There"));
        awaitEvent(bob, room, ACTIVITY, "2");
    }

    /**
     * "Send the last published item on subscription and on receipt of presence, treating the receipt of directed presence
     * as equivalent to a subscription."
     */
    @Test
    void m5_whoeverJoinsGetsTheLastItemsOfTheRoomAndOfAllOccupants() {
        final Instant before = Instant.now().minusSeconds(60);
        final String room = scene.room();
        final TestClient carol = scene.enter(room, "Carol");
        final TestClient dave = scene.enter(room, "Dave");
        publish(scene.owner(), room, ACTIVITY, "r1", activity("Old"));
        publish(scene.owner(), room, ACTIVITY, "r2", activity("New"));
        publish(carol, occupant(room, "Carol"), ACTIVITY, "c", activity("Carol's"));
        publish(dave, occupant(room, "Dave"), MOOD, "d", "<mood xmlns='" + MOOD + "'/>");
        publish(dave, occupant(room, "Dave"), "urn:example:other", "o", "<x xmlns='urn:example:other'/>");

        final TestClient bob = scene.enter(room, "Bob", ACTIVITY, MOOD);

        final List<Stanza> last = new ArrayList<>();
        last.add(awaitEvent(bob, room, ACTIVITY, "r2"));
        last.add(awaitEvent(bob, occupant(room, "Carol"), ACTIVITY, "c"));
        last.add(awaitEvent(bob, occupant(room, "Dave"), MOOD, "d"));
        assertThat(scene.told(bob, room)).isEmpty();
        for (final Stanza event : last) {
            final org.w3c.dom.Element delay = event.child(MepScene.DELAY, "delay").orElseThrow();
            assertThat(Instant.parse(delay.getAttribute("stamp"))).isBetween(before, Instant.now().plusSeconds(60));
            assertThat(delay.getAttribute("from")).isEqualTo(event.from());
        }
        final String stamp = last.get(0).child(MepScene.DELAY, "delay").orElseThrow().getAttribute("stamp");
        last.get(0).assertSimilarTo("<message from='" + room + "' to='" + bob.jid() + "' type='headline'><event xmlns='"
            + MepScene.EVENT + "'><items node='" + ACTIVITY + "'><item id='r2'>" + activity("New")
            + "</item></items></event><delay xmlns='urn:xmpp:delay' from='" + room + "' stamp='" + stamp
            + "'/></message>");
    }

    /** The same where the server knows the capabilities already, and the presence in the room says nothing of them. */
    @Test
    void m5_whatTheServerKnowsCountsOnJoiningAsWell() {
        final String room = scene.room();
        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        final TestClient known = openfire.login("known");
        final String control = scene.room();
        known.send("<presence>" + interest(known, ACTIVITY) + "</presence>");
        scene.join(known, control, "Known", "");
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            final String id = publish(scene.owner(), control, ACTIVITY, "", activity("Control"));
            known.sync();
            return !known.stanzas(MepScene.eventOf(control, ACTIVITY, id)).isEmpty();
        });

        scene.join(known, room, "Known", "");

        assertThat(MepScene.isDelayed(awaitEvent(known, room, ACTIVITY, "1"))).isTrue();
    }

    /** M5: "Explicit subscription" brings the last item of that node, and only when it is new. */
    @Test
    void m5_whoeverSubscribesGetsTheLastItem() {
        final String room = scene.room();
        final TestClient carol = scene.enter(room, "Carol");
        publish(carol, occupant(room, "Carol"), ACTIVITY, "c", activity("Carol's"));
        publish(scene.owner(), room, ACTIVITY, "r", activity("The room's"));
        final TestClient bob = scene.enter(room, "Bob");
        assertThat(scene.told(bob, room)).isEmpty();

        subscribe(bob, occupant(room, "Carol"), ACTIVITY);

        assertThat(MepScene.isDelayed(awaitEvent(bob, occupant(room, "Carol"), ACTIVITY, "c"))).isTrue();
        subscribe(bob, occupant(room, "Carol"), ACTIVITY);
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** An event that is news has no delay. */
    @Test
    void m5_onlyWhatIsOlderHasADelay() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));

        assertThat(MepScene.isDelayed(awaitEvent(bob, room, ACTIVITY, "1"))).isFalse();
        final TestClient carol = scene.enter(room, "Carol", ACTIVITY);
        assertThat(MepScene.isDelayed(awaitEvent(carol, room, ACTIVITY, "1"))).isTrue();
    }

    /** Whoever left is told nothing more, and is greeted again on coming back. */
    @Test
    void m5_whoeverComesBackGetsTheLastItemsAgain() {
        final String room = scene.room();
        final TestClient bob = openfire.login("bob");
        final String caps = interest(bob, ACTIVITY);
        scene.join(bob, room, "Bob", caps);
        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, room, ACTIVITY, "1");
        bob.leaveRoom(room, "Bob");
        bob.sync();

        publish(scene.owner(), room, ACTIVITY, "2", activity("There"));
        scene.join(bob, room, "Bob", caps);

        assertThat(MepScene.isDelayed(awaitEvent(bob, room, ACTIVITY, "2"))).isTrue();
        assertThat(scene.told(bob, room)).isEmpty();
    }

    /** A session that was not admitted hears nothing. */
    @Test
    void m4_whoeverIsNotLetInIsToldNothing() {
        final String room = scene.room();
        final String control = scene.room();
        final TestClient outcast = openfire.login("outcast");
        Rooms.ban(scene.owner(), room, outcast.bareJid());
        final String caps = interest(outcast, ACTIVITY);
        scene.join(outcast, control, "Outcast", caps);
        outcast.send("<presence to='" + room + "/Outcast'><x xmlns='http://jabber.org/protocol/muc'/>" + caps
            + "</presence>");
        outcast.await(stanza -> stanza.isPresence() && stanza.isError() && stanza.from().startsWith(room), PATIENCE);

        publish(scene.owner(), room, ACTIVITY, "1", activity("Here"));
        publish(scene.owner(), control, ACTIVITY, "2", activity("Control"));

        awaitEvent(outcast, control, ACTIVITY, "2");
        assertThat(scene.told(outcast, control)).isEmpty();
    }

    /** M4: "remote occupants as well as local ones". */
    @Test
    void m4_remoteOccupantsAreAskedAndTold() {
        final String peer = openfire.control().openPeer("mepremote");
        try {
            final String room = scene.room();
            final String romeo = "romeo@" + peer + "/orchard";
            openfire.control().route("<presence from='" + romeo + "' to='" + room + "/Romeo'>"
                + "<x xmlns='http://jabber.org/protocol/muc'/>" + MepAnswers.caps("urn:example:remote+notify")
                + "</presence>");
            final String question = awaitAtPeer("<iq [^>]*type=.get.*disco#info.*node=");
            final Matcher id = Pattern.compile("<iq [^>]*\\bid=[\"']([^\"']+)").matcher(question);
            assertThat(id.find()).isTrue();
            final Matcher from = Pattern.compile("<iq [^>]*\\bfrom=[\"']([^\"']+)").matcher(question);
            assertThat(from.find()).isTrue();
            openfire.control().route("<iq type='result' id='" + id.group(1) + "' from='" + romeo + "' to='"
                + from.group(1) + "'><query xmlns='" + MepScene.INFO + "' node='"
                + nodeOf(MepAnswers.caps("urn:example:remote+notify")) + "'>"
                + "<identity category='client' type='pc' name='Test'/><feature var='" + MepScene.INFO + "'/>"
                + "<feature var='urn:example:remote+notify'/></query></iq>");

            final TestClient bob = scene.enter(room, "Bob");
            publish(bob, occupant(room, "Bob"), "urn:example:remote", "1", "<x xmlns='urn:example:remote'/>");

            assertThat(awaitAtPeer("<message [^>]*.*urn:example:remote")).contains("to=\"" + romeo + "\"")
                .contains("from=\"" + room + "/Bob\"").doesNotContain(bob.bareJid());
        } finally {
            openfire.control().closePeer("mepremote");
        }
    }

    /** An error that answers a question in the service's name does not cost the occupant its place in the room. */
    @Test
    void m4_remoteOccupantsAreAskedByTheServerWhereTheServiceIsRefused() {
        final String peer = openfire.control().openPeer("mepremote");
        try {
            final String room = scene.room();
            final String romeo = "romeo@" + peer + "/orchard";
            final String feature = "urn:example:refused+notify";
            openfire.control().route("<presence from='" + romeo + "' to='" + room + "/Romeo'>"
                + "<x xmlns='http://jabber.org/protocol/muc'/>" + MepAnswers.caps(feature) + "</presence>");
            final String first = awaitAtPeer("<iq [^>]*from=.[^/]*/mucpulse-capabilities");
            openfire.control().route("<iq type='error' id='" + attribute(first, "id") + "' from='" + romeo + "' to='"
                + attribute(first, "from") + "'><error type='cancel'><recipient-unavailable "
                + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");

            final String second = awaitAtPeer("<iq [^>]*from=."
                + Pattern.quote(openfire.server().domain()) + "[\"'].*node=");
            final String answer = "from='" + romeo + "'><query xmlns='" + MepScene.INFO + "' node='"
                + nodeOf(MepAnswers.caps(feature)) + "'><identity category='client' type='pc' name='Test'/>"
                + "<feature var='" + MepScene.INFO + "'/><feature var='" + feature + "'/></query></iq>";
            openfire.control().route("<iq type='result' id='" + attribute(second, "id") + "' to='"
                + attribute(second, "from") + "' " + answer);
            // Too late, and again.
            openfire.control().route("<iq type='result' id='" + attribute(first, "id") + "' to='"
                + attribute(first, "from") + "' " + answer);
            openfire.control().route("<iq type='error' id='" + attribute(first, "id") + "' from='" + romeo + "' to='"
                + attribute(first, "from") + "'><error type='cancel'><item-not-found "
                + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");

            publish(scene.owner(), room, "urn:example:refused", "1", "<x xmlns='urn:example:refused'/>");
            assertThat(awaitAtPeer("<message [^>]*.*urn:example:refused")).contains("to=\"" + romeo + "\"");
        } finally {
            openfire.control().closePeer("mepremote");
        }
    }

    private static String attribute(final String stanza, final String name) {
        final Matcher value = Pattern.compile("<iq [^>]*\\b" + name + "=[\"']([^\"']+)").matcher(stanza);
        assertThat(value.find()).as(name + " of " + stanza).isTrue();
        return value.group(1);
    }

    private String awaitAtPeer(final String pattern) {
        final Pattern wanted = Pattern.compile(pattern, Pattern.DOTALL);
        return Awaitility.await(pattern).atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() ->
            openfire.control().receivedByPeer("mepremote").stream().filter(stanza -> wanted.matcher(stanza).find())
                .findFirst().orElse(""), found -> !found.isEmpty());
    }

    /** All sessions under one nickname, each by its own client's interest. */
    @Test
    void m4_eachSessionUnderANicknameHasItsOwnInterest() {
        final String room = scene.room();
        final TestClient desk = scene.enter(room, "Bob", ACTIVITY);
        final TestClient phone = openfire.login(desk.user(), "phone");
        scene.join(phone, room, "Bob", interest(phone, MOOD));

        publish(desk, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));
        publish(phone, occupant(room, "Bob"), MOOD, "2", "<mood xmlns='" + MOOD + "'/>");

        awaitEvent(desk, occupant(room, "Bob"), ACTIVITY, "1");
        awaitEvent(phone, occupant(room, "Bob"), MOOD, "2");
        assertThat(scene.told(desk, room)).isEmpty();
        assertThat(scene.told(phone, room)).isEmpty();
    }

    /** The owner, who never said what its client can do, is told nothing by all this. */
    @Test
    void m4_withoutCapabilitiesThereIsNoInterest() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);

        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));

        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "1");
        assertThat(scene.told(scene.owner(), room)).as("to %s", OWNER).isEmpty();
        assertThat(scene.owner().stanzas(stanza -> stanza.xml().contains(PUBSUB + "#event")
            && stanza.xml().contains(ACTIVITY))).isEmpty();
    }

    private static void awaitQuestion(final MepAnswers answers, final String caps) {
        final String node = nodeOf(caps);
        Awaitility.await("the question for " + node).atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
            .until(() -> answers.questions().contains(node));
    }

    private static String nodeOf(final String caps) {
        final Matcher matcher = Pattern.compile("node='([^']+)' ver='([^']+)'").matcher(caps);
        if (!matcher.find()) {
            throw new AssertionError("No capabilities: " + caps);
        }
        return matcher.group(1) + "#" + matcher.group(2);
    }
}
