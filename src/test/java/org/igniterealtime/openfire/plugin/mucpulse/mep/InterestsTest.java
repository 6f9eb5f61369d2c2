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
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.CRONE;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.FIRST;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.HAG;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.SECOND;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.THIRD;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.WICCA;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.List;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCapabilities;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** M4: it is found out again and again what a client is interested in, and at little cost. */
class InterestsTest {

    private final MepFixture server = new MepFixture();

    @BeforeEach
    void roomHasNodes() {
        server.affiliate(HAG, Affiliation.OWNER);
        server.join(HAG, THIRD);
        server.publish(HAG, COVEN, ACTIVITY, "1");
        server.publish(HAG, COVEN, MOOD, "1");
        server.forgetEvents();
    }

    private int questionsIn(final Duration time) {
        final int before = server.capabilities.questions();
        server.pass(time);
        return server.capabilities.questions() - before;
    }

    @Test
    void m4_clientThatDoesNotAnswerIsAskedAgainWithGrowingPauses() {
        server.join(CRONE, FIRST, FakeCapabilities.unbelievable());

        assertThat(questionsIn(Duration.ofSeconds(2))).isEqualTo(1);
        assertThat(questionsIn(Duration.ofSeconds(7))).isZero();
        assertThat(questionsIn(Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(questionsIn(Duration.ofSeconds(30))).isEqualTo(1);
        assertThat(questionsIn(Duration.ofMinutes(10))).isBetween(1, 4);
        assertThat(questionsIn(Duration.ofHours(10))).isBetween(9, 13);
        assertThat(server.executor.waitingCount()).isEqualTo(1);
        server.leave(CRONE);
        server.pass(Duration.ofSeconds(2));
        assertThat(server.executor.waitingCount()).isZero();
    }

    @Test
    void m4_clientThatDoesNotAnswerIsAskedAgainAtAnyPresence() {
        server.join(CRONE, FIRST, FakeCapabilities.unbelievable());
        final int before = server.capabilities.questions();

        server.present(CRONE, FIRST, FakeCapabilities.unbelievable());

        assertThat(server.capabilities.questions()).isEqualTo(before + 1);
    }

    @Test
    void m4_clientThatDoesNotAnswerIsAskedAgainAtPresenceWithoutCapabilities() {
        server.join(CRONE, FIRST, FakeCapabilities.unbelievable());
        final int before = server.capabilities.questions();

        server.present(CRONE, FIRST);

        assertThat(server.capabilities.questions()).isEqualTo(before + 1);
    }

    @Test
    void m4_presenceWithoutCapabilitiesGetsWhatIsKnownByNow() {
        server.capabilities.slowly();
        server.join(CRONE, FIRST, ACTIVITY);
        server.capabilities.answerUnheard();
        assertThat(server.eventsOf(CRONE)).isEmpty();

        server.present(CRONE, FIRST);

        assertThat(server.eventsOf(CRONE)).hasSize(1);
    }

    @Test
    void m4_whoseInterestsAreKnownOrWhoAnnouncedNothingIsNotAsked() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(WICCA, SECOND);
        final int before = server.capabilities.questions();

        server.present(CRONE, FIRST);
        server.present(WICCA, SECOND);
        server.present(new JID("nobody@shakespeare.lit/x"), "Nobody");

        assertThat(server.capabilities.questions()).isEqualTo(before);
    }

    private List<String> eventsOf(final JID session) {
        return server.eventsOf(session).stream().map(event -> event.getElement().element("event").element("items")
            .attributeValue("node")).toList();
    }

    @Test
    void r15_whatOccupantsHaveAnnouncedHoldsAfterAReload() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.join(WICCA, SECOND, MOOD);

        server.start();
        server.forgetEvents();
        server.publish(HAG, COVEN, ACTIVITY, "2");
        server.publish(HAG, COVEN, MOOD, "2");

        assertThat(eventsOf(CRONE)).containsExactly(ACTIVITY);
        assertThat(eventsOf(WICCA)).containsExactly(MOOD);
    }

    @Test
    void r15_occupantsAreFoundEvenWhereTheirPresenceCannotBeRead() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.rooms.get(COVEN).announcements = null;

        server.start();

