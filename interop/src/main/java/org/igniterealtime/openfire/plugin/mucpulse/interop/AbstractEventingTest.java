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
import java.util.concurrent.atomic.AtomicInteger;
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;

/** What the tests of the MUC Eventing Protocol have in common. */
abstract class AbstractEventingTest extends AbstractRoomTest {

    static final String PAYLOAD = "urn:example:interop:payload";

    private static final AtomicInteger LAST = new AtomicInteger();

    /** Skips itself where rooms do not have the identity of a service for events. */
    AbstractEventingTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
        try (Scene scene = scene()) {
            if (scene.info(scene.room()).children("identity", Namespaces.DISCO_INFO).noneMatch(AbstractEventingTest::isMep)) {
                throw new TestNotPossibleException("rooms of " + mucService + " do not announce the identity pubsub/mep");
            }
        }
    }

    static boolean isMep(final Xml identity) {
        return "pubsub".equals(identity.attribute("category")) && "mep".equals(identity.attribute("type"));
    }

    /** The name of a node that no other test has. */
    final String node() {
        return "urn:example:interop:" + testRunId + ":" + LAST.incrementAndGet();
    }

    /** A session of the second user in a room, which is interested in nodes by the capabilities of its client. */
    final Session interested(final Scene scene, final String room, final String nickname, final String... nodes)
        throws SmackException, XMPPException, IOException, InterruptedException {

        final String[] features = List.of(nodes).stream().map(node -> node + "+notify").toArray(String[]::new);
        final Session session = scene.login(two(), features);
        scene.enter(session, room, nickname);
        // The server may have to ask for what the capabilities are.
        scene.settle();
        return session;
    }

    /** Publishes an item at a JID, and returns what it answers. */
    static Xml publish(final Session session, final String jid, final String node, final String id, final String text)
        throws SmackException, InterruptedException {

        return session.request(jid, "set", "pubsub", Namespaces.PUBSUB, "<publish node='" + node + "'><item id='" + id
            + "'><note xmlns='" + PAYLOAD + "'>" + Xml.escape(text) + "</note></item></publish>");
    }

    /** What a JID answers to a request for the items of a node. */
    static Xml items(final Session session, final String jid, final String node) throws SmackException, InterruptedException {
        return session.request(jid, "get", "pubsub", Namespaces.PUBSUB, "<items node='" + node + "'/>");
    }

    /** Whether a stanza tells of an item, or anything else, of a node. */
    static boolean isEvent(final Xml stanza, final String node) {
        return "message".equals(stanza.name()) && !stanza.isError() && stanza.children("event", Namespaces.PUBSUB_EVENT)
            .flatMap(event -> event.children().stream()).anyMatch(child -> child.attribute("node").equals(node));
    }

    static Xml awaitEvent(final Session session, final String node) throws InterruptedException {
        return session.await("an event of the node " + node, stanza -> isEvent(stanza, node));
    }

    static void assertNoEvent(final Session session, final String node) {
        assertEquals(List.of(), session.received(stanza -> isEvent(stanza, node)), "events for " + session.jid());
    }

    static void assertRefused(final Xml answer) {
        assertTrue(answer.isError(), "Not refused: " + answer);
    }

    /** The JID of whoever owns the rooms, in a room. */
    static String ownerOf(final String room) {
        return room + "/" + Scene.OWNER;
    }
}
