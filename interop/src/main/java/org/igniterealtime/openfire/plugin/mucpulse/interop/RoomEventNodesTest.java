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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SpecificationReference;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;

/**
 * What can be asked of an occupant's JID as a pubsub service, and by whom. The owner of the room publishes.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html">XEP-0316: MUC Eventing Protocol</a>
 */
@SpecificationReference(document = "XEP-0316", version = "0.1")
public class RoomEventNodesTest extends AbstractEventingTest {

    private static final String USE_CASES = "Support the node discovery, node creation, node deletion, publish item, subscribe, "
        + "unsubscribe, and item retrieval use cases specified in XEP-0060.";
    private static final String PRESENCE = "Support the \"presence\" access model and set it to the default.";

    /** Skips itself where rooms do not have the identity of a service for events. */
    public RoomEventNodesTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
    }

    @SmackIntegrationTest(section = "5", quote = "Support the \"auto-create\", \"auto-subscribe\", and \"filtered-notifications\" "
        + "features.")
    public void publishingCreatesTheNode() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session other = interested(scene, room, "Other");

            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "thumb", "Here I have a pilot's thumb."));

            assertTrue(nodes(other, ownerOf(room)).contains(node), "the node is not listed");
        }
    }

    @SmackIntegrationTest(section = "5", quote = USE_CASES)
    public void itemsCanBeRetrieved() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session other = interested(scene, room, "Other");
            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "drum", "A drum, a drum! Macbeth doth come."));

            final Xml answer = Scene.succeed(items(other, ownerOf(room), node));

            final Xml item = answer.get("pubsub", Namespaces.PUBSUB).get("items", Namespaces.PUBSUB)
                .get("item", Namespaces.PUBSUB);
            assertEquals("drum", item.attribute("id"), "the item's id");
            assertEquals("A drum, a drum! Macbeth doth come.", item.get("note", PAYLOAD).content(), "the payload");
        }
    }

    @SmackIntegrationTest(section = "5", quote = USE_CASES)
    public void nodesCanBeCreatedAndDeleted() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final String jid = ownerOf(room);

            Scene.succeed(scene.owner().request(jid, "set", "pubsub", Namespaces.PUBSUB, "<create node='" + node + "'/>"));
            assertTrue(nodes(scene.owner(), jid).contains(node), "the node is not listed");
            Scene.succeed(scene.owner().request(jid, "set", "pubsub", Namespaces.PUBSUB_OWNER, "<delete node='" + node + "'/>"));

            assertRefused(items(scene.owner(), jid, node));
        }
    }

    @SmackIntegrationTest(section = "5", quote = USE_CASES)
    public void occupantsSubscribeAndUnsubscribe() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final String jid = ownerOf(room);
            final Session staying = interested(scene, room, "Staying");
            final Session leaving = interested(scene, room, "Leaving");
            Scene.succeed(publish(scene.owner(), jid, node, "weird", "The weird sisters, hand in hand."));
            Scene.succeed(subscribe(staying, jid, node));
            Scene.succeed(subscribe(leaving, jid, node));
            Scene.succeed(leaving.request(jid, "set", "pubsub", Namespaces.PUBSUB, "<unsubscribe node='" + node + "' jid='"
                + leaving.jid() + "'/>"));
            scene.settle();
            staying.forget();
            leaving.forget();

            Scene.succeed(publish(scene.owner(), jid, node, "posters", "Posters of the sea and land."));

            awaitEvent(staying, node);
            scene.settle();
            assertNoEvent(leaving, node);
        }
    }

    @SmackIntegrationTest(section = "4.2", quote = "There is no need for multiple publishers to a MEP service, since by definition "
        + "only the chatroom itself or the occupant itself publishes information.")
    public void nobodyPublishesForAnotherOccupant() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);

            assertRefused(publish(interested, ownerOf(room), node, "thrice", "Thrice to thine and thrice to mine."));

            scene.settle();
            assertNoEvent(interested, node);
            assertEquals(List.of(), scene.owner().received(stanza -> isEvent(stanza, node)), "events");
        }
    }

    @SmackIntegrationTest(section = "5", quote = PRESENCE)
    public void whoIsNotInTheRoomGetsNoItems() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "peace", "Peace! the charm's wound up."));
            final Session outsider = scene.session(two());

            assertRefused(items(outsider, ownerOf(room), node));
        }
    }

    @SmackIntegrationTest(section = "5", quote = PRESENCE)
    public void whoIsNotInTheRoomDoesNotSubscribe() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "sieve", "But in a sieve I'll thither sail."));
            final Session outsider = scene.session(two());

            assertRefused(subscribe(outsider, ownerOf(room), node));

            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "rat", "And, like a rat without a tail."));
            scene.settle();
            assertNoEvent(outsider, node);
        }
    }

    @SmackIntegrationTest(section = "4.3", quote = "By definition, a chatroom has presence information about the occupants, because "
        + "they use directed presence to join the room.")
    public void whoIsNotInTheRoomDoesNotPublish() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final String node = node();
            final Session interested = interested(scene, room, "Interested", node);
            final Session outsider = scene.session(three());

            assertRefused(publish(outsider, ownerOf(room), node, "do", "I'll do, I'll do, and I'll do."));
            assertRefused(publish(outsider, room, node, "do", "I'll do, I'll do, and I'll do."));

            scene.settle();
            assertNoEvent(interested, node);
        }
    }

    @SmackIntegrationTest(section = "5", quote = "Default the 'send_last_published_item' configuration option to "
        + "on_sub_and_presence")
    public void nodesHaveTheRecommendedDefaults() throws SmackException, InterruptedException, TestNotPossibleException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            if (!scene.announces(room, Namespaces.PUBSUB + "#config-node")) {
                throw new TestNotPossibleException("rooms of " + mucService + " do not announce "
                    + Namespaces.PUBSUB + "#config-node");
            }
            final String node = node();
            Scene.succeed(publish(scene.owner(), ownerOf(room), node, "ports", "I' the shipman's card."));

            final Xml form = Scene.succeed(scene.owner().request(ownerOf(room), "get", "pubsub", Namespaces.PUBSUB_OWNER,
                "<configure node='" + node + "'/>")).get("pubsub", Namespaces.PUBSUB_OWNER)
                .get("configure", Namespaces.PUBSUB_OWNER);

            assertEquals(List.of("presence"), option(form, "access_model"));
            assertEquals(List.of("on_sub_and_presence"), option(form, "send_last_published_item"));
            assertTrue(List.of(List.of("1"), List.of("true")).contains(option(form, "deliver_payloads")),
                "payloads are delivered: " + form);
        }
    }

    private static List<String> option(final Xml form, final String name) {
        return form.field("pubsub#" + name).orElseThrow(() -> new AssertionError("No field " + name + " in " + form));
    }

    private static Xml subscribe(final Session session, final String jid, final String node)
        throws SmackException, InterruptedException {

        return session.request(jid, "set", "pubsub", Namespaces.PUBSUB, "<subscribe node='" + node + "' jid='"
            + session.jid() + "'/>");
    }

    private static List<String> nodes(final Session session, final String jid) throws SmackException, InterruptedException {
        return Scene.succeed(session.request(jid, "get", "query", Namespaces.DISCO_ITEMS, ""))
            .get("query", Namespaces.DISCO_ITEMS).children("item", Namespaces.DISCO_ITEMS)
            .map(item -> item.attribute("node")).toList();
    }
}
