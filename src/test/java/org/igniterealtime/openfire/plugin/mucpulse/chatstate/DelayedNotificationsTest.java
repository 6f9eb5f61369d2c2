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
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.WITCH;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.state;

import java.time.Duration;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/** C5: no more than so many in so much time, but the last before silence arrives. */
class DelayedNotificationsTest {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final ChatStateWorld world = ChatStateWorld.withTwo();

    /** Hecate says as much as she may, and paused last. */
    private void fillWindow() {
        for (int i = 0; i < 5; i++) {
            assertThat(world.says(HECATE, "composing")).isTrue();
            assertThat(world.says(HECATE, "paused")).isTrue();
        }
        assertThat(world.heard()).hasSize(10);
    }

    @Test
    void c5_eleventhInTenSecondsIsDropped() {
        fillWindow();

        assertThat(world.says(HECATE, "composing")).isFalse();
        assertThat(world.says(WITCH, "composing")).isTrue();
        assertThat(world.count(ChatStateMetrics.DROPPED_TOO_FAST)).isOne();
    }

    @Test
    void c5_lastStateArrivesWhenTheWindowOpens() {
        fillWindow();
        world.says(HECATE, "composing");
        world.says(HECATE, "paused");
        world.says(HECATE, "composing");
        world.says(HECATE, "inactive");
        world.advance(WINDOW.minusMillis(1));
        assertThat(world.heard()).isEmpty();

        world.advance(Duration.ofMillis(1));

        assertThat(world.heard()).containsExactly("Hecate inactive");
        assertThat(world.count(ChatStateMetrics.RELEASED)).isOne();
        assertThat(world.says(HECATE, "inactive")).isFalse();
    }

    @Test
    void c8_whatArrivesIsTheSendersOwn() {
        fillWindow();
        world.taken();
        final String content = state("inactive") + "<thread>t</thread><origin-id xmlns='urn:xmpp:sid:0' id='o1'/>";
        final Message original = world.message(HECATE, content);
        final Message expected = original.createCopy();
        assertThat(world.feature.admits(original)).isFalse();
        world.advance(WINDOW);

        expected.setFrom(new JID(ROOM + "/Hecate"));
        final List<Message> taken = world.taken();
        assertThat(taken).hasSize(1);
        XmlAssert.assertThat(taken.get(0).toXML()).and(expected.toXML()).areIdentical();
    }

    @Test
    void c5_rateAndWindowAreSettings() {
        world.rate(1, Duration.ofSeconds(60));
        assertThat(world.says(HECATE, "composing")).isTrue();
        assertThat(world.says(HECATE, "paused")).isFalse();
        world.advance(Duration.ofSeconds(59));
        assertThat(world.heard()).containsExactly("Hecate composing");
        world.advance(Duration.ofSeconds(1));
        assertThat(world.heard()).containsExactly("Hecate paused");
    }

    @Test
    void c5_whatIsSentLateCountsToo() {
        world.rate(1, WINDOW);
        world.says(HECATE, "composing");
        world.says(HECATE, "paused");
        world.advance(WINDOW);
        assertThat(world.heard()).containsExactly("Hecate composing", "Hecate paused");

        assertThat(world.says(HECATE, "composing")).isFalse();
        world.advance(WINDOW);
        assertThat(world.heard()).containsExactly("Hecate composing");
    }

    @Test
    void c5_stricterRateAppliesToWhatIsHeld() {
        fillWindow();
        world.says(HECATE, "composing");
        world.rate(2, Duration.ofSeconds(30));
        world.advance(Duration.ofSeconds(29));
        assertThat(world.heard()).isEmpty();

        world.advance(Duration.ofSeconds(1));

        assertThat(world.heard()).containsExactly("Hecate composing");
    }

