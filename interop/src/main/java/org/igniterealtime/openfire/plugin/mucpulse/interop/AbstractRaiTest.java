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

import java.io.IOException;
import java.util.List;
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.SmackException.NotConnectedException;
import org.jivesoftware.smack.XMPPException;

/** What the tests of Room Activity Indicators have in common. */
abstract class AbstractRaiTest extends AbstractRoomTest {

    /** Skips itself where the MUC service does not announce the feature. */
    AbstractRaiTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
        try (Scene scene = scene()) {
            if (!isAssumed(Namespaces.RAI) && !scene.announces(mucService, Namespaces.RAI)) {
                throw new TestNotPossibleException(mucService + " does not announce " + Namespaces.RAI
                    + "; as XEP-0437 does not ask it to, -Dinterop.assume=" + Namespaces.RAI + " runs the test");
            }
        }
    }

    /** A room of which the second user is a member. */
    final String memberRoom(final Scene scene) throws SmackException, InterruptedException {
        final String room = scene.room();
        scene.affiliate(room, accountTwo(), "member");
        return room;
    }

    /** Subscribes a session. */
    final void subscribe(final Session session) throws NotConnectedException, InterruptedException {
        session.presence(mucService, "", "<rai xmlns='" + Namespaces.RAI + "'/>");
    }

    /** Has the second user see in a room what is said there, and leave it. */
    final void visit(final Scene scene, final String room)
        throws SmackException, XMPPException, IOException, InterruptedException {

        final Session visitor = scene.login(two());
        scene.enter(visitor, room, "Visitor");
        final String body = "Who is there? " + room;
        scene.say(scene.owner(), room, body);
        final Xml seen = visitor.await("the message", stanza -> stanza.body().equals(body));
        scene.markDisplayed(visitor, room, seen);
        scene.settle();
        scene.leave(visitor, room, "Visitor");
    }

    static boolean isNotification(final Xml stanza) {
        return "message".equals(stanza.name()) && stanza.child("rai", Namespaces.RAI).isPresent();
    }

    static List<String> rooms(final Xml notification) {
        return notification.get("rai", Namespaces.RAI).children("activity", Namespaces.RAI).map(Xml::content).toList();
    }

    static boolean isActivity(final Xml stanza, final String room) {
        return isNotification(stanza) && rooms(stanza).contains(room);
    }

    /** Waits until a session is told of a room. */
    static void awaitActivity(final Session session, final String room) throws InterruptedException {
        session.await("a notification of activity in " + room, stanza -> isActivity(stanza, room));
    }

    static void assertNotTold(final Session session, final String room) {
        assertEquals(List.of(), session.received(stanza -> isActivity(stanza, room)),
            session.jid() + " is told of " + room);
    }
}
