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
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.HECATE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.ROOM;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.STATES;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.WITCH;
import static org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateWorld.state;

import java.time.Duration;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;

/** C6: what clients announce in rooms counts, for users of other servers above all. */
class ClientSupportTest {

    private static final JID HAG = new JID("hag66@elsewhere.lit/pda");

    private final ChatStateWorld world = ChatStateWorld.withTwo();
    private final CapsAnnouncement without = world.capabilities.having("urn:example:other");
    private final CapsAnnouncement with = world.capabilities.having("urn:example:other", STATES);

    @BeforeEach
    void somebodyOfAnotherServerIsInTheRoom() {
        world.join(HAG, "Hag");
    }

    /** Whether a session gets a standalone notification. */
    private boolean isNotified(final JID session) {
        return world.delivers(Stanzas.message("<message type='groupchat' from='" + ROOM + "/Hecate' to='" + session
            + "'>" + state("composing") + "</message>"), () -> false);
    }

    private int questionsIn(final Duration time) {
        final int before = world.capabilities.questions();
        world.advance(time);
        return world.capabilities.questions() - before;
    }

    @Test
    void c6_clientThatAnnouncesNoChatStatesInTheRoomIsSpared() {
        world.present(HAG, without);

        assertThat(isNotified(HAG)).isFalse();
        assertThat(isNotified(WITCH)).isTrue();
        assertThat(world.count(ChatStateMetrics.WITHHELD_UNSUPPORTED)).isOne();
    }

    @Test
    void c6_clientThatAnnouncesChatStatesInTheRoomIsNotified() {
        world.knowsNoChatStates(WITCH);
        assertThat(isNotified(WITCH)).isFalse();

        world.present(WITCH, with);

        assertThat(isNotified(WITCH)).as("the presence in the room outweighs what the server knows").isTrue();
    }

    @Test
    void c6_untilAClientHasAnsweredItIsNotified() {
        world.capabilities.slowly();
        world.present(HAG, without);
        assertThat(isNotified(HAG)).isTrue();

        world.capabilities.answer();
        world.advance(Duration.ZERO);

        assertThat(isNotified(HAG)).isFalse();
    }

    @Test
    void c6_newAnnouncementCounts() {
        world.present(HAG, without);
        world.present(HAG, with);
        assertThat(isNotified(HAG)).isTrue();

        world.present(HAG, FakeCapabilities.unbelievable());
        assertThat(isNotified(HAG)).isTrue();

        world.present(HAG, without);
        assertThat(isNotified(HAG)).isFalse();
        assertThat(world.feature.clientCount()).isOne();
    }

    @Test
    void c6_sameAnnouncementIsAskedForOnce() {
        world.present(HAG, without);
        world.present(WITCH, without);
        world.present(HAG, without);

        assertThat(world.capabilities.questions()).isOne();
        assertThat(isNotified(WITCH)).isFalse();
    }

    @Test
    void c6_clientThatDoesNotAnswerIsAskedAgainWithGrowingPauses() {
        world.present(HAG, FakeCapabilities.unbelievable());

        assertThat(questionsIn(Duration.ofMinutes(1))).isOne();
        assertThat(questionsIn(Duration.ofMinutes(1))).isZero();
        assertThat(questionsIn(Duration.ofMinutes(1))).isOne();
        assertThat(questionsIn(Duration.ofHours(1))).isBetween(2, 3);
        assertThat(questionsIn(Duration.ofHours(10))).isBetween(9, 11);
        assertThat(isNotified(HAG)).isTrue();
        assertThat(world.executor.waitingCount()).isOne();

        world.leave(HAG);
        assertThat(questionsIn(Duration.ofMinutes(2))).isZero();
        assertThat(world.executor.waitingCount()).isZero();
    }

    @Test
    void c6_clientThatDoesNotAnswerIsAskedAgainAtAnyPresence() {
        world.present(HAG, FakeCapabilities.unbelievable());
        final int before = world.capabilities.questions();

        world.present(HAG, FakeCapabilities.unbelievable());
        world.feature.presenceInRoom(new JID(ROOM + "/Hag"), HAG);
        world.feature.presenceInRoom(new JID(ROOM + "/First Witch"), WITCH);
        world.advance(Duration.ZERO);

        assertThat(world.capabilities.questions()).isEqualTo(before + 2);
    }

    @Test
    void c6_presenceHasAClientAskedOnceMoreBeforeLong() {
        world.present(HAG, FakeCapabilities.unbelievable());
        world.advance(Duration.ofHours(3));
        final int before = world.capabilities.questions();

        world.present(HAG, FakeCapabilities.unbelievable());
        world.advance(Duration.ofMinutes(1));

        assertThat(world.capabilities.questions()).isEqualTo(before + 2);
    }

    @Test
    void c6_whatAnotherFeatureFoundOutCounts() {
        world.capabilities.slowly();
        world.present(HAG, without);
        world.capabilities.answerUnheard();
        assertThat(isNotified(HAG)).isTrue();

        world.advance(Duration.ofMinutes(1));

        assertThat(isNotified(HAG)).isFalse();
    }

