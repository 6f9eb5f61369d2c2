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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.NURSE;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.REMOTE;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.ROOM;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.forwarded;
import static org.igniterealtime.openfire.plugin.mucpulse.mention.MentionFixture.reference;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.dom4j.Element;
import org.dom4j.QName;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** Who is sent what: N1, N3, N4 and N6. */
class MentionRulesTest {

    private static final String URI = "xmpp:juliet@example.org";

    private final MentionFixture world = new MentionFixture();
    private int expectedErrors;

    @BeforeEach
    void julietIsAMember() {
        world.room.affiliate(JULIET, Affiliation.MEMBER);
    }

    @AfterEach
    void close() {
        assertThat(world.mentions.bytesWaiting()).isZero();
        assertThat(world.errors.count()).isEqualTo(expectedErrors);
        world.close();
    }

    // N1

    @Test
    void n1_messageIsForwardedWholeAsItWasBroadcastWithADelay() {
        final JID phone = world.login(JULIET, "phone");
        final Message broadcast = world.broadcast("<body>Juliet: &lt;hark&gt;</body><subject/><thread>t</thread>"
            + "<x xmlns='urn:example:x'><y/>  z</x>" + reference(URI)
            + "<stanza-id xmlns='urn:xmpp:sid:0' id='s1' by='" + ROOM + "'/>");
        world.run();

        final Message sent = (Message) world.sender.take().get(0);

        assertThat(sent.getFrom()).isEqualTo(ROOM);
        assertThat(sent.getTo()).isEqualTo(phone);
        assertThat(sent.getType()).isEqualTo(Message.Type.normal);
        assertThat(sent.getBody()).isEqualTo("romeo: Juliet: <hark>");
        assertThat(StanzaId.isOurs(sent.getID())).isTrue();
        assertThat(sent.getElement().element("mentions").getNamespaceURI()).isEqualTo("urn:xmpp:mmn:0");
        assertThat(forwarded(sent).getNamespaceURI()).isEqualTo("urn:xmpp:forward:0");
        assertThat(forwarded(sent).element(QName.get("delay", "urn:xmpp:delay")).attributeValue("stamp"))
            .isEqualTo("2026-01-01T00:00:00Z");
        final Element original = forwarded(sent).element(QName.get("message", "jabber:client"));
        assertThat(original.attributeValue("from")).isEqualTo(ROOM + "/romeo");
        assertThat(original.attributeValue("id")).isEqualTo(broadcast.getID());
        assertThat(original.elements()).extracting(Element::getName)
            .containsExactly("body", "subject", "thread", "x", "reference", "stanza-id");
        assertThat(original.element("body").getNamespaceURI()).isEqualTo("jabber:client");
        assertThat(original.element("body").getText()).isEqualTo("Juliet: <hark>");
        assertThat(original.element("x").asXML()).isEqualTo("<x xmlns=\"urn:example:x\"><y/>  z</x>");
    }

    @Test
    void n1_encryptedMessageIsForwardedAsItIs() {
        world.login(JULIET, "phone");
        world.broadcast("<encrypted xmlns='eu.siacs.conversations.axolotl'><payload>abc</payload></encrypted>"
            + reference(URI));
        world.run();

        final Message sent = (Message) world.sender.take().get(0);

        assertThat(forwarded(sent).element("message").element("encrypted").elementText("payload")).isEqualTo("abc");
        assertThat(sent.getBody()).isEqualTo("romeo: \u2026");
    }

    @ParameterizedTest
    @EnumSource(value = Affiliation.class)
    void n1_affiliatedUsersAloneAreSentMentions(final Affiliation affiliation) {
        world.login(JULIET, "phone");
        world.room.unaffiliate(JULIET);
        world.room.affiliate(JULIET, affiliation);

        world.mention(URI);

        assertThat(world.told().isEmpty()).isEqualTo(!affiliation.isAffiliated());
    }

    @Test
    void n1_referencesThatMentionNobodyAreNone() {
        world.login(JULIET, "phone");

        world.broadcast("<body>x</body><reference xmlns='urn:xmpp:reference:0' type='data' uri='" + URI + "'/>");
        world.broadcast("<body>x</body><reference xmlns='urn:example:x' type='mention' uri='" + URI + "'/>");
        world.broadcast("<body>x</body><reference xmlns='urn:xmpp:reference:0' type='mention'/>");
        world.broadcast("<body>x</body><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'>"
            + reference(URI) + "</message></forwarded>");
        world.broadcast("<body>" + URI + "</body>");
        world.run();

        assertThat(world.told()).isEmpty();
    }

