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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.BODY;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.HECATE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.HECATE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.ROOM;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.WITCH;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.state;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** C1 to C10: what rooms get of chat states. Silence, and what comes late, is in {@link DelayedNotificationsTest}. */
class RoomChatStatesTest {

    private final ChatStateWorld world = ChatStateWorld.withTwo();

    static Stream<String> contents() {
        return MessageContents.all();
    }

    // C1

    @ParameterizedTest
    @MethodSource("contents")
    void c1_contentIsNeverDroppedAndLeftAsItIs(final String content) {
        for (final Policy policy : Policy.values()) {
            world.policy(policy);
            world.crowd(1000);
            final Message message = world.message(HECATE, content);
            final String before = message.toXML();

            for (int i = 0; i < 15; i++) {
                assertThat(world.feature.admits(message)).isTrue();
            }

            assertThat(message.toXML()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<subject/>", "<subject></subject>", "<subject/><body/>", "<subject/><thread>t</thread>"})
    void c1_anEmptySubjectAlwaysArrives(final String subject) {
        world.rate(1, Duration.ofSeconds(60));
        world.knowsNoChatStates(WITCH);
        for (final String state : List.of("composing", "paused", "gone")) {
            assertThat(world.says(HECATE, "inactive") && world.says(HECATE, "inactive")).isFalse();

            assertThat(world.send(HECATE, state(state) + subject)).isTrue();

            assertThat(world.delivers(delivery(WITCH, state("active") + subject), () -> true)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("contents")
    void c1_contentWithActiveIsLeftAsItIs(final String content) {
        final Message message = world.message(HECATE, content + state("active"));
        final String before = message.toXML();

        for (int i = 0; i < 15; i++) {
            assertThat(world.feature.admits(message)).isTrue();
        }

        assertThat(message.toXML()).isEqualTo(before);
    }

    // C2

    @Test
    void c2_relayTouchesNothing() {
        world.policy(Policy.RELAY);
        world.voice(WITCH, false);
        world.crowd(1000);
        final String two = state("composing") + state("paused");

        for (int i = 0; i < 15; i++) {
            for (final String content : List.of(state("gone"), state("gone"), two, BODY + two, BODY + state("gone"))) {
                final Message message = world.message(WITCH, content);
                final String before = message.toXML();
                assertThat(world.feature.admits(message)).isTrue();
                assertThat(message.toXML()).isEqualTo(before);
            }
        }
        assertThat(world.count(ChatStateMetrics.SEEN)).isEqualTo(75);
        assertThat(world.count(ChatStateMetrics.DELIVERIES_SAVED)).isZero();
    }

    @Test
    void c2_suppressDropsEveryStandalone() {
        world.policy(Policy.SUPPRESS);

        for (final ChatState state : ChatState.values()) {
            assertThat(world.says(HECATE, state.qName().getName())).isFalse();
        }

        assertThat(world.heard()).isEmpty();
        assertThat(world.count(ChatStateMetrics.DROPPED_SUPPRESSED)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "composing", "paused", "inactive", "gone"})
    void c2_suppressTakesStatesOutOfContent(final String state) {
        world.policy(Policy.SUPPRESS);
        final Message message = world.message(HECATE, BODY + state(state) + "<thread>t</thread>" + state("active"));

        assertThat(world.feature.admits(message)).isTrue();

        assertThat(message.toXML()).isEqualTo(world.message(HECATE, BODY + "<thread>t</thread>").toXML());
        assertThat(world.count(ChatStateMetrics.CHANGED)).isOne();
    }

    @Test
    void c2_roomPrevailsOverServiceAndServiceOverTheRest() {
        world.settings = new ChatStateSettings(Policy.RELAY, Map.of(SERVICE, Policy.ENFORCE),
            Map.of(ROOM.toString(), Policy.SUPPRESS), 0, 10, Duration.ofSeconds(10), true);
        assertThat(world.says(HECATE, "composing")).isFalse();
        world.settings = new ChatStateSettings(Policy.SUPPRESS, Map.of(SERVICE, Policy.ENFORCE),
            Map.of("other@" + SERVICE, Policy.RELAY), 0, 10, Duration.ofSeconds(10), true);
        assertThat(world.says(HECATE, "composing")).isTrue();
        assertThat(world.says(HECATE, "gone")).isFalse();
        world.settings = new ChatStateSettings(Policy.SUPPRESS, Map.of("other.example.org", Policy.ENFORCE), Map.of(),
            0, 10, Duration.ofSeconds(10), true);
        assertThat(world.says(HECATE, "paused")).isFalse();
    }

    @Test
    void c2_policyTakesEffectAtOnce() {
        assertThat(world.says(HECATE, "composing")).isTrue();
        world.policy(Policy.SUPPRESS);
        assertThat(world.says(HECATE, "paused")).isFalse();
        world.policy(Policy.RELAY);
        assertThat(world.says(HECATE, "paused")).isTrue();
        assertThat(world.says(HECATE, "paused")).isTrue();
    }

    @Test
    void c2_whatWasRelayedIsNoRepetitionLater() {
        world.says(HECATE, "composing");
        world.policy(Policy.RELAY);
        world.says(HECATE, "paused");
        world.policy(Policy.ENFORCE);

        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    // C3

    @Test
    void c3_goneIsDropped() {
        assertThat(world.says(HECATE, "gone")).isFalse();
        world.says(HECATE, "composing");
        assertThat(world.says(HECATE, "gone")).isFalse();
        world.says(HECATE, "paused");

        assertThat(world.heard()).containsExactly("Hecate composing", "Hecate paused");
        assertThat(world.count(ChatStateMetrics.DROPPED_GONE)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "composing", "paused", "inactive"})
    void c3_repetitionIsDropped(final String state) {
        assertThat(world.says(HECATE, state)).isTrue();
        assertThat(world.says(HECATE, state)).isFalse();
        assertThat(world.says(HECATE, state)).isFalse();

        assertThat(world.heard()).containsExactly("Hecate " + state);
        assertThat(world.count(ChatStateMetrics.DROPPED_REPEATED)).isEqualTo(2);
    }

    @Test
    void c3_everybodyRepeatsOnlyThemselves() {
        assertThat(world.says(HECATE, "composing")).isTrue();
        assertThat(world.says(WITCH, "composing")).isTrue();
    }

    @Test
    void c3_sessionsOfOneOccupantRepeatEachOther() {
        world.join(HECATE_PHONE, "Hecate");

        assertThat(world.says(HECATE, "composing")).isTrue();
        assertThat(world.says(HECATE_PHONE, "composing")).isFalse();
        assertThat(world.says(HECATE_PHONE, "paused")).isTrue();
        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    @Test
    void c3_afterADroppedGoneTheRoomStillKnows() {
        world.says(HECATE, "composing");
        world.says(HECATE, "gone");

        assertThat(world.says(HECATE, "composing")).isFalse();
    }

    private static boolean isSaid(final String content) {
        return Pattern.compile("<body( xml:lang='..')?>[^<]|<payload|<openpgp|jabber:x:encrypted").matcher(content).find();
    }

    static Stream<String> said() {
        return contents().filter(RoomChatStatesTest::isSaid);
    }

    static Stream<String> unsaid() {
        return contents().filter(content -> !isSaid(content));
    }

    @ParameterizedTest
    @MethodSource("said")
    void c3_textsAndEncryptedMessagesMakeActive(final String content) {
        world.says(HECATE, "composing");
        world.send(HECATE, content);

        assertThat(world.says(HECATE, "active")).isFalse();
        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("unsaid")
    void c3_contentWithoutATextChangesNothing(final String content) {
        world.says(HECATE, "composing");
        world.send(HECATE, content);

        assertThat(world.says(HECATE, "composing")).isFalse();
        assertThat(world.says(HECATE, "active")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("unsaid")
    void c3_contentWithoutATextButWithAStateMakesActive(final String content) {
        world.says(HECATE, "composing");
        world.send(HECATE, content + state("active"));

        assertThat(world.says(HECATE, "active")).isFalse();
        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "composing"})
    void c3_nothingIsARepetitionAfterTheSubjectWasChanged(final String next) {
        world.says(HECATE, "composing");
        world.feature.subjectChanged(ROOM, HECATE);

        assertThat(world.says(HECATE, next)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"active", "composing"})
    void c3_nothingIsARepetitionAfterAMessageThatIsTooLargeToBeRead(final String next) {
        world.says(HECATE, "composing");
        world.feature.messageBroadcastUnread(ROOM, HECATE, world.message(HECATE, BODY));

        assertThat(world.says(HECATE, next)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("unsaid")
    void c5_contentWithoutATextDoesNotReplaceWhatIsHeld(final String content) {
        world.rate(1, Duration.ofSeconds(60));
        world.says(HECATE, "composing");
        world.says(HECATE, "paused");
        world.send(HECATE, content);
        world.advance(Duration.ofSeconds(60));

        assertThat(world.heard()).containsExactly("Hecate composing", "Hecate content", "Hecate paused");
    }

    @Test
    void c3_contentWithAStateMakesActiveEvenIfNothingWasHeardBefore() {
        world.send(HECATE, BODY + state("active"));

        assertThat(world.says(HECATE, "active")).isFalse();
        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    @Test
    void c3_contentOfAnotherChangesNothing() {
        world.says(HECATE, "composing");
        world.send(WITCH, BODY);
        world.feature.subjectChanged(ROOM, WITCH);

        assertThat(world.says(HECATE, "composing")).isFalse();
    }

    @Test
    void c3_contentThatTheRoomRefusedChangesNothing() {
        world.says(HECATE, "composing");
        world.voice(HECATE, false);
        world.send(HECATE, BODY + state("active"));
        assertThat(world.refused()).containsExactly(HECATE);
        world.voice(HECATE, true);

        assertThat(world.says(HECATE, "composing")).isFalse();
        assertThat(world.says(HECATE, "active")).isTrue();
    }

    @Test
    void c3_whoHasNoVoiceIsDroppedWithoutAnError() {
        world.voice(HECATE, false);

        assertThat(world.says(HECATE, "composing")).isFalse();
        assertThat(world.refused()).isEmpty();
        assertThat(world.send(HECATE, BODY)).isTrue();
        assertThat(world.refused()).containsExactly(HECATE);
        assertThat(world.count(ChatStateMetrics.DROPPED_VOICELESS)).isOne();
        assertThat(world.count(ChatStateMetrics.DELIVERIES_SAVED)).isZero();
    }

    @Test
    void c3_whoIsNotInTheRoomIsTheServersBusiness() {
        final JID stranger = new JID("macbeth@example.org/castle");

        assertThat(world.says(stranger, "gone")).isTrue();
        assertThat(world.refused()).containsExactly(stranger);
    }

    @Test
    void c3_occupantWhoComesBackBeginsAnew() {
        world.says(HECATE, "composing");
        world.leave(HECATE);
        world.join(HECATE, "Hecate");

        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    @Test
    void c3_newNicknameIsTheSameOccupant() {
        world.says(HECATE, "composing");
        world.rename("Hecate", "Queen");

        assertThat(world.says(HECATE, "composing")).isFalse();
        world.leave(HECATE);
        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void c3_eventForEachSessionOfANewNicknameIsOne() {
        world.join(HECATE_PHONE, "Hecate");
        world.says(HECATE, "composing");
        world.rename("Hecate", "Queen");
        world.rename("Hecate", "Queen");

        assertThat(world.says(HECATE_PHONE, "composing")).isFalse();
    }

    @Test
    void c3_nicknameInOtherLettersIsTheSame() {
        world.says(HECATE, "composing");
        world.rename("Hecate", "HECATE");

        assertThat(world.says(HECATE, "composing")).isFalse();
    }

    // C4

    @Test
    void c4_standaloneWithSeveralStatesIsDropped() {
        assertThat(world.send(HECATE, state("composing") + state("paused"))).isFalse();
        assertThat(world.send(HECATE, state("active") + "<thread>t</thread>" + state("active"))).isFalse();

        assertThat(world.count(ChatStateMetrics.DROPPED_SEVERAL)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"composing", "paused", "inactive", "gone"})
    void c4_otherStateInContentBecomesActive(final String state) {
        final Message message = world.message(HECATE, BODY + state(state) + "<thread>t</thread>");

        assertThat(world.feature.admits(message)).isTrue();

        XmlAssert.assertThat(message.toXML())
            .and(world.message(HECATE, BODY + state("active") + "<thread>t</thread>").toXML()).areIdentical();
        assertThat(world.count(ChatStateMetrics.CHANGED)).isOne();
    }

    @Test
    void c4_whatIsInTheOtherStateGoesWithIt() {
        final Message message = world.message(HECATE, BODY + "<cs:composing xmlns:cs='" + STATES
            + "' since='1'><cs:x/>text</cs:composing>");

        world.feature.admits(message);

        assertThat(message.getElement().elements("active")).hasSize(1);
        assertThat(message.toXML()).doesNotContain("composing", "since", "text");
    }

    @ParameterizedTest
    @CsvSource({"active,composing,1", "composing,active,1", "active,active,1", "composing,paused,0", "gone,gone,0"})
    void c4_contentKeepsActiveOrNone(final String first, final String second, final int left) {
        final Message message = world.message(HECATE, state(first) + BODY + state(second));

        assertThat(world.feature.admits(message)).isTrue();

        XmlAssert.assertThat(message.toXML())
            .and(world.message(HECATE, (left == 1 ? state("active") : "") + BODY).toXML()).areIdentical();
    }

    // C5; what is held back is another test

    @Test
    void c5_standaloneInALargeRoomIsDropped() {
        world.crowd(98);
        assertThat(world.says(HECATE, "composing")).isTrue();
        world.crowd(99);
        assertThat(world.says(HECATE, "paused")).isFalse();
        assertThat(world.send(HECATE, BODY + state("active"))).isTrue();

        assertThat(world.count(ChatStateMetrics.DROPPED_CROWDED)).isOne();
        assertThat(world.count(ChatStateMetrics.DELIVERIES_SAVED)).isEqualTo(101);
    }

    @Test
    void c5_noRoomIsTooLargeIfTheAdminSaysSo() {
        world.occupants(0);
        world.crowd(10_000);

        assertThat(world.says(HECATE, "composing")).isTrue();
    }

    // C6

    private static boolean isInactive() {
        return true;
    }

    private Message delivery(final JID to, final String content) {
        return Stanzas.message("<message type='groupchat' from='" + ROOM + "/Hecate' to='" + to + "'>" + content
            + "<addresses xmlns='http://jabber.org/protocol/address'><address type='ofrom' jid='" + HECATE
            + "'/></addresses></message>");
    }

    @Test
    void c6_clientWithoutChatStatesIsSpared() {
        world.knowsNoChatStates(WITCH);

        assertThat(world.delivers(delivery(WITCH, state("composing")), () -> false)).isFalse();
        assertThat(world.delivers(delivery(HECATE, state("composing")), () -> false)).isTrue();
        assertThat(world.delivers(delivery(WITCH, BODY + state("active")), () -> false)).isTrue();
        assertThat(world.delivers(delivery(WITCH, BODY), () -> false)).isTrue();
        assertThat(world.count(ChatStateMetrics.WITHHELD_UNSUPPORTED)).isOne();
        assertThat(world.count(ChatStateMetrics.DELIVERIES_SAVED)).isOne();
    }

    @Test
    void c6_clientAtWhichNobodyLooksIsSpared() {
        assertThat(world.delivers(delivery(WITCH, state("composing")), RoomChatStatesTest::isInactive))
            .isFalse();
        assertThat(world.delivers(delivery(WITCH, state("composing")), () -> false)).isTrue();
        assertThat(world.delivers(delivery(WITCH, BODY + state("active")), RoomChatStatesTest::isInactive))
            .isTrue();
        assertThat(world.count(ChatStateMetrics.WITHHELD_INACTIVE)).isOne();
    }

    @Test
    void c6_nobodyIsSparedIfTheAdminSaysSo() {
        world.perRecipient(false);
        world.knowsNoChatStates(WITCH);

        assertThat(world.delivers(delivery(WITCH, state("composing")), RoomChatStatesTest::isInactive))
            .isTrue();
    }

    @Test
    void c6_relaySparesNobody() {
        world.policy(Policy.RELAY);
        world.knowsNoChatStates(WITCH);

        assertThat(world.delivers(delivery(WITCH, state("composing")), RoomChatStatesTest::isInactive))
            .isTrue();
    }

    @Test
    void c6_deliveryWithoutAnAddressIsLeftAlone() {
        final Message message = delivery(WITCH, state("composing"));
        message.setTo((JID) null);

        assertThat(world.delivers(message, RoomChatStatesTest::isInactive)).isTrue();
    }

    // C8

    @ParameterizedTest
    @EnumSource(Policy.class)
    void c8_roomsSayWhetherTheyHaveChatStates(final Policy policy) {
        world.policy(policy);

        assertThat(world.feature.roomFeatures(ROOM))
            .isEqualTo(policy == Policy.SUPPRESS ? List.of() : List.of(STATES));
        assertThat(world.feature.serviceFeatures()).isEmpty();
    }

    @Test
    void c8_nothingIsMadeUp() {
        world.says(HECATE, "composing");
        world.leave(HECATE);
        world.advance(Duration.ofHours(1));

        assertThat(world.heard()).containsExactly("Hecate composing");
    }

    // C10

    @Test
    void c10_everyReasonIsCounted() {
        world.says(HECATE, "composing");
        world.says(HECATE, "composing");
        world.says(HECATE, "gone");
        world.send(HECATE, state("active") + state("paused"));
        world.send(HECATE, BODY + state("gone"));
        world.send(HECATE, BODY);

        assertThat(world.count(ChatStateMetrics.SEEN)).isEqualTo(5);
        assertThat(world.count(ChatStateMetrics.DROPPED_REPEATED)).isOne();
        assertThat(world.count(ChatStateMetrics.DROPPED_GONE)).isOne();
        assertThat(world.count(ChatStateMetrics.DROPPED_SEVERAL)).isOne();
        assertThat(world.count(ChatStateMetrics.CHANGED)).isOne();
        assertThat(world.count(ChatStateMetrics.DELIVERIES_SAVED)).isEqualTo(3 * 2);
        assertThat(world.feature.counters().services()).containsExactly(SERVICE);
    }

    // Memory

    @Test
    void nothingOutlivesTheOccupant() {
        for (final Policy policy : Policy.values()) {
            world.policy(policy);
            for (final ChatState state : ChatState.values()) {
                world.says(HECATE, state.qName().getName());
                world.send(WITCH, BODY + state(state.qName().getName()));
            }
            world.send(HECATE, state("active") + state("paused"));
        }
        world.leave(HECATE);
        world.leave(WITCH);

        assertThat(world.feature.occupantCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "composing"})
    void whatIsDroppedIsNotRemembered(final String state) {
        world.voice(HECATE, false);
        world.says(HECATE, state);

        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void occupantStaysAsLongAsASessionOfWhichSomethingWasHeard() {
        world.join(HECATE_PHONE, "Hecate");
        world.says(HECATE, "composing");
        world.says(HECATE_PHONE, "paused");
        world.leave(HECATE);
        assertThat(world.feature.occupantCount()).isOne();
        assertThat(world.says(HECATE_PHONE, "paused")).isFalse();

        world.leave(HECATE_PHONE);

        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void whoLeavesWhileTheyAreJudgedIsForgotten() {
        world.betweenTwoLooks(() -> world.leave(HECATE));
        world.says(HECATE, "composing");
        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void secondSessionThatLeavesWhileItIsJudgedIsForgotten() {
        world.join(HECATE_PHONE, "Hecate");
        world.says(HECATE, "composing");
        world.betweenTwoLooks(() -> world.leave(HECATE_PHONE));
        world.says(HECATE_PHONE, "paused");
        world.leave(HECATE);

        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void whoLeavesWhileTheirMessageIsHeardIsForgotten() {
        final Message broadcast = world.message(HECATE, BODY + state("active"));
        broadcast.setFrom(ROOM + "/Hecate");
        world.leave(HECATE);

        world.feature.messageBroadcast(ROOM, HECATE, broadcast);

        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void messageOfTheRoomItselfIsNobodys() {
        world.says(HECATE, "composing");
        final Message broadcast = world.message(HECATE, BODY + state("active"));
        broadcast.setFrom(ROOM);

        world.feature.messageBroadcast(ROOM, HECATE, broadcast);

        assertThat(world.says(HECATE, "composing")).isFalse();
    }

    @Test
    void roomAndServiceTakeTheirOccupantsAlong() {
        world.says(HECATE, "composing");
        world.feature.roomDestroyed(ROOM);
        assertThat(world.feature.occupantCount()).isZero();
        world.says(HECATE, "composing");
        world.feature.serviceRemoved("other.example.org");
        assertThat(world.feature.occupantCount()).isOne();

        world.feature.serviceRemoved(SERVICE);

        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void addressesOfRemoteUsersAreTakenAsTheyAre() {
        final JID remote = new JID("Macbeth", "Dunsinane.Example.NET", "Castle", true);
        world.join(remote, "Macbeth");

        assertThat(world.says(remote, "composing")).isTrue();
        assertThat(world.says(remote, "composing")).isFalse();
        world.leave(remote);
        assertThat(world.feature.occupantCount()).isZero();
    }
}
