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

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SpecificationReference;
import org.jivesoftware.smack.SmackException;

/**
 * What rooms say of how much is said in them. Servers may take an hour to count what is said, so that the tests do not
 * wait for a number to rise; they look at what must never have one, and at what must not make one rise.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0502.html">XEP-0502: MUC Activity Indicator</a>
 */
@SpecificationReference(document = "XEP-0502", version = "0.1.0")
public class RoomActivityLevelTest extends AbstractRoomTest {

    private static final String FIELD = "{urn:xmpp:muc-activity}message-activity";
    private static final String OMIT =
        "In particular, services MUST omit the field entirely if the above preconditions are not met.";
    private static final String PRIVATE = "Services MUST NOT publish message activity indicators for MUCs which are not "
        + "publicly listed (muc_public feature flag) or where users would need some kind of specific authorization to join "
        + "(such as a password or the member affiliation).";
    private static final int MANY = 8;

    /** Skips itself where a public, persistent room has no such field, be it not yet. */
    public RoomActivityLevelTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
        try (Scene scene = scene()) {
            final String room = scene.room();
            scene.say(scene.owner(), room, "When shall we three meet again?");
            if (level(scene, room).isEmpty()) {
                throw new TestNotPossibleException("a new, public, persistent room of " + mucService
                    + " does not have the field " + FIELD);
            }
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = "The field MUST contain an approximation of the number of messages sent "
        + "per hour in this room as floating point value.")
    public void publicRoomSaysANumber() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            scene.say(scene.owner(), room, "In thunder, lightning, or in rain?");

            assertTrue(number(scene, room) >= 0, "a number of messages");
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = OMIT)
    public void temporaryRoomSaysNothing() throws SmackException, InterruptedException {
        assertOmitted(Map.of("persistentroom", "0"));
    }

    @SmackIntegrationTest(section = "3.1", quote = OMIT)
    public void hiddenRoomSaysNothing() throws SmackException, InterruptedException {
        assertOmitted(Map.of("publicroom", "0"));
    }

    @SmackIntegrationTest(section = "9", quote = PRIVATE)
    public void membersOnlyRoomSaysNothing() throws SmackException, InterruptedException {
        assertOmitted(Map.of("membersonly", "1"));
    }

    @SmackIntegrationTest(section = "9", quote = PRIVATE)
    public void roomWithAPasswordSaysNothing() throws SmackException, InterruptedException {
        assertOmitted(Map.of("passwordprotectedroom", "1", "roomsecret", "hurlyburly"));
    }

    @SmackIntegrationTest(section = "9", quote = PRIVATE)
    public void roomThatTurnsMembersOnlySaysNothingAnyMore() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            scene.say(scene.owner(), room, "When the battle's lost and won.");
            scene.info(room);

            scene.configure(room, Map.of("membersonly", "1"));

            assertEquals(Optional.empty(), level(scene, room));
        }
    }

    @SmackIntegrationTest(section = "4", quote = "Services MUST NOT count messages without a <body/> element, unless it is "
        + "known that this message would be rendered as standalone message on a compliant client nontheless.")
    public void messagesWithoutABodyDoNotCount() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            for (int i = 0; i < MANY; i++) {
                scene.owner().message(room, "groupchat",
                    "<" + (i % 2 == 0 ? "composing" : "paused") + " xmlns='" + Namespaces.CHAT_STATES + "'/>");
            }
            scene.settle();

            assertEquals(0, number(scene, room), "messages per hour");
        }
    }

    @SmackIntegrationTest(section = "4", quote = "Services MUST NOT count messages where the type is not groupchat; in "
        + "particular, they MUST NOT count private messages among occupants.")
    public void privateMessagesDoNotCount() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room();
            final Session other = scene.session(two());
            scene.enter(other, room, "Other");
            for (int i = 0; i < MANY; i++) {
                scene.owner().message(room + "/Other", "chat",
                    "<body>Upon the heath " + i + "</body><x xmlns='" + Namespaces.MUC_USER + "'/>");
            }
            other.await("a private message", stanza -> stanza.body().startsWith("Upon the heath"));
            scene.settle();

            assertEquals(0, number(scene, room), "messages per hour");
        }
    }

    private void assertOmitted(final Map<String, String> fields) throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = scene.room(fields);
            scene.say(scene.owner(), room, "There to meet with Macbeth.");

            assertEquals(Optional.empty(), level(scene, room));
        }
    }

    private static double number(final Scene scene, final String room) throws SmackException, InterruptedException {
        final List<String> values = level(scene, room)
            .orElseThrow(() -> new AssertionError("The room does not have the field " + FIELD));
        assertEquals(1, values.size(), "values");
        final double number;
        try {
            number = Double.parseDouble(values.get(0));
        } catch (NumberFormatException e) {
            throw new AssertionError("Not a number: " + values, e);
        }
        assertTrue(Double.isFinite(number), "Not a number of messages: " + values);
        return number;
    }

    private static Optional<List<String>> level(final Scene scene, final String room)
        throws SmackException, InterruptedException {

        final Xml info = scene.info(room);
        final Optional<List<String>> level = info.field(FIELD);
        if (level.isPresent()) {
            assertTrue(info.children("x", Namespaces.FORM).flatMap(form -> form.all("value", Namespaces.FORM))
                .anyMatch(value -> value.content().equals(Namespaces.MUC + "#roominfo")), "Not in the form: " + info);
        }
        return level;
    }
}