    @Test
    void n1_severalAreMentionedByOneMessageWithPlacesInItOrWithout() {
        world.login(JULIET, "phone");
        world.login(NURSE, "phone");
        world.room.affiliate(NURSE, Affiliation.ADMIN);

        world.broadcast("<body>Juliet, nurse</body><reference xmlns='urn:xmpp:reference:0' type='mention' begin='0' end='6' "
            + "uri='" + URI + "'/>" + reference("xmpp:nurse@example.org") + reference(URI));
        world.run();

        assertThat(world.told()).containsExactly("juliet@example.org/phone", "nurse@example.org/phone");
    }

    // N3

    @Test
    void n3_everySessionThatIsNotInTheRoomIsSentIt() {
        world.login(JULIET, "phone");
        world.login(JULIET, "laptop");
        world.enter(new JID("juliet@example.org/desk"), "juliet");

        world.mention(URI);

        assertThat(world.told()).containsExactly("juliet@example.org/laptop", "juliet@example.org/phone");
    }

    @Test
    void s3_soManySessionsOfAUserAreSentIt() {
        for (int i = 0; i < 2 * MentionDelivery.SESSIONS; i++) {
            world.login(JULIET, "session" + i);
        }

        world.mention(URI);

        assertThat(world.told()).hasSize(MentionDelivery.SESSIONS);
    }

    @Test
    void n3_whoIsInTheRoomWithAllSessionsIsSentNothing() {
        world.enter(new JID("juliet@example.org/desk"), "juliet");
        // Without presence, the session is none that takes messages.
        world.room.nicknames.put(new JID("juliet@example.org/silent"), "juliet");

        world.mention(URI);
        world.users.available.remove(new JID("juliet@example.org/desk"));
        world.mention(URI);

        assertThat(world.told()).isEmpty();
    }

    @Test
    void n3_whoHasNoSessionIsSentItByTheBareJid() {
        world.mention(URI);

        final Message sent = (Message) world.sender.take().get(0);
        assertThat(sent.getTo()).isEqualTo(JULIET);
        assertThat(sent.getBody()).isNotEmpty();
        assertThat(sent.getElement().element(QName.get("private", "urn:xmpp:carbons:2"))).isNull();
    }

    @Test
    void n3_whoseSessionsEndBeforeItIsSentIsSentItByTheBareJid() {
        final JID phone = world.login(JULIET, "phone");
        final JID laptop = world.login(JULIET, "laptop");
        world.sender.hold();
        world.mention(URI);
        world.users.disconnected(phone);
        world.users.available.remove(phone);
        world.sender.release();
        assertThat(world.told()).containsExactly(laptop.toString());

        world.sender.hold();
        world.users.available.add(phone);
        world.mention(URI + "#2");
        world.users.disconnected(laptop);
        world.users.available.clear();
        world.sender.release();
        assertThat(world.told()).containsExactly(JULIET.toString());
    }

    @Test
    void n3_sessionsGetNoCopiesOfWhatOthersGet() {
        world.login(JULIET, "phone");

        world.mention(URI);

        final Element sent = world.sender.take().get(0).getElement();
        assertThat(sent.element(QName.get("private", "urn:xmpp:carbons:2"))).isNotNull();
        assertThat(sent.element(QName.get("no-copy", "urn:xmpp:hints"))).isNotNull();
    }

    @Test
    void n3_usersOfOtherServersAreSentItByTheBareJidUnlessTheyAreInTheRoom() {
        world.room.affiliate(REMOTE, Affiliation.MEMBER);

        world.mention("xmpp:" + REMOTE);
        assertThat(world.told()).containsExactly(REMOTE.toString());

        world.enter(new JID(REMOTE + "/x"), "tybalt");
        world.mention("xmpp:" + REMOTE);
        assertThat(world.told()).isEmpty();
    }

    @Test
    void n3_authorIsNeverSentIt() {
        world.login(ROMEO.asBareJID(), "laptop");

        world.mention("xmpp:romeo@example.org");
        world.mention("xmpp:" + ROOM + "/romeo");

        assertThat(world.told()).isEmpty();
    }