        assertThat(server.mep.openRooms()).singleElement().satisfies(room -> assertThat(room.occupants()).hasSize(2));
    }

    @Test
    void s1_occupantsAreFoundWhateverIsThrownWhereTheirPresenceIsRead() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.rooms.get(COVEN).announcements = new AbstractMap<>() {
            @Override
            public Set<Entry<JID, CapsAnnouncement>> entrySet() {
                throw new NoClassDefFoundError("as the test wants it");
            }
        };

        server.start();

        assertThat(server.mep.openRooms()).singleElement().satisfies(room -> assertThat(room.occupants()).hasSize(2));
    }

    @Test
    void m4_whatIsAnnouncedWhileTheFeatureIsOffHoldsWhenItIsOnAgain() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.settings.roomsOff.add(COVEN.toString());
        server.mep.settingsChanged();
        server.present(CRONE, FIRST, server.capabilities.interestedIn(MOOD));
        server.join(WICCA, SECOND, ACTIVITY);
        server.forgetEvents();

        server.settings.roomsOff.clear();
        server.mep.settingsChanged();
        server.settle();
        assertThat(eventsOf(CRONE)).containsExactly(MOOD);
        assertThat(eventsOf(WICCA)).containsExactly(ACTIVITY);
        server.mep.settingsChanged();
        server.publish(HAG, COVEN, ACTIVITY, "2");
        server.publish(HAG, COVEN, MOOD, "2");

        assertThat(eventsOf(CRONE)).containsExactly(MOOD);
        assertThat(eventsOf(WICCA)).containsExactly(ACTIVITY);
    }

    @Test
    void m4_announcementThatWasNotHeardIsReadFromThePresenceOnce() {
        server.rooms.get(COVEN).announcements.put(CRONE, server.capabilities.interestedIn(ACTIVITY));
        server.join(CRONE, FIRST);
        server.join(WICCA, SECOND);
        assertThat(eventsOf(CRONE)).isEmpty();

        server.pass(Duration.ofSeconds(3));

        assertThat(eventsOf(CRONE)).containsExactly(ACTIVITY);
        server.rooms.get(COVEN).announcements.put(WICCA, server.capabilities.interestedIn(ACTIVITY));
        server.pass(Duration.ofMinutes(3));
        assertThat(eventsOf(WICCA)).isEmpty();
    }

    @Test
    void m4_serverThatLearnsWhatAClientDoesNotAnswerIsLookedAtAgain() {
        server.join(CRONE, FIRST, FakeCapabilities.unbelievable());
        server.capabilities.serverKnows(CRONE, ACTIVITY);

        server.pass(Duration.ofSeconds(10));

        assertThat(server.eventsOf(CRONE)).hasSize(1);
        server.publish(HAG, COVEN, ACTIVITY, "2");
        assertThat(server.eventsOf(CRONE)).hasSize(1);
        server.pass(Duration.ofMinutes(30));
        assertThat(server.eventsOf(CRONE)).as("once").isEmpty();
    }

    @Test
    void m4_answerThatComesAtASecondAttemptCounts() {
        server.capabilities.slowly();
        server.join(CRONE, FIRST, ACTIVITY);
        server.pass(Duration.ofMinutes(2));
        assertThat(server.eventsOf(CRONE)).isEmpty();

        server.capabilities.answer();
        server.settle();

        assertThat(server.eventsOf(CRONE)).hasSize(1);
        server.pass(Duration.ofSeconds(1));
        assertThat(server.executor.waitingCount()).isZero();
    }

    @Test
    void m5_capabilitiesThatGoBackAndForthTellOfWhatIsNewOnly() {
        final CapsAnnouncement one = server.capabilities.interestedIn(ACTIVITY);
        final CapsAnnouncement both = server.capabilities.interestedIn(ACTIVITY, MOOD);
        server.join(CRONE, FIRST, one);
        assertThat(server.eventsOf(CRONE)).hasSize(1);

        server.present(CRONE, FIRST, both);
        assertThat(server.eventsOf(CRONE)).hasSize(1);
        server.present(CRONE, FIRST, one);
        assertThat(server.eventsOf(CRONE)).isEmpty();
        assertThat(server.capabilities.questions()).isEqualTo(2);
    }

    @Test
    void s1_comingAndGoingLeavesNothingBehind() {
        for (int i = 0; i < 400; i++) {
            server.join(CRONE, FIRST, FakeCapabilities.unbelievable());
            server.leave(CRONE);
        }

        assertThat(server.executor.waitingCount()).as("one task for all").isLessThan(4);
        server.pass(Duration.ofMinutes(1));
        assertThat(server.executor.waitingCount()).isZero();
    }

    @Test
    void m4_clockThatIsSetBackDelaysNothing() {
        server.join(CRONE, FIRST, ACTIVITY);
        server.present(CRONE, FIRST, FakeCapabilities.unbelievable());
        server.executor.setClockBack(Duration.ofHours(1));

        server.pass(Duration.ofSeconds(95));
        server.forgetEvents();
        server.publish(HAG, COVEN, ACTIVITY, "2");

        assertThat(server.eventsOf(CRONE)).as("what was known does not hold for ever").isEmpty();
    }

    @Test
    @Tag("slow")
    void s3_userWhoIsOnTheWayIntoManyRoomsTakesNothingFromOthers() {
        server.present(WICCA, SECOND, server.capabilities.interestedIn(ACTIVITY));
        for (int i = 0; i < 11_000; i++) {
            server.mep.presenceInRoom(new JID("r" + i, MepFixture.SERVICE, "n"), CRONE,
                FakeCapabilities.unbelievable());
        }
        server.settle();

        server.join(WICCA, SECOND);

        assertThat(server.eventsOf(WICCA)).hasSize(1);
        server.publish(WICCA, occupant(SECOND), MOOD, "1");
        assertThat(server.eventsOf(WICCA)).isEmpty();
    }
}
