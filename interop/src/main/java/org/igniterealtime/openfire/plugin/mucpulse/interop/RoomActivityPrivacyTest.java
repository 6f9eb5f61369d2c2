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

import java.io.IOException;
import java.util.Map;
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SpecificationReference;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;

/**
 * Nobody is told of activity in rooms that they could not join.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437: Room Activity Indicators</a>
 */
@SpecificationReference(document = "XEP-0437", version = "0.2.0")
public class RoomActivityPrivacyTest extends AbstractRaiTest {

    private static final String MUST_NOT = "A server MUST NOT send activity notifications to a user from a room that the "
        + "user would not be allowed to join.";
    private static final String NO_LEAK = "Servers must be careful not to leak room activity indicators to users who "
        + "would not otherwise have permission to view the content in the room.";

    /** Skips itself where the MUC service does not announce the feature. */
    public RoomActivityPrivacyTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
    }

    @SmackIntegrationTest(section = "4", quote = MUST_NOT)
    public void whoIsBannedWhileSubscribedIsNotTold()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final String later = memberRoom(scene);
            final Session user = scene.login(two());
            subscribe(user);
            scene.settle();

            scene.affiliate(room, accountTwo(), "outcast");
            scene.say(scene.owner(), room, "By the pricking of my thumbs.");

            assertOnlyLaterIsTold(scene, user, room, later);
        }
    }

    @SmackIntegrationTest(section = "4", quote = MUST_NOT)
    public void whoIsBannedDoesNotFindTheRoomInTheList()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final String later = memberRoom(scene);
            visit(scene, room);
            scene.say(scene.owner(), room, "Something wicked this way comes.");
            scene.affiliate(room, accountTwo(), "outcast");
            scene.settle();

            final Session user = scene.login(two());
            subscribe(user);
            scene.settle();

            assertOnlyLaterIsTold(scene, user, room, later);
        }
    }

    @SmackIntegrationTest(section = "4", quote = MUST_NOT)
    public void whoIsNoLongerMemberOfARoomThatTurnsMembersOnlyIsNotTold()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = memberRoom(scene);
            final String later = memberRoom(scene);
            visit(scene, room);
            final Session user = scene.login(two());
            subscribe(user);
            scene.settle();

            scene.affiliate(room, accountTwo(), "none");
            scene.configure(room, Map.of("membersonly", "1"));
            scene.say(scene.owner(), room, "Open, locks, whoever knocks!");

            assertOnlyLaterIsTold(scene, user, room, later);
        }
    }

    @SmackIntegrationTest(section = "4", quote = MUST_NOT)
    public void whoVisitedARoomThatIsMembersOnlyNowDoesNotFindItInTheList()
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = scene.room();
            final String later = memberRoom(scene);
            visit(scene, room);
            scene.configure(room, Map.of("membersonly", "1"));
            scene.say(scene.owner(), room, "How now, you secret, black, and midnight hags!");
            scene.settle();

            final Session user = scene.login(two());
            subscribe(user);
            scene.settle();

            assertOnlyLaterIsTold(scene, user, room, later);
        }
    }

    @SmackIntegrationTest(section = "6", quote = NO_LEAK)
    public void strangersAreNotToldOfAMembersOnlyRoom()
        throws SmackException, XMPPException, IOException, InterruptedException {

        assertStrangersAreNotToldOfA(Map.of("membersonly", "1"));
    }

    @SmackIntegrationTest(section = "4", quote = MUST_NOT + " This potentially includes hidden rooms where the user has no "
        + "affiliation.")
    public void strangersAreNotToldOfAHiddenMembersOnlyRoom()
        throws SmackException, XMPPException, IOException, InterruptedException {

        assertStrangersAreNotToldOfA(Map.of("membersonly", "1", "publicroom", "0"));
    }

    @SmackIntegrationTest(section = "6", quote = NO_LEAK)
    public void strangersAreNotToldOfARoomWithAPassword()
        throws SmackException, XMPPException, IOException, InterruptedException {

        assertStrangersAreNotToldOfA(Map.of("passwordprotectedroom", "1", "roomsecret", "hecate"));
    }

    private void assertStrangersAreNotToldOfA(final Map<String, String> fields)
        throws SmackException, XMPPException, IOException, InterruptedException {

        try (Scene scene = scene()) {
            final String room = scene.room(fields);
            final String later = memberRoom(scene);
            scene.say(scene.owner(), room, "What is't you do?");
            final Session user = scene.login(two());
            subscribe(user);
            scene.settle();

            scene.say(scene.owner(), room, "A deed without a name.");

            assertOnlyLaterIsTold(scene, user, room, later);
        }
    }

    private static void assertOnlyLaterIsTold(final Scene scene, final Session user, final String room,
        final String later) throws SmackException, InterruptedException {

        scene.say(scene.owner(), later, "Seek to know no more.");
        awaitActivity(user, later);
        scene.settle();
        assertNotTold(user, room);
    }
}