    @Test
    void n3_nobodyIsSentAMessageTwice() {
        world.login(JULIET, "phone");
        world.room.registered.put(JULIET, "jules");
        final String content = "<body>x</body>" + reference(URI) + reference("xmpp:" + ROOM + "/jules")
            + reference("xmpp:" + ROOM + "/JULES") + reference("xmpp:JULIET@example.org");
        final Message message = world.broadcast(content);
        // What a client sends again after it lost the connection.
        world.mentions.messageBroadcast(ROOM, ROMEO, message);
        world.run();

        assertThat(world.told()).containsExactly("juliet@example.org/phone");

        message.setBody("Something else, by a client that counts from one at each start");
        world.mentions.messageBroadcast(ROOM, ROMEO, message);
        world.run();
        assertThat(world.told()).hasSize(1);
    }

    @Test
    void n3_messagesWithoutAnIdAreToldApartByThatOfTheRoom() {
        world.login(JULIET, "phone");
        final Message message = world.broadcast("<body>x</body>");
        message.getElement().addAttribute("id", null);
        final Element reference = message.getElement().addElement("reference", "urn:xmpp:reference:0");
        reference.addAttribute("type", "mention").addAttribute("uri", URI);
        final Element id = message.getElement().addElement("stanza-id", "urn:xmpp:sid:0").addAttribute("id", "1")
            .addAttribute("by", ROOM.toString());

        world.mentions.messageBroadcast(ROOM, ROMEO, message);
        world.mentions.messageBroadcast(ROOM, ROMEO, message);
        world.run();
        assertThat(world.told()).hasSize(1);

        id.addAttribute("id", "2");
        world.mentions.messageBroadcast(ROOM, ROMEO, message);
        world.run();
        assertThat(world.told()).hasSize(1);
    }

    @Test
    void n3_correctionsAreNotForwarded() {
        world.login(JULIET, "phone");

        world.broadcast("<body>x</body><replace xmlns='urn:xmpp:message-correct:0' id='1'/>" + reference(URI));
        world.run();

        assertThat(world.told()).isEmpty();
    }

    @Test
    void n3_messagesOfTheRoomItselfAreNotForwarded() {
        world.login(JULIET, "phone");
        final Message message = world.broadcast("<body>x</body>");
        message.setFrom(ROOM);
        message.getElement().addElement("reference", "urn:xmpp:reference:0").addAttribute("type", "mention")
            .addAttribute("uri", URI);

        world.mentions.messageBroadcast(ROOM, ROOM, message);
        world.run();

        assertThat(world.told()).isEmpty();
    }

    // N4

    @Test
    void n4_whoEntersBeforeItIsSentIsNotSentIt() {
        final JID phone = world.login(JULIET, "phone");
        world.sender.hold();
        world.mention(URI);

        world.room.nicknames.put(phone, "juliet");
        world.sender.release();

        assertThat(world.told()).isEmpty();
    }

