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
package org.igniterealtime.openfire.plugin.mucpulse.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SpecificationReference;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;

/**
 * Who is told of what an occupant publishes. The owner of the room publishes.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316: MUC Eventing Protocol</a>
 */
@SpecificationReference(document = "XEP-0316", version = "0.1")
public class RoomEventsTest extends AbstractEventingTest {

    private static final String FILTERED = "Because the MEP-enabled room supports the \"filtered-notifications\" feature, it "
        + "sends only those notifications that match the occupant's expressed notification preferences.";

    /** Skips itself where rooms do not have the identity of a service for events. */
    public RoomEventsTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
    }

    @SmackIntegrationTest(section = "6", quote = "If a chatroom supports MEP, it MUST advertise that fact in its responses to "
        + "Service Discovery (XEP-0030) information (\"disco#info\") requests by returning an identity of \"pubsub/mep\" and the "
        + "relevant pubsub features")
    public void roomAnnouncesWhatItMustSupport() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final Xml info = scene.info(scene.room());

            final List<String> features = info.children("feature", Namespaces.DISCO_INFO)
                .map(feature -> feature.attribute("var")).toList();
            for (final String name : List.of("access-presence", "auto-create", "auto-subscribe", "filtered-notifications",
                "create-nodes", "publish", "subscribe", "retrieve-items")) {
                assertTrue(features.contains(Namespaces.PUBSUB + "#" + name), "No " + name + " in " + features);
            }
        }
    }

    @SmackIntegrationTest(section = "3", quote = "As a result, everyone in the room who is interested in that kind of data will "
        + "receive a notification about the event")
    public void interestedOccupantIsNotified() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);

            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "wind", "I'll give thee a wind."));

            final Xml event = awaitEvent(interested, node);
            assertEquals(ownerOf(room), event.from(), "the sender of " + event);
            assertNotEquals("groupchat", event.type(), "the type of " + event);
            final Xml item = event.all("item", Namespaces.PUBSUB_EVENT).findFirst()
                .orElseThrow(() -> new AssertionError("No item in " + event));
            assertEquals("wind", item.attribute("id"), "the item's id");
            // §5: "Default the 'deliver_notifications' configuration option to true (i.e., deliver payloads by default)."
            assertEquals("I'll give thee a wind.", item.get("note", PAYLOAD).content(), "the payload");
        }
    }

    @SmackIntegrationTest(section = "3", quote = "note that even the publisher receives the event, if they have advertised "
        + "interest in the payload type")
    public void publisherIsNotifiedToo() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);

            Scene.succeed(publish(interested, room + "/Interested", node, "kind", "Thou'rt kind."));

            assertEquals(room + "/Interested", awaitEvent(interested, node).from(), "the sender of the event");
        }
    }

    @SmackIntegrationTest(section = "4.4", quote = FILTERED)
    public void occupantWithoutInterestIsNotNotified() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);
            final Session elsewhere = interested(scene, room, "Elsewhere", node());

            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "another", "And I another."));
            awaitEvent(interested, node);

            scene.settle();
            assertNoEvent(elsewhere, node);
            assertNoEvent(scene.owner(), node);
        }
    }

    @SmackIntegrationTest(section = "5", quote = "Default the 'send_last_published_item' configuration option to "
        + "on_sub_and_presence (i.e., send the last published item on subscription and on receipt of presence), treating the "
        + "receipt of directed presence as equivalent to a subscription.")
    public void whoEntersLaterGetsTheLastItem() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "first", "I myself have all the other."));
            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "last", "And the very ports they blow."));

            final Session interested = interested(scene, room, "Interested", node);

            final Xml event = awaitEvent(interested, node);
            scene.settle();
            assertEquals(ownerOf(room), event.from(), "the sender of " + event);
            assertTrue(event.toString().contains("the very ports they blow"), "Not the last item: " + event);
            assertEquals(1, interested.received(stanza -> isEvent(stanza, node)).size(), "events");
        }
    }

    @SmackIntegrationTest(section = "3", quote = "Publishing to a user's PEP node MUST NOT trigger a MEP publish request, because "
        + "PEP and MEP are separate pubsub contexts.")
    public void publishingToPepTellsNobodyInTheRoom()
        throws SmackException, XMPPException, IOException, InterruptedException, TestNotPossibleException {

        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);

            final Xml answer = publish(scene.owner(), scene.owner().account(), node, "pep", "All the quarters that they know.");
            if (answer.isError()) {
                throw new TestNotPossibleException("the server does not let users publish to their own account: "
                    + answer.condition());
            }
            scene.owner().request(scene.owner().account(), "set", "pubsub", Namespaces.PUBSUB_OWNER,
                "<delete node='" + node + "'/>");

            scene.settle();
            assertEquals(List.of(), interested.received(stanza -> isEvent(stanza, node) && stanza.from().startsWith(room)),
                "events of the room");
        }
    }

    @SmackIntegrationTest(section = "4.3", quote = "By definition, a chatroom has presence information about the occupants, because "
        + "they use directed presence to join the room.")
    public void whoHasLeftIsNotNotified() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);
            final Session gone = interested(scene, room, "Gone", node);
            scene.leave(gone, room, "Gone");

            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "drain", "I will drain him dry as hay."));
            awaitEvent(interested, node);

            scene.settle();
            assertNoEvent(gone, node);
        }
    }

    @SmackIntegrationTest(section = "7", quote = "The security considerations of XEP-0045 and XEP-0163 apply.")
    public void eventsOfASemiAnonymousRoomDoNotTellWhoPublished()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = scene.room(Map.of("whois", "moderators"));
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);

            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "sleep", "Sleep shall neither night nor day."));

            final Xml event = awaitEvent(interested, node);
            final Xml items = items(interested, ownerOf(room), node);
            assertFalse(event.toString().contains(scene.owner().account()), "The publisher's address is in " + event);
            assertFalse(items.toString().contains(scene.owner().account()), "The publisher's address is in " + items);
        }
    }
}
