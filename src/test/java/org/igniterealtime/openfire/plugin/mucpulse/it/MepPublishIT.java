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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.PINS;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.assertError;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import org.igniterealtime.openfire.plugin.mucpulse.harness.OpenfireExtension;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Occupants and rooms publish, and those who are interested are told: M3 and M6.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316</a>
 */
class MepPublishIT {

    @RegisterExtension
    static final OpenfireExtension openfire = OpenfireExtension.shared();

    private static final String CONFERENCE_INFO = "urn:ietf:params:xml:ns:conference-info";

    private final MepScene scene = new MepScene(openfire);

    @AfterEach
    void resetSettings() {
        scene.resetSettings();
    }

    /**
     * "The following example shows how a room occupant would inform the other occupants about an event of interest":
     * listings 3 and 4, but for the second stanza's sender, which is the occupant as well.
     */
    @Test
    void m3_theExampleOfTheSpecificationWorksLiterally() {
        final String room = scene.room();
        final TestClient crone1 = scene.enter(room, "firstwitch", ACTIVITY);
        final TestClient wiccarocks = scene.enter(room, "secondwitch", ACTIVITY);

        wiccarocks.send("<iq from='" + wiccarocks.jid() + "' id='vlk3h264' to='" + room + "/secondwitch' type='set'>"
            + "<pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + "<publish node='http://jabber.org/protocol/activity'><item>"
            + "<activity xmlns='http://jabber.org/protocol/activity'><other/>"
            + "<text xml:lang='en'>I'll give thee a wind.</text></activity>"
            + "</item></publish></pubsub></iq>");

        final Stanza result = wiccarocks.await(stanza -> stanza.isIq() && "vlk3h264".equals(stanza.id()), PATIENCE);
        final String id = result.descendants(MepScene.PUBSUB, "item").get(0).getAttribute("id");
        assertThat(id).isNotEmpty();
        result.assertSimilarTo("<iq type='result' id='vlk3h264' from='" + room + "/secondwitch' to='"
            + wiccarocks.jid() + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>"
            + "<publish node='http://jabber.org/protocol/activity'><item id='" + id + "'/></publish></pubsub></iq>");
        for (final TestClient interested : new TestClient[] {crone1, wiccarocks}) {
            final Stanza event = awaitEvent(interested, room + "/secondwitch", ACTIVITY);
            assertThat(event.id()).isNotEmpty();
            event.assertSimilarTo("<message from='" + room + "/secondwitch' to='" + interested.jid()
                + "' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
                + "<items node='http://jabber.org/protocol/activity'><item id='" + id + "'>"
                + "<activity xmlns='http://jabber.org/protocol/activity'><other/>"
                + "<text xml:lang='en'>I'll give thee a wind.</text></activity>"
                + "</item></items></event></message>");
        }
    }

    /** "Everyone in the room who is interested in that kind of data will receive a notification about the event." */
    @Test
    void m3_onlyTheInterestedAreToldAndEachOnce() {
        final String room = scene.room();
        final TestClient publisher = scene.enter(room, "Publisher");
        final TestClient interested = scene.enter(room, "Interested", ACTIVITY, MOOD);
        final TestClient other = scene.enter(room, "Other", MOOD);
        final TestClient unknown = scene.enter(room, "Unknown");

        publish(publisher, occupant(room, "Publisher"), ACTIVITY, "1", activity("Here"));

        awaitEvent(interested, occupant(room, "Publisher"), ACTIVITY, "1");
        assertThat(scene.told(interested, room)).isEmpty();
        assertThat(scene.told(other, room)).isEmpty();
        assertThat(scene.told(unknown, room)).isEmpty();
        assertThat(scene.told(publisher, room)).isEmpty();
    }

    /** "Note that even the publisher receives the event, if they have advertised interest in the payload type." */
    @Test
    void m3_thePublisherIsToldToo() {
        final String room = scene.room();
        final TestClient publisher = scene.enter(room, "Publisher", ACTIVITY);

        final String id = publish(publisher, occupant(room, "Publisher"), ACTIVITY, "", activity("Here"));

        awaitEvent(publisher, occupant(room, "Publisher"), ACTIVITY, id);
    }

    /** M3: "The node is created on first publish"; XEP-0060 §7.1.4. */
    @Test
    void m3_theNodeIsCreatedOnFirstPublish() {
        final String room = scene.room();
        final TestClient publisher = scene.enter(room, "Publisher");
        final String own = occupant(room, "Publisher");
        assertError(publisher.query("get", own, pubsub("<items node='" + ACTIVITY + "'/>")), "cancel",
            "item-not-found");

        publish(publisher, own, ACTIVITY, "1", activity("Here"));

        assertThat(MepScene.itemIds(publisher, own, ACTIVITY)).containsExactly("1");
    }

