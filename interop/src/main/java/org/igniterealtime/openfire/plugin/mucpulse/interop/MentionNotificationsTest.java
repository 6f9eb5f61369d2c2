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
import org.igniterealtime.smack.inttest.SmackIntegrationTestEnvironment;
import org.igniterealtime.smack.inttest.TestNotPossibleException;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SpecificationReference;
import org.jivesoftware.smack.SmackException;

/**
 * Who is sent the messages that mention them. The user is the second one, a member who has registered a nickname where
 * the room lets members do that, and who is not in the room unless a test says so.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0452.html">XEP-0452: MUC Mention Notifications</a>
 */
@SpecificationReference(document = "XEP-0452", version = "0.2.2")
public class MentionNotificationsTest extends AbstractRoomTest {

    private static final String OPTION = "muc#roomconfig_forwardmentions";
    private static final String FORWARDED = "When an affiliated user in a given MUC is referenced in a 'groupchat' message via "
        + "References (XEP-0372), and the MUC is configured to forward mentions, then the MUC will forward the message stanza "
        + "to the user.";
    private static final String NICKNAME = "Secondwitch";

    /** Skips itself where the configuration of a room does not have the option. */
    public MentionNotificationsTest(final SmackIntegrationTestEnvironment environment)
        throws SmackException, InterruptedException, TestNotPossibleException {

        super(environment);
        if (!isAssumed(Namespaces.MENTIONS)) {
            requireOption();
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = "When an owner creates or configures a MUC, the service offers the option to "
        + "send out mention notifications to non-present, but still affiliated users")
    public void ownerSwitchesItOnAndOff() throws SmackException, InterruptedException, TestNotPossibleException {
        requireOption();
        try (Scene scene = scene()) {
            final String room = scene.room();
            for (final String wanted : List.of("1", "0", "1")) {
                scene.configure(room, Map.of("forwardmentions", wanted));

                final String is = scene.configurationForm(room).field(OPTION).orElseThrow(AssertionError::new).get(0);
                assertEquals("1".equals(wanted), "1".equals(is) || "true".equals(is), "the field's value " + is);
            }
        }
    }

    @SmackIntegrationTest(section = "3.2", quote = FORWARDED)
    public void memberWhoIsMentionedGetsTheMessage() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = room(scene, true);
            final Session user = scene.session(two());

            final Xml said = mention(scene, room, "Thrice the brinded cat hath mew'd.");

            final Xml notification = awaitMention(user, room);
            final Xml message = forwarded(notification);
            assertEquals(room, notification.from(), "the sender of " + notification);
            assertEquals("groupchat", message.type(), "the type of what is forwarded");
            assertEquals(room + "/" + Scene.OWNER, message.from(), "the sender of what is forwarded");
            assertEquals(said.body(), message.body(), "the body of what is forwarded");
            assertEquals("xmpp:" + accountTwo(), message.get("reference", Namespaces.REFERENCE).attribute("uri"));
        }
    }

    @SmackIntegrationTest(section = "3.2", quote = "the entire original 'groupchat' message (including elements added "
        + "server-side, like the Unique and Stable Stanza IDs (XEP-0359) stanza-id) is encapsulated inside a Stanza Forwarding "
        + "(XEP-0297) element")
    public void whatIsForwardedIsWhole() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = room(scene, true);
            final Session user = scene.session(two());

            final Xml said = scene.say(scene.owner(), room, "Thrice and once the hedge-pig whin'd.",
                reference() + "<extra xmlns='urn:example:interop'>Harpier cries</extra>");

            final Xml message = forwarded(awaitMention(user, room));
            assertEquals("Harpier cries", message.get("extra", "urn:example:interop").content());
            assertEquals(ids(said), ids(message), "the stanza-ids");
        }
    }

    @SmackIntegrationTest(section = "4", quote = "Any forwarded copies received by a client MUST be from a valid MUC JID which "
        + "matches the MUC JID of the encapsulated, forwarded mesages")
    public void senderIsTheRoomOfTheMessage() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String room = room(scene, true);
            final Session user = scene.session(two());

            mention(scene, room, "'Tis time, 'tis time.");

            final Xml notification = awaitMention(user, room);
            assertTrue(forwarded(notification).from().startsWith(notification.from() + "/"), "Of another room: " + notification);
        }
    }

    @SmackIntegrationTest(section = "2", quote = "Whether or not mesages are forwarded will be determined by a configuration "
        + "setting on the MUC.")
    public void roomThatDoesNotForwardDoesNot() throws SmackException, InterruptedException, TestNotPossibleException {
        requireOption();
        try (Scene scene = scene()) {
            final String silent = room(scene, false);
            final String room = room(scene, true);
            final Session user = scene.session(two());

            mention(scene, silent, "Round about the cauldron go.");

            assertOnlyTheNextIsForwarded(scene, user, silent, room);
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = "the service offers the option to send out mention notifications to "
        + "non-present, but still affiliated users")
    public void whoIsInTheRoomGetsNothingMore() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String inside = room(scene, true);
            final String room = room(scene, true);
            final Session user = scene.session(two());
            scene.enter(user, inside, NICKNAME);

            mention(scene, inside, "In the poison'd entrails throw.");

            assertOnlyTheNextIsForwarded(scene, user, inside, room);
        }
    }

    @SmackIntegrationTest(section = "3.1", quote = "the service offers the option to send out mention notifications to "
        + "non-present, but still affiliated users")
    public void whoIsNoLongerAffiliatedGetsNothing() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String left = room(scene, true);
            final String room = room(scene, true);
            final Session user = scene.session(two());
            scene.affiliate(left, accountTwo(), "none");

            mention(scene, left, "Toad, that under cold stone.");

            assertOnlyTheNextIsForwarded(scene, user, left, room);
        }
    }

    @SmackIntegrationTest(section = "1", quote = "Concerning \"being mentioned\" in a MUC, we will rely on References (XEP-0372) as "
        + "the means whereby someone is explicitly mentioned in a MUC message.")
    public void aNameInTheTextOrAReferenceToDataIsNoMention() throws SmackException, InterruptedException {
        try (Scene scene = scene()) {
            final String other = room(scene, true);
            final String room = room(scene, true);
            final Session user = scene.session(two());

            scene.say(scene.owner(), other, NICKNAME + ": " + accountTwo() + ", swelter'd venom sleeping got.");
            scene.say(scene.owner(), other, "Boil thou first i' the charmed pot.", reference().replace("'mention'", "'data'"));

            assertOnlyTheNextIsForwarded(scene, user, other, room);
        }
    }

    private void requireOption() throws SmackException, InterruptedException, TestNotPossibleException {
        try (Scene scene = scene()) {
            if (scene.configurationForm(scene.room()).field(OPTION).isEmpty()) {
                throw new TestNotPossibleException("the configuration of rooms of " + mucService + " does not have the field "
                    + OPTION);
            }
        }
    }

    /** A room of which the second user is a member. */
    private String room(final Scene scene, final boolean forwards) throws SmackException, InterruptedException {
        final String room = scene.room(Map.of("forwardmentions", forwards ? "1" : "0", "whois", "anyone"));
        scene.affiliate(room, accountTwo(), "member");
        // It may be refused: not all servers have nicknames registered, and the mention gives the user's address.
        scene.session(two()).request(room, "set", "query", Namespaces.REGISTER, "<x xmlns='jabber:x:data' type='submit'>"
            + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field>"
            + "<field var='muc#register_roomnick'><value>" + NICKNAME + "</value></field></x>");
        return room;
    }

    private Xml mention(final Scene scene, final String room, final String text) throws SmackException, InterruptedException {
        return scene.say(scene.owner(), room, NICKNAME + ": " + text, reference());
    }

    private String reference() {
        return "<reference xmlns='" + Namespaces.REFERENCE + "' type='mention' begin='0' end='" + NICKNAME.length()
            + "' uri='xmpp:" + Xml.escape(accountTwo()) + "'/>";
    }

    private void assertOnlyTheNextIsForwarded(final Scene scene, final Session user, final String room, final String next)
        throws SmackException, InterruptedException {

        mention(scene, next, "Double, double toil and trouble.");
        awaitMention(user, next);
        scene.settle();
        assertEquals(List.of(), user.received(stanza -> isMention(stanza, room)), "what is forwarded from " + room);
    }

    private static Xml awaitMention(final Session user, final String room) throws InterruptedException {
        return user.await("a message forwarded by " + room, stanza -> isMention(stanza, room));
    }

    /** Whether a room forwards with this, or something forwards what is said in the room. */
    private static boolean isMention(final Xml stanza, final String room) {
        return "message".equals(stanza.name()) && stanza.child("mentions", Namespaces.MENTIONS).isPresent()
            && (stanza.from().startsWith(room) || stanza.toString().contains(room + "/"));
    }

    /** The message, whose namespace the specification does not give: in its examples it is that of what is around it. */
    private static Xml forwarded(final Xml notification) {
        return notification.get("mentions", Namespaces.MENTIONS).get("forwarded", Namespaces.FORWARD).children().stream()
            .filter(child -> "message".equals(child.name())).findFirst()
            .orElseThrow(() -> new AssertionError("No message in " + notification));
    }

    private static List<String> ids(final Xml message) {
        return message.children("stanza-id", Namespaces.STANZA_ID).map(id -> id.attribute("by") + " " + id.attribute("id"))
            .sorted().toList();
    }
}