    @Test
    void n4_whoEntersAfterBeingOfflineIsNotSentIt() {
        world.sender.hold();
        world.mention(URI);

        world.room.nicknames.put(new JID("juliet@example.org/new"), "juliet");
        world.sender.release();

        assertThat(world.told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void n4_whoIsBannedOrNoLongerAMemberBeforeItIsSentIsNotSentIt(final boolean banned) {
        world.login(JULIET, "phone");
        world.sender.hold();
        world.mention(URI);

        world.room.unaffiliate(JULIET);
        if (banned) {
            world.room.affiliate(JULIET, Affiliation.OUTCAST);
        }
        world.sender.release();

        assertThat(world.told()).isEmpty();
    }

    @Test
    void n4_membersOfPrivateRoomsAreSentItAndOthersAreNot() {
        world.login(JULIET, "phone");
        world.login(NURSE, "phone");
        world.room.setAccess(new RoomAccess(true, true, true));

        world.mention(URI);
        world.mention("xmpp:nurse@example.org");

        assertThat(world.told()).containsExactly("juliet@example.org/phone");
    }

    @Test
    void n4_membersOfLockedRoomsAreNotSentItBeforeTheyCanEnter() {
        world.login(JULIET, "phone");
        world.room.locked = true;

        world.mention(URI);
        assertThat(world.told()).isEmpty();

        world.room.locked = false;
        world.mention(URI + "#2");
        assertThat(world.told()).containsExactly("juliet@example.org/phone");
    }

    @Test
    void n4_destroyedRoomsForwardNothingNorDoTheNextOfThatName() {
        world.login(JULIET, "phone");
        world.sender.hold();
        world.mention(URI);
        world.executor.advance(Duration.ofSeconds(1));
        world.mention("xmpp:juliet@example.org#2");
        world.muc.remove(ROOM);
        world.sender.release();
        assertThat(world.told()).isEmpty();

        world.muc.restore(world.room);
        world.sender.hold();
        world.mention(URI);
        world.room.created = world.executor.instant().plusMillis(1);
        world.sender.release();
        assertThat(world.told()).isEmpty();
    }

    @Test
    void n4_roomThatAServerWithAClockAheadHasCreatedForwards() {
        world.login(JULIET, "phone");
        world.room.created = world.executor.instant().plus(Duration.ofMinutes(5));

        world.mention(URI);
        world.run();

        assertThat(world.told()).hasSize(1);
    }

    @Test
    void n4_realJidsAreInNoNotification() {
        world.login(JULIET, "phone");
        world.enter(new JID("nurse@example.org/secret"), "nurse");

        final Message broadcast = world.broadcast("<body>x</body>" + reference(URI));
        world.run();

        assertThat(broadcast.getTo()).isEqualTo(new JID("nurse@example.org/secret"));
        final String sent = world.sender.take().get(0).toXML();
        assertThat(sent).doesNotContain("nurse@example.org", "romeo@example.org");
        assertThat(sent).contains("to=\"" + ROOM + "\"");
    }

    /** Who guesses the author's address could otherwise see from the id that the guess is right. */
    @Test
    void n4_idOfANotificationDoesNotDependOnWhoTheAuthorIs() {
        world.login(JULIET, "phone");
        final Message message = world.broadcast("<body>x</body>" + reference(URI));
        world.run();
        final String id = world.sender.take().get(0).getID();
        world.executor.advance(MentionDelivery.MEMORY.plusSeconds(1));

        world.mentions.messageBroadcast(ROOM, new JID("mercutio@example.org/x"), message);
        world.run();

        assertThat(world.sender.take()).singleElement().satisfies(sent -> assertThat(sent.getID()).isEqualTo(id));
    }

    @Test
    void s1_userWhoCannotBeLookedUpKeepsNobodyElseFromBeingTold() {
        world.login(NURSE, "phone");
        world.room.affiliate(NURSE, Affiliation.MEMBER);
        world.users.observeIdentities(user -> {
            if (user.equals(JULIET)) {
                throw new AssertionError("for the test");
            }
        });

        world.broadcast(reference(URI) + reference("xmpp:nurse@example.org"));
        world.run();

        assertThat(world.told()).containsExactly("nurse@example.org/phone");
        world.users.observeIdentities(user -> { });
        world.mention(URI);
        assertThat(world.told()).hasSize(1);
        expectedErrors = 1;
    }

    // N5 and N6

    @Test
    void n6_roomAnnouncesTheFeatureExactlyWhileItForwards() {
        world.login(JULIET, "phone");
        final MentionSettings defaults = MentionSettings.DEFAULTS;
        final JID other = new JID("attic@conference.example.org");

        assertThat(world.mentions.serviceFeatures()).isEmpty();
        for (final MentionSettings on : List.of(defaults, with(true, Set.of("other.example.org"), Set.of(other.toString())))) {
            world.settings = on;
            assertThat(world.mentions.roomFeatures(ROOM)).containsExactly("urn:xmpp:mmn:0");
            world.mention(URI);
            assertThat(world.told()).hasSize(1);
        }
        for (final MentionSettings off : List.of(with(false, Set.of(), Set.of()), with(true, Set.of(ROOM.getDomain()), Set.of()),
            with(true, Set.of(), Set.of(ROOM.toString())), with(true, Set.of(), Set.of(RoomSwitches.EVERY_ROOM)))) {
            world.settings = off;
            assertThat(world.mentions.roomFeatures(ROOM)).isEmpty();
            world.mention(URI);
            assertThat(world.told()).isEmpty();
        }
        assertThat(world.counted(MentionMetrics.MESSAGES)).isEqualTo(2);
        assertThat(world.counted(MentionMetrics.FORWARDED)).isEqualTo(2);
    }

    private static MentionSettings with(final boolean enabled, final Set<String> services, final Set<String> rooms) {
        final MentionSettings defaults = MentionSettings.DEFAULTS;
        return new MentionSettings(enabled, services, rooms, true, defaults.chosen(), 20, 30, 65_536, defaults.retention());
    }

    @Test
    void n5_roomThatIsSwitchedOffForwardsNothingThatWaits() {
        world.login(JULIET, "phone");
        world.sender.hold();
        world.mention(URI);

        world.settings = with(true, Set.of(), Set.of(ROOM.toString()));
        world.sender.release();

        assertThat(world.told()).isEmpty();
    }
}