    /** M3: "The result names the item id, generated where absent"; each is another. */
    @Test
    void m3_anIdIsMadeUpWhereThereIsNone() {
        final String room = scene.room();
        final TestClient publisher = scene.enter(room, "Publisher");
        final String own = occupant(room, "Publisher");

        final String first = publish(publisher, own, ACTIVITY, "", activity("Here"));
        final String second = publish(publisher, own, ACTIVITY, "", activity("There"));
        final String empty = publish(publisher, own, ACTIVITY, "", activity("Nowhere"));

        assertThat(first).isNotEmpty().isNotEqualTo(second);
        assertThat(empty).isNotEmpty().isNotIn(first, second);
        assertThat(publish(publisher, own, ACTIVITY, "mine & <only>", activity("Here"))).isEqualTo("mine & <only>");
    }

    /**
     * XEP-0060 §7.1.2: "If a publisher publishes an item with the same ItemID, the service MUST overwrite the existing
     * item and generate a new event notification."
     */
    @Test
    void m3_theSameIdReplacesTheItem() {
        final String room = scene.room();
        final TestClient publisher = scene.enter(room, "Publisher", ACTIVITY);
        final String own = occupant(room, "Publisher");
        publish(publisher, own, ACTIVITY, "1", activity("Before"));
        awaitEvent(publisher, own, ACTIVITY, "1");

        publish(publisher, own, ACTIVITY, "1", activity("After"));

        assertThat(awaitEvent(publisher, own, ACTIVITY, "1").xml()).contains("After");
        final Stanza items = MepScene.succeed(publisher, "get", own, pubsub("<items node='" + ACTIVITY + "'/>"));
        assertThat(MepScene.itemIds(items)).containsExactly("1");
        assertThat(items.xml()).contains("After").doesNotContain("Before");
    }

    /** XEP-0060 §7.1.3: the payload is the publisher's business; what it says arrives as it is. */
    @Test
    void m3_thePayloadArrivesUnchanged() {
        final String room = scene.room();
        final TestClient publisher = scene.enter(room, "Publisher", "urn:example:odd");
        final String payload = "<a:odd xmlns:a='urn:example:odd' xmlns:b='urn:example:other' b:x='&lt;&amp;&quot;'"
            + " xml:lang='de'><b:in> Grüße \uD83D\uDE00 </b:in><plain xmlns=''/><message xmlns='jabber:client'/></a:odd>";

        publish(publisher, occupant(room, "Publisher"), "urn:example:odd", "1", payload);

        awaitEvent(publisher, occupant(room, "Publisher"), "urn:example:odd", "1").assertSimilarTo("<message from='"
            + room + "/Publisher' to='" + publisher.jid() + "' type='headline'><event xmlns='" + MepScene.EVENT
            + "'><items node='urn:example:odd'><item id='1'>" + payload + "</item></items></event></message>");
    }

    /** "Interested occupants receive event notification": listing 1; M6: "Events come from the room's bare JID." */
    @Test
    void m6_theRoomTellsInItsOwnName() {
        final String room = scene.room();
        final TestClient crone1 = scene.enter(room, "firstwitch", CONFERENCE_INFO);
        final TestClient wiccarocks = scene.enter(room, "secondwitch", CONFERENCE_INFO);
        final String info = "<conference-info xmlns='urn:ietf:params:xml:ns:conference-info'><conference-description>"
            + "<available-media label='4'><type>video</type><status>sendonly</status></available-media>"
            + "</conference-description></conference-info>";

        publish(scene.owner(), room, CONFERENCE_INFO, "ehs51f40", info);

        for (final TestClient interested : new TestClient[] {crone1, wiccarocks}) {
            awaitEvent(interested, room, CONFERENCE_INFO).assertSimilarTo("<message from='" + room + "' to='"
                + interested.jid() + "' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>"
                + "<items node='urn:ietf:params:xml:ns:conference-info'><item id='ehs51f40'>" + info
                + "</item></items></event></message>");
        }
    }

    /** M6: "Default: room owners and admins." */
    @Test
    void m6_byDefaultOwnersAndAdminsSpeakForTheRoom() {
        final String room = scene.room();
        final TestClient interested = scene.enter(room, "Interested", MOOD);
        final TestClient admin = openfire.login("admin");
        Rooms.affiliate(scene.owner(), room, admin.bareJid(), "admin");
        scene.join(admin, room, "Admin", "");
        final TestClient member = openfire.login("member");
        Rooms.affiliate(scene.owner(), room, member.bareJid(), "member");
        scene.join(member, room, "Member", "");
        final TestClient moderator = scene.enter(room, "Moderator");
        Rooms.role(scene.owner(), room, "Moderator", "moderator");

        publish(admin, room, MOOD, "1", "<mood xmlns='" + MOOD + "'><happy/></mood>");
        awaitEvent(interested, room, MOOD, "1");

        for (final TestClient refused : new TestClient[] {member, moderator, interested}) {
            assertError(refused.query("set", room, pubsub(publication(MOOD, "2", "<mood xmlns='" + MOOD + "'/>"))),
                "auth", "forbidden");
            assertError(refused.query("set", room, pubsub(publication("urn:example:new", "2", "<new xmlns='x:y'/>"))),
                "auth", "forbidden");
        }
        assertThat(scene.told(interested, room)).isEmpty();
        assertThat(MepScene.itemIds(member, room, MOOD)).containsExactly("1");
    }