    @Test
    void c5_whatTheRoomKnowsIsNotSentAgain() {
        fillWindow();
        world.says(HECATE, "composing");
        world.says(HECATE, "paused");
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c5_whoSpokeIsNotSaidToTypeLater() {
        fillWindow();
        world.says(HECATE, "composing");
        world.send(HECATE, BODY);
        world.advance(WINDOW);

        assertThat(world.heard()).containsExactly("Hecate content");
    }

    @Test
    void c5_whoSetTheSubjectIsStillSaidToType() {
        fillWindow();
        world.says(HECATE, "composing");
        world.feature.subjectChanged(ROOM, HECATE);
        world.advance(WINDOW);

        assertThat(world.heard()).containsExactly("Hecate composing");
    }

    @Test
    void c5_whoLeftIsNotSaidToTypeLater() {
        fillWindow();
        world.says(HECATE, "composing");
        world.leave(HECATE);
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
        assertThat(world.refused()).isEmpty();
    }

    @Test
    void c5_whoCameBackIsNotSaidToType() {
        fillWindow();
        world.says(HECATE, "composing");
        world.leave(HECATE);
        world.join(HECATE, "Hecate");
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c5_whoLeftWhileItWasOnItsWayIsNotSaidToType() {
        fillWindow();
        world.slowly();
        world.says(HECATE, "composing");
        world.advance(WINDOW);
        world.leave(HECATE);
        world.deliver();
        assertThat(world.refused()).isEmpty();
        world.join(HECATE, "Hecate");
        world.says(HECATE, "inactive");
        world.deliver();

        assertThat(world.heard()).containsExactly("Hecate inactive");
    }

    @Test
    void c5_newcomerWithTheSameNicknameIsNotSaidToType() {
        fillWindow();
        world.slowly();
        world.says(HECATE, "composing");
        world.advance(WINDOW);
        world.leave(HECATE);
        world.join(HECATE, "Hecate");
        world.says(HECATE, "inactive");
        world.deliver();

        assertThat(world.heard()).containsExactly("Hecate inactive");
    }

    @Test
    void c5_whatIsOutOfDateOnItsWayIsDropped() {
        fillWindow();
        world.slowly();
        world.says(HECATE, "composing");
        world.advance(WINDOW);
        assertThat(world.says(HECATE, "inactive")).isTrue();
        world.deliver();

        assertThat(world.heard()).containsExactly("Hecate inactive");
        assertThat(world.count(ChatStateMetrics.RELEASED)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {BODY, BODY + "<active xmlns='http://jabber.org/protocol/chatstates'/>",
        BODY + "<composing xmlns='http://jabber.org/protocol/chatstates'/>",
        "<subject/><active xmlns='http://jabber.org/protocol/chatstates'/>"})
    void c5_whatIsOnItsWayDoesNotOvertakeWhatIsSaid(final String content) {
        fillWindow();
        world.slowly();
        world.says(HECATE, "composing");
        world.advance(WINDOW);
        // Admitted, but the room has not sent it round yet.
        assertThat(world.feature.admits(world.message(HECATE, content))).isTrue();
        world.deliver();

        assertThat(world.heard()).isEmpty();
        assertThat(world.feature.limits().delayedBytes()).isZero();
    }

    @Test
    void c5_whoSentWhatNobodyReadIsNotSaidToTypeLater() {
        fillWindow();
        world.says(HECATE, "composing");
        world.feature.passesUnread(world.message(HECATE, ""));
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c5_whoSentWhatNobodyReadIsStillSaidToPause() {
        world.rate(1, WINDOW);
        world.says(HECATE, "composing");
        world.says(HECATE, "paused");
        world.feature.passesUnread(world.message(HECATE, ""));
        world.advance(WINDOW);

        assertThat(world.heard()).containsExactly("Hecate composing", "Hecate paused");
    }

    @Test
    void c5_whatIsHeldOfAnotherSessionIsCancelledToo() {
        world.join(HECATE_PHONE, "Hecate");
        fillWindow();
        world.says(HECATE, "composing");

        world.feature.admits(world.message(HECATE_PHONE, BODY));

        assertThat(world.feature.limits().delayedBytes()).isZero();
    }

    @Test
    void c5_whatIsHeldOfOthersAndOfVoicelessStays() {
        fillWindow();
        world.says(HECATE, "composing");
        final long held = world.feature.limits().delayedBytes();
        world.feature.admits(world.message(WITCH, BODY));
        world.voice(HECATE, false);
        world.feature.admits(world.message(HECATE, BODY));

        assertThat(world.feature.limits().delayedBytes()).isEqualTo(held).isPositive();
    }

    @Test
    void c5_newNicknameIsSaidToType() {
        fillWindow();
        world.says(HECATE, "composing");
        world.rename("Hecate", "Queen");
        world.advance(WINDOW);

        assertThat(world.heard()).containsExactly("Queen composing");
    }

    @Test
    void c5_sessionThatLeavesTakesOnlyItsOwnAlong() {
        world.join(HECATE_PHONE, "Hecate");
        fillWindow();
        world.says(HECATE, "inactive");
        world.says(HECATE_PHONE, "composing");
        world.leave(HECATE);
        world.advance(WINDOW);
        assertThat(world.heard()).containsExactly("Hecate composing");
    }

    @Test
    void c5_sessionThatComesBackIsNotSaidToTypeThoughItsOccupantStayed() {
        world.join(HECATE_PHONE, "Hecate");
        fillWindow();
        world.says(HECATE_PHONE, "inactive");
        world.says(HECATE, "composing");
        world.leave(HECATE);
        world.join(HECATE, "Hecate");
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c5_goneEndsTyping() {
        fillWindow();
        world.says(HECATE, "composing");
        world.says(HECATE, "gone");
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c5_goneDoesNotKeepTheEndOfTypingBack() {
        world.rate(1, WINDOW);
        world.says(HECATE, "composing");
        world.says(HECATE, "paused");
        world.says(HECATE, "gone");
        world.advance(WINDOW);

        assertThat(world.heard()).containsExactly("Hecate composing", "Hecate paused");
    }

    @Test
    void c5_whatIsDroppedInALargeRoomEndsTyping() {
        fillWindow();
        world.says(HECATE, "composing");
        world.crowd(1000);
        world.says(HECATE, "paused");
        world.crowd(0);
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c3_whoLostTheirVoiceIsNotSaidToTypeAndGetsNoError() {
        fillWindow();
        world.says(HECATE, "composing");
        world.voice(HECATE, false);
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
        assertThat(world.refused()).isEmpty();
    }

    @Test
    void c5_roomThatGrewIsNotTold() {
        fillWindow();
        world.says(HECATE, "composing");
        world.crowd(1000);
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c2_roomThatNoLongerHasChatStatesIsNotTold() {
        fillWindow();
        world.says(HECATE, "composing");
        world.policy(Policy.SUPPRESS);
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c2_roomThatNowGetsEverythingIsToldTheLastOnly() {
        fillWindow();
        world.says(HECATE, "inactive");
        world.policy(Policy.RELAY);
        world.advance(WINDOW);
        assertThat(world.heard()).containsExactly("Hecate inactive");

        world.policy(Policy.ENFORCE);
        world.says(HECATE, "active");
        fillWindowFromActive();
        world.says(HECATE, "composing");
        world.policy(Policy.RELAY);
        world.says(HECATE, "paused");
        world.heard();
        world.advance(WINDOW);
        assertThat(world.heard()).isEmpty();
    }

    private void fillWindowFromActive() {
        for (int i = 0; i < 10; i++) {
            world.says(HECATE, i % 2 == 0 ? "composing" : "paused");
        }
    }

    @Test
    void c5_destroyedRoomIsNotTold() {
        fillWindow();
        world.says(HECATE, "composing");
        world.destroyRoom();
        world.join(HECATE, "Hecate");
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c5_removedServiceIsNotTold() {
        fillWindow();
        world.says(HECATE, "composing");
        world.feature.serviceRemoved(SERVICE);
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }

    @Test
    void c5_serverThatIsBusyIsAskedAgain() {
        fillWindow();
        world.says(HECATE, "inactive");
        world.full(true);
        world.advance(WINDOW);
        world.advance(Duration.ofSeconds(5));
        assertThat(world.heard()).isEmpty();
        world.full(false);
        world.advance(Duration.ofSeconds(1));

        assertThat(world.heard()).containsExactly("Hecate inactive");
        // The look for those who left without a word
        assertThat(world.executor.waitingCount()).isOne();
    }

    @Test
    void c5_oneTaskWaitsForEachOccupant() {
        fillWindow();
        for (int i = 0; i < 100; i++) {
            world.says(HECATE, "composing");
            world.says(HECATE, "inactive");
            world.says(HECATE, "active");
        }

        // Another one looks for those who left without a word
        assertThat(world.executor.waitingCount()).isEqualTo(2);
    }

    @Test
    void c10_whatArrivesLateIsNotSaved() {
        fillWindow();
        world.says(HECATE, "composing");
        world.says(HECATE, "inactive");
        world.advance(WINDOW);

        assertThat(world.count(ChatStateMetrics.DROPPED_TOO_FAST)).isEqualTo(2);
        assertThat(world.count(ChatStateMetrics.RELEASED)).isOne();
        assertThat(world.count(ChatStateMetrics.DELIVERIES_SAVED)).isEqualTo(2);
    }

    // The plugin is stopped

    @Test
    void c5_whatIsHeldIsSentWhenThePluginIsStopped() {
        fillWindow();
        world.says(HECATE, "inactive");

        world.slowly();
        world.feature.stop();

        assertThat(world.routedWithoutPlugin()).containsExactly("Hecate inactive");
        assertThat(world.feature.occupantCount()).isZero();
    }

    @Test
    void c7_whatMayNotBeSaidIsNotSentWhenThePluginIsStopped() {
        fillWindow();
        world.says(HECATE, "inactive");
        world.voice(HECATE, false);

        world.slowly();
        world.feature.stop();

        assertThat(world.routedWithoutPlugin()).isEmpty();
        assertThat(world.refused()).isEmpty();
    }

    @Test
    void c5_nothingIsSentTwiceWhenThePluginIsStopped() {
        fillWindow();
        world.says(HECATE, "inactive");
        world.feature.stop();
        world.heard();
        world.advance(WINDOW);

        assertThat(world.heard()).isEmpty();
    }
}
