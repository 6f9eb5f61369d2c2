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
 * Who is told of activity in rooms, and when. The user is the second one, a member of the rooms, in sessions that are new
 * in each test. As the specification leaves it to the server which rooms matter to a user, only such rooms are used of
 * which the user is a member.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437: Room Activity Indicators</a>
 */
@SpecificationReference(document = "XEP-0437", version = "0.2.0")
public class RoomActivityIndicatorsTest extends AbstractRaiTest {

    /** Skips itself where the MUC service does not announce the feature. */
    public RoomActivityIndicatorsTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
    }

    @SmackIntegrationTest(section = "3.1", quote = "After sending this presence, the service may send you activity "
        + "indicator updates at any time, each one containing one or more JIDs of MUC rooms that have new messages")
    public void notificationsAreOfRoomsAndFromTheService()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final Session user = scene.login(two());
            subscribe(user);

            scene.say(scene.owner(), room, "Thrice the brinded cat hath mew'd.");
            awaitActivity(user, room);

            final List<Xml> notifications = user.received(AbstractRaiTest::isNotification);
            for (final Xml notification : notifications) {
                assertEquals(mucService, notification.from(), "the sender of " + notification);
                assertEquals(user.jid().toString(), notification.attribute("to"), "the recipient of " + notification);
                final List<String> rooms = rooms(notification);
                assertFalse(rooms.isEmpty(), "No room in " + notification);
                assertTrue(rooms.stream().allMatch(jid -> jid.endsWith("@" + mucService) && !jid.contains("/")),
                    "Not rooms of the service: " + notification);
            }
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = "To inform the MUC service that you are interested in receiving "
        + "activity indicators, send a presence to the service including the <rai> element")
    public void onlySubscribersAreTold() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final Session subscribed = scene.login(two());
            final Session silent = scene.login(two());
            final Session other = scene.login(two());
            subscribe(subscribed);
            other.presence(mucService, "", "");

            scene.say(scene.owner(), room, "Thrice and once the hedge-pig whin'd.");
            awaitActivity(subscribed, room);

            scene.settle();
            assertNotTold(silent, room);
            assertNotTold(other, room);
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = "Note that the service will **only** send notifications for rooms "
        + "where the client's session is not currently joined.")
    public void sessionInTheRoomIsNotToldOfIt() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final String later = memberRoom(scene);
            final Session user = scene.login(two());
            scene.enter(user, room, "User");
            subscribe(user);

            scene.say(scene.owner(), room, "Harpier cries.");
            scene.say(scene.owner(), later, "'Tis time, 'tis time.");
            awaitActivity(user, later);

            scene.settle();
            assertNotTold(user, room);
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = "If the client is joined to a room, it already receives live events "
        + "from the room directly.")
    public void sessionThatEntersAfterItSubscribedIsNotToldOfTheRoom()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final String later = memberRoom(scene);
            final Session user = scene.login(two());
            subscribe(user);
            scene.enter(user, room, "User");

            scene.say(scene.owner(), room, "Round about the cauldron go.");
            scene.say(scene.owner(), later, "In the poison'd entrails throw.");
            awaitActivity(user, later);

            scene.settle();
            assertNotTold(user, room);
        }
    }

    @SmackIntegrationTest(section = "4", quote = "When activity happens in a room, a service should send an activity "
        + "notification to room members who have subscribed to notifications")
    public void anotherSessionOfTheUserThatIsNotInTheRoomIsTold()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final Session inside = scene.login(two());
            final Session outside = scene.login(two());
            subscribe(outside);
            scene.enter(inside, room, "User");
            scene.settle();

            scene.say(scene.owner(), room, "Toad, that under cold stone.");

            awaitActivity(outside, room);
        }
    }

    @SmackIntegrationTest(section = "4", quote = "Upon receiving a presence stanza addressed to the service JID that "
        + "includes a <rai xmlns=\"urn:xmpp:rai:0\"> element, the service should build a list of rooms where activity has "
        + "occurred since the client was last in the room, and send them in a single notification.")
    public void subscriberGetsOneListOfWhatHappenedMeanwhile()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String first = memberRoom(scene);
            final String second = memberRoom(scene);
            visit(scene, first);
            visit(scene, second);
            scene.say(scene.owner(), first, "Days and nights has thirty-one.");
            scene.say(scene.owner(), second, "Swelter'd venom sleeping got.");
            scene.settle();

            final Session user = scene.login(two());
            subscribe(user);
            awaitActivity(user, first);
            awaitActivity(user, second);

            final List<Xml> about = user.received(stanza -> isActivity(stanza, first) || isActivity(stanza, second));
            assertEquals(1, about.size(), "notifications: " + about);
        }
    }

    @SmackIntegrationTest(section = "4", quote = "the service should build a list of rooms where activity has occurred "
        + "since the client was last in the room")
    public void roomWithoutActivitySinceTheUserWasThereIsNotListed()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String seen = memberRoom(scene);
            final String silent = memberRoom(scene);
            final String active = memberRoom(scene);
            visit(scene, seen);
            visit(scene, active);
            scene.say(scene.owner(), active, "Boil thou first i' the charmed pot.");
            scene.settle();

            final Session user = scene.login(two());
            subscribe(user);
            awaitActivity(user, active);

            scene.settle();
            assertNotTold(user, seen);
            assertNotTold(user, silent);
        }
    }

    @SmackIntegrationTest(section = "4", quote = "Each room may only be notified once, even if many events occur while "
        + "the client is not present in the room.")
    public void aRoomIsToldOnce() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final String later = memberRoom(scene);
            final Session user = scene.login(two());
            subscribe(user);

            for (int i = 0; i < 4; i++) {
                scene.say(scene.owner(), room, "Double, double toil and trouble " + i);
                awaitActivity(user, room);
            }
            scene.say(scene.owner(), later, "Fire burn and cauldron bubble.");
            awaitActivity(user, later);

            scene.settle();
            assertEquals(1, user.received(stanza -> isActivity(stanza, room)).size(), "notifications of the room");
        }
    }

    @SmackIntegrationTest(section = "4", quote = "who have not already received a notification for that room in their "
        + "current subscription's lifetime")
    public void aRoomInTheListIsNotToldAgain() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final String later = memberRoom(scene);
            visit(scene, room);
            scene.say(scene.owner(), room, "Fillet of a fenny snake.");
            scene.settle();
            final Session user = scene.login(two());
            subscribe(user);
            awaitActivity(user, room);

            scene.say(scene.owner(), room, "In the cauldron boil and bake.");
            scene.say(scene.owner(), later, "Eye of newt and toe of frog.");
            awaitActivity(user, later);

            scene.settle();
            assertEquals(1, user.received(stanza -> isActivity(stanza, room)).size(), "notifications of the room");
        }
    }

    @SmackIntegrationTest(section = "3.2", quote = "A client may unsubscribe from activity indicators by sending an "
        + "unavailable presence to the MUC service.")
    public void whoUnsubscribedIsNotTold() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final Session leaving = scene.login(two());
            final Session staying = scene.login(two());
            subscribe(leaving);
            subscribe(staying);

            leaving.presence(mucService, "unavailable", "");
            scene.settle();
            scene.say(scene.owner(), room, "Wool of bat and tongue of dog.");
            awaitActivity(staying, room);

            scene.settle();
            assertNotTold(leaving, room);
        }
    }

    @SmackIntegrationTest(section = "4", quote = "Upon receiving a presence stanza addressed to the service JID that "
        + "includes a <rai xmlns=\"urn:xmpp:rai:0\"> element, the service should build a list of rooms")
    public void whoSubscribesAgainIsToldAgain() throws SmackException, XMPPException, IOException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final Session user = scene.login(two());
            subscribe(user);
            user.presence(mucService, "unavailable", "");
            scene.settle();
            scene.say(scene.owner(), room, "Adder's fork and blind-worm's sting.");
            scene.settle();

            subscribe(user);

            awaitActivity(user, room);
        }
    }
}