    /** M6: "A map of node to owner|admin|moderator|participant|nobody." */
    @Test
    void m6_thePolicyMapSaysWhoSpeaksForTheRoomAtEachNode() {
        scene.set("publishers", "urn:a=nobody, urn:b=owner, urn:c=admin, urn:d=moderator, urn:e=participant");
        final String room = scene.room();
        final TestClient admin = openfire.login("admin");
        Rooms.affiliate(scene.owner(), room, admin.bareJid(), "admin");
        scene.join(admin, room, "Admin", "");
        final TestClient moderator = scene.enter(room, "Moderator");
        Rooms.role(scene.owner(), room, "Moderator", "moderator");
        final TestClient participant = scene.enter(room, "Participant");
        final TestClient visitor = scene.enter(room, "Visitor");
        Rooms.role(scene.owner(), room, "Visitor", "visitor");

        assertThat(admitted(scene.owner(), room)).isEqualTo("b c d e");
        assertThat(admitted(admin, room)).isEqualTo("c d e");
        assertThat(admitted(moderator, room)).isEqualTo("d e");
        assertThat(admitted(participant, room)).isEqualTo("e");
        assertThat(admitted(visitor, room)).isEmpty();
    }

    private static String admitted(final TestClient client, final String room) {
        final StringBuilder admitted = new StringBuilder();
        for (final String node : new String[] {"a", "b", "c", "d", "e"}) {
            final Stanza answer = client.query("set", room, pubsub(publication("urn:" + node, "1", "<x xmlns='y:z'/>")));
            if (answer.isError()) {
                assertError(answer, "auth", "forbidden");
            } else {
                admitted.append(node).append(' ');
            }
        }
        return admitted.toString().strip();
    }

    /** M6: "So that e.g. urn:xmpp:pins:0 can be opened to moderators." */
    @Test
    void m6_aModeratorPinsAMessageAndALateJoinerSeesIt() {
        scene.set("publishers", PINS + "=moderator");
        // Given a room with a moderator, who is not an admin, and a participant
        final String room = scene.room();
        final TestClient moderator = scene.enter(room, "Moderator", PINS);
        Rooms.role(scene.owner(), room, "Moderator", "moderator");
        final TestClient participant = scene.enter(room, "Participant", PINS);
        final Stanza said = participant.say(room, "The answer is 42.");
        final String pin = "<pin xmlns='" + PINS + "'><message id='" + said.id() + "'/></pin>";

        // When the moderator pins a message, then everybody is told by the room
        publish(moderator, room, PINS, said.id(), pin);
        awaitEvent(participant, room, PINS, said.id());
        awaitEvent(moderator, room, PINS, said.id());

        // And a late joiner sees the pin
        final TestClient late = scene.enter(room, "Late", PINS);
        final Stanza seen = awaitEvent(late, room, PINS, said.id());
        assertThat(MepScene.isDelayed(seen)).isTrue();
        assertThat(seen.descendants(PINS, "pin")).hasSize(1);
        assertThat(MepScene.itemIds(late, room, PINS)).containsExactly(said.id());

        // And a participant is refused, to pin as well as to unpin
        assertError(participant.query("set", room, pubsub(publication(PINS, "own", pin))), "auth", "forbidden");
        assertError(participant.query("set", room,
            pubsub("<retract node='" + PINS + "'><item id='" + said.id() + "'/></retract>")), "auth", "forbidden");
        assertThat(scene.told(moderator, room)).isEmpty();
        assertThat(MepScene.itemIds(late, room, PINS)).containsExactly(said.id());

        // And the moderator's unpinning retracts it, also for those who come later
        MepScene.retract(moderator, room, PINS, said.id());
        awaitEvent(participant, room, PINS).assertSimilarTo("<message from='" + room + "' to='"
            + participant.jid() + "' type='headline'><event xmlns='" + MepScene.EVENT + "'><items node='" + PINS
            + "'><retract id='" + said.id() + "'/></items></event></message>");
        assertThat(MepScene.itemIds(late, room, PINS)).isEmpty();
        final TestClient later = scene.enter(room, "Later", PINS);
        assertThat(scene.told(later, room)).isEmpty();
    }

    /** XEP-0316 §4.2: "One publisher per node (the chatroom or occupant itself)"; the owner is no exception. */
    @Test
    void m7_nobodyPublishesAtAnotherOccupant() {
        final String room = scene.room();
        final TestClient bob = scene.enter(room, "Bob", ACTIVITY);
        final String owner = occupant(room, OWNER);
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("Here"));
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "1");

        assertError(bob.query("set", owner, pubsub(publication(ACTIVITY, "2", activity("Forged")))), "auth",
            "forbidden");
        assertError(scene.owner().query("set", occupant(room, "Bob"),
            pubsub(publication(ACTIVITY, "3", activity("Forged")))), "auth", "forbidden");

        assertThat(scene.told(bob, room)).isEmpty();
        assertThat(MepScene.itemIds(bob, occupant(room, "Bob"), ACTIVITY)).containsExactly("1");
    }
}