    @Test
    void c6_whoComesBackWithoutAnAnnouncementIsUnknown() {
        world.present(HAG, without);
        world.leave(HAG);
        world.advance(Duration.ZERO);
        assertThat(world.feature.clientCount()).isZero();

        world.join(HAG, "Hag");

        assertThat(isNotified(HAG)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = Policy.class, names = {"RELAY", "SUPPRESS"})
    void c6_whereItDoesNotMatterNobodyIsAsked(final Policy policy) {
        world.policy(policy);

        world.present(HAG, without);

        assertThat(world.capabilities.questions()).isZero();
        assertThat(world.feature.clientCount()).isZero();
    }

    @Test
    void c6_whereTheAdministratorDoesNotWantItNobodyIsAsked() {
        world.perRecipient(false);

        world.present(HAG, without);

        assertThat(world.capabilities.questions()).isZero();
    }

    @Test
    void s3_whoWasNeverLetInIsForgotten() {
        for (int i = 0; i < 100; i++) {
            world.present(new JID("u" + i + "@elsewhere.lit/r"), without);
        }
        world.present(HAG, without);
        assertThat(world.feature.clientCount()).isEqualTo(101);

        world.advance(Duration.ofMinutes(6));

        assertThat(world.feature.clientCount()).isOne();
        assertThat(isNotified(HAG)).isFalse();
    }

    @Test
    void s3_longAnnouncementsAreIgnored() {
        world.present(HAG, world.capabilities.having("f".repeat(ClientSupport.MAX_ANNOUNCEMENT)));

        assertThat(world.feature.clientCount()).isZero();
    }

    @Test
    void s3_serviceThatIsGoneIsForgotten() {
        world.present(HAG, without);
        world.present(HECATE, FakeCapabilities.unbelievable());

        world.feature.serviceRemoved(SERVICE);
        world.advance(Duration.ofMinutes(1));

        assertThat(world.feature.clientCount()).isZero();
        assertThat(world.executor.waitingCount()).isZero();
    }

    @Test
    void s3_sessionsOfAUserAreRememberedInBounds() {
        for (int i = 0; i < 2 * ClientSupport.MAX_SESSIONS_OF_USER; i++) {
            world.feature.presenceInRoom(new JID("r" + i, SERVICE, "n", true), HAG, without);
        }
        world.advance(Duration.ZERO);
        assertThat(world.feature.clientCount()).isEqualTo(ClientSupport.MAX_SESSIONS_OF_USER);
        assertThat(isNotified(HAG)).isFalse();

        world.present(WITCH, without);
        assertThat(isNotified(WITCH)).isFalse();
    }

    @Test
    void s3_sessionsWithVeryLongAddressesAreNotKept() {
        final String longest = "u@elsewhere.lit/" + "r".repeat(ClientSupport.MAX_ADDRESS - "u@elsewhere.lit/".length());
        world.feature.presenceInRoom(new JID(ROOM + "/n"), new JID(longest), without);
        world.feature.presenceInRoom(new JID(ROOM + "/n"), new JID(longest + "r"), without);
        world.advance(Duration.ZERO);

        assertThat(world.feature.clientCount()).isEqualTo(1);
    }

    @Test
    void s3_sessionsOfADomainAreRememberedInBounds() {
        for (int i = 0; i < ClientSupport.MAX_SESSIONS_OF_DOMAIN + 100; i++) {
            world.feature.presenceInRoom(new JID(ROOM + "/n"), new JID("u" + i, "s" + i % 7 + ".elsewhere.lit", "r", true),
                without);
        }
        world.advance(Duration.ZERO);
        assertThat(world.feature.clientCount()).isEqualTo(ClientSupport.MAX_SESSIONS_OF_DOMAIN);
        world.present(HAG, without);
        assertThat(isNotified(HAG)).as("not known, so nothing is kept from it").isTrue();

        world.present(new JID("u@third.lit/r"), without);
        assertThat(isNotified(new JID("u@third.lit/r"))).isFalse();
    }

    @Test
    void s3_usersOfThisServerHaveNoShareOfADomainInCommon() {
        for (int i = 0; i < ClientSupport.MAX_SESSIONS_OF_DOMAIN + 100; i++) {
            world.feature.presenceInRoom(new JID(ROOM + "/n"), new JID("u" + i, "example.org", "r", true), without);
        }
        world.present(WITCH, without);

        assertThat(isNotified(WITCH)).isFalse();
    }

    @Test
    void s3_otherDomainsTakeNothingFromUsersOfThisServer() {
        for (int i = 0; i < ClientSupport.MAX_SESSIONS; i++) {
            world.feature.presenceInRoom(new JID(ROOM + "/n"), new JID("u", "d" + i + ".lit", "r", true), without);
        }
        world.advance(Duration.ZERO);
        assertThat(world.feature.clientCount()).isEqualTo(ClientSupport.MAX_SESSIONS_OF_OTHERS);
        world.present(WITCH, without);

        assertThat(isNotified(WITCH)).isFalse();
    }
}
