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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepAssertions.assertRefused;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.PUBSUB;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What the feature hears late, or is not told of at all. */
class LateNewsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void twoWitchesMeet() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(CRONE, FIRST);
        server.join(HAG, THIRD);
    }

    private static String items(final String node) {
        return "<pubsub xmlns='" + PUBSUB + "'><items node='" + node + "'/></pubsub>";
    }

    private boolean claims(final JID from, final JID to, final String content) {
        return server.claims(server.stanza("get", from, to, content));
    }

    // Nicknames

    @Test
    void m12_newNicknameTakesTheClaimsAlongAtOnce() {
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");

        server.renameUnnoticed(FIRST, "Hecate");

        assertThat(claims(HAG, occupant("hecate"), items(ACTIVITY))).isTrue();
        assertThat(claims(HAG, occupant("hecate"), items(MOOD))).isFalse();
        assertThat(claims(HAG, occupant(FIRST), items(ACTIVITY))).isFalse();
        assertThat(claims(CRONE, occupant("hecate"), items("unheard of"))).isTrue();
        assertThat(claims(CRONE, occupant(FIRST), items("unheard of"))).isFalse();
        server.settle();
        assertThat(claims(HAG, occupant("hecate"), items(ACTIVITY))).isTrue();
        assertThat(claims(HAG, occupant(FIRST), items(ACTIVITY))).isFalse();
    }

    @Test
    void m12_swappedNicknamesSwapTheClaimsAtOnce() {
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        server.publish(HAG, occupant(THIRD), MOOD, "1");

        server.renameUnnoticed(FIRST, "hecate");
        server.renameUnnoticed(THIRD, FIRST);
        server.renameUnnoticed("hecate", THIRD);

        for (int i = 0; i < 2; i++) {
            assertThat(claims(HAG, occupant(THIRD), items(ACTIVITY))).isTrue();
            assertThat(claims(CRONE, occupant(THIRD), items(MOOD))).isTrue();
            assertThat(claims(CRONE, occupant(FIRST), items(MOOD))).isTrue();
            assertThat(claims(CRONE, occupant(FIRST), items(ACTIVITY))).isFalse();
            assertThat(claims(CRONE, occupant("hecate"), items(ACTIVITY))).isFalse();
            server.settle();
        }
    }

    @Test
    void m12_whoHasJustComeInIsSomebodyAtOnce() {
        server.rooms.get(COVEN).nicknames.put(WICCA, SECOND);

        assertThat(claims(WICCA, occupant(SECOND), items("unheard of"))).isTrue();
        assertRefused(server.get(WICCA, occupant(SECOND), items("unheard of")), "cancel", "item-not-found");
        server.done(server.publish(WICCA, occupant(SECOND), ACTIVITY, "1"));

        server.mep.occupantJoined(COVEN, WICCA, SECOND);
        server.settle();
        assertThat(claims(CRONE, occupant(SECOND), items(ACTIVITY))).isTrue();
        server.leave(WICCA);
        assertThat(claims(CRONE, occupant(SECOND), items(ACTIVITY))).isFalse();
    }

    // Persistence

    @Test
    void m10_roomThatBecomesPersistentIsStoredBeforeAnythingElseHappens() {
        server.rooms.get(COVEN).persistent = false;
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(HAG, COVEN, MOOD, "1");
        server.pass(Duration.ofMinutes(10));
        assertThat(server.store.stored(COVEN)).isEmpty();

        server.rooms.get(COVEN).persistent = true;
        server.pass(Duration.ofMinutes(1));

        assertThat(server.store.stored(COVEN)).containsExactly(ACTIVITY, MOOD);
    }

    @Test
    void m10_roomThatBecamePersistentIsStoredWholeAtTheNextChange() {
        server.rooms.get(COVEN).persistent = false;
        server.publish(HAG, COVEN, ACTIVITY, "1");

        server.rooms.get(COVEN).persistent = true;
        server.publish(HAG, COVEN, MOOD, "1");

        assertThat(server.store.stored(COVEN)).containsExactly(ACTIVITY, MOOD);
    }

    @Test
    void s1_roomThatCouldNotBeLookedAtIsLookedAtAgain() {
        server.rooms.get(COVEN).persistent = false;
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.rooms.get(COVEN).persistent = true;
        server.rooms.fail(new NoClassDefFoundError("as the test wants it"));
        assertThatThrownBy(() -> server.pass(Duration.ofMinutes(1))).isInstanceOf(NoClassDefFoundError.class);

        server.rooms.fail(null);
        server.pass(Duration.ofMinutes(1));

        assertThat(server.store.stored(COVEN)).containsExactly(ACTIVITY);
    }

    @Test
    void m10_temporaryRoomIsNotWatchedForEver() {
        server.rooms.get(COVEN).persistent = false;
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.pass(Duration.ofMinutes(10));
        assertThat(server.executor.waitingCount()).isEqualTo(1);

        server.leave(CRONE);
        server.leave(HAG);
        server.pass(Duration.ofMinutes(2));

        assertThat(server.executor.waitingCount()).isZero();
    }

    // Interest

    @Test
    void m5_lastItemsFollowWhenTheServerLearnsOfTheInterest() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");
        server.join(WICCA, SECOND);
        assertThat(server.eventsOf(WICCA)).isEmpty();

        server.capabilities.serverKnows(WICCA, ACTIVITY);
        server.pass(Duration.ofSeconds(10));

        assertThat(server.eventsOf(WICCA)).hasSize(2);
        server.pass(Duration.ofMinutes(10));
        assertThat(server.eventsOf(WICCA)).isEmpty();
        assertThat(server.executor.waitingCount()).isZero();
    }

    @Test
    void m5_whatCameAsAnEventDoesNotComeAsLastItem() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.capabilities.serverKnows(WICCA, ACTIVITY);
        server.join(WICCA, SECOND);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");
        assertThat(server.eventsOf(WICCA)).hasSize(2);

        server.pass(Duration.ofMinutes(1));

        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m5_whoIsInTheRoomLaterThanIsSaidGetsTheLastItemsThen() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.capabilities.serverKnows(WICCA, ACTIVITY);
        server.mep.occupantJoined(COVEN, WICCA, SECOND);
        server.pass(Duration.ofSeconds(3));
        assertThat(server.eventsOf(WICCA)).isEmpty();

        server.rooms.get(COVEN).nicknames.put(WICCA, SECOND);
        server.pass(Duration.ofSeconds(3));

        assertThat(server.eventsOf(WICCA)).hasSize(1);
        server.pass(Duration.ofMinutes(1));
        assertThat(server.eventsOf(WICCA)).isEmpty();
        assertThat(server.executor.waitingCount()).isZero();
    }

    @Test
    void m5_whoIsNeverInTheRoomIsNotWaitedForForEver() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.capabilities.serverKnows(WICCA, ACTIVITY);
        server.mep.occupantJoined(COVEN, WICCA, SECOND);
        server.pass(Duration.ofMinutes(1));
        assertThat(server.executor.waitingCount()).isZero();

        server.rooms.get(COVEN).nicknames.put(WICCA, SECOND);
        server.pass(Duration.ofMinutes(1));

        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m5_whoAnnouncesInterestLaterIsLookedAtNoMore() {
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.join(WICCA, SECOND);
        server.capabilities.serverKnows(WICCA, ACTIVITY);

        server.present(WICCA, SECOND, server.capabilities.interestedIn(ACTIVITY));
        assertThat(server.eventsOf(WICCA)).hasSize(1);

        server.pass(Duration.ofMinutes(1));
        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m4_interestEndsWhereAClientDoesNotSayWhatItHasChangedTo() {
        server.join(WICCA, SECOND, ACTIVITY);
        server.present(WICCA, SECOND, FakeCapabilities.unbelievable());
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        assertThat(server.eventsOf(WICCA)).as("while there is time to answer").hasSize(1);

        server.pass(PATIENCE);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");
        assertThat(server.eventsOf(WICCA)).isEmpty();

        server.present(WICCA, SECOND, server.capabilities.interestedIn(ACTIVITY));
        assertThat(server.eventsOf(WICCA)).as("last item for who is interested again").hasSize(1);
        server.pass(PATIENCE.multipliedBy(2));
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "3");
        assertThat(server.eventsOf(WICCA)).hasSize(1);
    }

    @Test
    void m4_everyAnnouncementHasTimeToBeAnswered() {
        server.join(WICCA, SECOND, ACTIVITY);
        server.present(WICCA, SECOND, server.capabilities.interestedIn(ACTIVITY, MOOD));
        server.pass(PATIENCE.minusSeconds(1));
        server.present(WICCA, SECOND, FakeCapabilities.unbelievable());

        server.pass(Duration.ofSeconds(10));
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "1");
        assertThat(server.eventsOf(WICCA)).hasSize(1);

        server.pass(PATIENCE);
        server.publish(CRONE, occupant(FIRST), ACTIVITY, "2");
        assertThat(server.eventsOf(WICCA)).isEmpty();
    }

    // Limits

    @Test
    void m13_whoLeavesAndComesBackMayNotPublishMoreOftenForThat() {
        server.settings.publishBurst = 3;
        server.settings.publishesPerSecond = 1;
        for (int i = 0; i < 3; i++) {
            server.done(server.publish(CRONE, occupant(FIRST), ACTIVITY, "1"));
        }

        server.leave(CRONE);
        server.join(CRONE, FIRST);

        assertRefused(server.publish(CRONE, occupant(FIRST), ACTIVITY, "1"), "wait", "policy-violation");
        server.done(server.publish(HAG, occupant(THIRD), ACTIVITY, "1"));
        server.pass(Duration.ofSeconds(1));
        server.done(server.publish(CRONE, occupant(FIRST), ACTIVITY, "1"));
    }

    @Test
    void m13_loweredNumberOfItemsTakesEffectOnWhatIsThere() {
        server.join(WICCA, SECOND, ACTIVITY);
        for (int i = 0; i < 5; i++) {
            server.publish(HAG, COVEN, ACTIVITY, "i" + i);
        }
        server.forgetEvents();

        server.settings.itemsPerNode = 2;
        server.mep.settingsChanged();
        server.settle();

        assertThat(server.done(server.get(CRONE, COVEN, items(ACTIVITY))).element("items").elements())
            .extracting(item -> item.attributeValue("id")).containsExactly("i3", "i4");
        assertThat(server.store.node(COVEN, ACTIVITY).items()).extracting(Item::id).containsExactly("i3", "i4");
        assertThat(server.eventsOf(WICCA)).extracting(event -> event.getElement().element("event").element("items")
            .element("retract").attributeValue("id")).containsExactly("i0", "i1", "i2");
        server.publish(HAG, COVEN, ACTIVITY, "i5");
        assertThat(server.store.node(COVEN, ACTIVITY).items()).extracting(Item::id).containsExactly("i4", "i5");
    }

    @Test
    void m13_moreItemsThanAreAllowedByNowAreNotReadFromTheDatabase() {
        for (int i = 0; i < 5; i++) {
            server.publish(HAG, COVEN, ACTIVITY, "i" + i);
        }
        server.settings.itemsPerNode = 2;

        server.start();

        assertThat(server.done(server.get(CRONE, COVEN, items(ACTIVITY))).element("items").elements()).hasSize(2);
    }
}
