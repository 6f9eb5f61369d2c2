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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ALICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ATTIC;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.BOB;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.CELLAR;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.SERVICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakePersonalEventing.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What is published when, and what is left after a crash: U2, U3, U6. */
class PublishingRulesTest {

    private static final JID PHONE = session(ALICE, "phone");
    private static final JID DESK = session(ALICE, "desk");

    private final ChattingFixture world = ChattingFixture.started();

    @BeforeEach
    void aliceAgrees() {
        world.consent(ALICE);
        world.consent(BOB);
    }

    private List<String> topics() {
        return world.node.events.stream().filter(event -> !event.isFarewell())
            .map(event -> event.payload().elementText("topic")).toList();
    }

    @Test
    void u2_anItemComesWithTheFirstSessionAndGoesWithTheLast() {
        world.join(GARDEN, PHONE);
        world.join(GARDEN, DESK);
        assertThat(world.node.events).hasSize(1);

        world.leave(GARDEN, PHONE);
        assertThat(world.node.events).hasSize(1);

        world.leave(GARDEN, DESK);
        assertThat(world.node.events).hasSize(2);
        assertThat(world.node.events.get(1).isFarewell()).isTrue();
        assertThat(world.node.events.get(1).item()).isEqualTo(world.node.events.get(0).item());
        assertThat(world.held(ALICE)).isEmpty();
    }

    @Test
    void u2_everyRoomHasItsItemAndTheNodeHoldsThemAll() {
        List.of(GARDEN, ATTIC, CELLAR).forEach(room -> world.join(room, PHONE));

        assertThat(world.held(ALICE)).containsExactly("attic", "cellar", "garden");
        assertThat(world.node.capacity).containsEntry(ALICE, 3);
        assertThat(world.chatting.publishedRooms(ALICE)).containsExactlyInAnyOrder(GARDEN, ATTIC, CELLAR);
        assertThat(world.chatting.publishingUsers()).isEqualTo(1);
        assertThat(world.chatting.counters().of(SERVICE, ChattingMetrics.PUBLISHED)).isEqualTo(3);
        assertThat(world.chatting.counters().of(SERVICE, ChattingMetrics.RETRACTED)).isZero();
    }

    @Test
    void u2_comingBackUsesTheSameItem() {
        world.join(GARDEN, PHONE);
        world.leave(GARDEN, PHONE);
        world.join(GARDEN, PHONE);

        assertThat(world.node.events).hasSize(3).extracting(Event::item).containsOnly(ChattingElements.itemId(ALICE, GARDEN));
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u2_leavingBeforeAnythingHappenedPublishesNothing() {
        world.chatting.occupantJoined(GARDEN, PHONE, "Alice");
        world.chatting.occupantLeft(GARDEN, PHONE);
        world.run();

        assertThat(world.node.calls).isZero();
    }

    @Test
    void u2_aDestroyedRoomIsTakenAway() {
        world.join(GARDEN, PHONE);

        world.destroy(GARDEN);

        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u2_aRoomThatVanishesWithoutAWordIsTakenAway() {
        world.join(GARDEN, PHONE);

        world.rooms.remove(GARDEN);
        world.pass(RoomWatch.POLL_INTERVAL);

        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u2_whoIsInARoomAtTheStartIsPublished() {
        final ChattingFixture late = new ChattingFixture();
        late.database.remember(ALICE, new ChattingPreferences(true, Set.of(), false));
        late.rooms.get(GARDEN).occupants.addAll(Set.of(PHONE, session(BOB, "phone")));
        late.start();

        assertThat(late.believed(ALICE)).containsExactly("garden");
        assertThat(late.believed(BOB)).isEmpty();
    }

    @Test
    void u2_atTheEndAllIsTakenAway() {
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);
        world.join(GARDEN, session(BOB, "phone"));

        world.chatting.stop();

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.believed(BOB)).isEmpty();
        assertThat(world.database.publications).isEmpty();
        // And that is it
        world.join(CELLAR, PHONE);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u3_aNewTopicIsPublishedAtMostEveryTenSeconds() {
        world.join(GARDEN, PHONE);
        world.join(GARDEN, session(BOB, "phone"));
        world.setTopic(GARDEN, "Roses");
        world.chatting.subjectChanged(GARDEN, ChattingFixture.ALICE);
        world.run();
        assertThat(topics()).containsExactly(null, null, "Roses", "Roses");

        for (final String topic : List.of("Tulips", "Daisies", "Weeds")) {
            world.setTopic(GARDEN, topic);
            world.chatting.subjectChanged(GARDEN, ChattingFixture.ALICE);
            world.run();
        }
        world.pass(Duration.ofMillis(9_900));
        assertThat(topics()).hasSize(4);

        world.pass(Duration.ofMillis(200));
        assertThat(topics()).containsExactly(null, null, "Roses", "Roses", "Weeds", "Weeds");
        world.pass(Duration.ofMinutes(1));
        assertThat(topics()).hasSize(6);
    }

    @Test
    void u3_aNewNameIsFoundOutWithinASecond() {
        world.join(GARDEN, PHONE);
        world.rooms.get(GARDEN).name = "Park";

        world.pass(RoomWatch.POLL_INTERVAL);

        assertThat(world.node.events).hasSize(2);
        assertThat(world.node.events.get(1).payload().elementText("name")).isEqualTo("Park");
    }

    @Test
    void u3_whoComesLaterIsPublishedAtOnceWithTheNewTopic() {
        world.join(GARDEN, PHONE);
        world.setTopic(GARDEN, "Roses");
        world.chatting.subjectChanged(GARDEN, ChattingFixture.ALICE);
        world.run();
        world.setTopic(GARDEN, "Tulips");
        world.join(GARDEN, session(BOB, "phone"));

        assertThat(topics()).containsExactly(null, "Roses", "Tulips");
    }

    @Test
    void u3_aTopicThatIsTakenBackInTimeIsNotPublished() {
        world.join(GARDEN, PHONE);
        world.setTopic(GARDEN, "Roses");
        world.pass(RoomWatch.POLL_INTERVAL);
        world.setTopic(GARDEN, "Tulips");
        world.pass(RoomWatch.POLL_INTERVAL);
        world.setTopic(GARDEN, "Roses");
        world.pass(Duration.ofMinutes(1));

        assertThat(topics()).containsExactly(null, "Roses");
    }

    @Test
    void u3_leavingDoesNotWait() {
        world.join(GARDEN, PHONE);
        world.setTopic(GARDEN, "Roses");
        world.pass(RoomWatch.POLL_INTERVAL);
        world.setTopic(GARDEN, "Tulips");
        world.pass(RoomWatch.POLL_INTERVAL);

        world.leave(GARDEN, PHONE);

        assertThat(world.believed(ALICE)).isEmpty();
        world.pass(Duration.ofMinutes(1));
        assertThat(topics()).containsExactly(null, "Roses");
    }

    @Test
    void u3_roomsAreOnlyLookedAtWhileSomebodyIsThere() {
        world.join(GARDEN, PHONE);
        world.leave(GARDEN, PHONE);
        world.pass(PublicationLog.DELETION_DELAY.plusSeconds(1));
        final long before = world.executor.runCount();

        world.pass(Duration.ofHours(1));

        assertThat(world.executor.runCount()).isEqualTo(before);
        assertThat(world.executor.waitingCount()).isZero();
    }

    @Test
    void u6_afterACrashWhatWasLeftIsTakenAway() {
        world.join(GARDEN, PHONE);
        world.join(ATTIC, PHONE);
        world.join(GARDEN, session(BOB, "phone"));
        assertThat(world.held(ALICE)).hasSize(2);

        world.crashAndStart();

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.held(ALICE)).isEmpty();
        assertThat(world.believed(BOB)).isEmpty();
        assertThat(world.database.publications).isEmpty();
    }

    @Test
    void u6_whatCannotBeTakenAwayAtTheStartIsTakenAwayLater() {
        world.join(GARDEN, PHONE);
        world.node.failing = true;
        world.crashAndStart();
        assertThat(world.held(ALICE)).containsExactly("garden");
        assertThat(world.database.publications).hasSize(1);

        world.node.failing = false;
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.held(ALICE)).isEmpty();
        assertThat(world.database.publications).isEmpty();
    }

    @Test
    void u6_whatWasLeftIsNotTakenAwayFromWhoIsThereAgain() {
        world.join(GARDEN, PHONE);
        world.node.failing = true;
        world.crashAndStart();
        world.node.failing = false;
        world.join(GARDEN, PHONE);

        world.pass(Duration.ofMinutes(1));

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.held(ALICE)).containsExactly("garden");
        assertThat(world.database.publications).hasSize(1);
    }

    @Test
    void u6_nothingIsPublishedThatCouldNotBeWrittenDown() {
        world.database.failing = true;
        world.join(GARDEN, PHONE);
        assertThat(world.node.calls).isZero();

        world.database.failing = false;
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u6_whatCannotBeForgottenIsForgottenLater() {
        world.join(GARDEN, PHONE);
        world.database.failing = true;
        world.leave(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.database.publications).hasSize(1);

        world.database.failing = false;
        world.join(ATTIC, PHONE);
        assertThat(world.database.publications)
            .containsExactly(new Publication(ALICE, ChattingElements.itemId(ALICE, ATTIC)));
    }

    @Test
    void u6_itIsMadeSureThatTheServerHasForgotten() {
        world.join(GARDEN, PHONE);
        world.leave(GARDEN, PHONE);
        final Publication publication = new Publication(ALICE, ChattingElements.itemId(ALICE, GARDEN));
        assertThat(world.database.retractions).containsExactly(publication);
        // The server writes the farewell after it deleted it
        world.resurrect(ALICE, publication.item());

        world.pass(PublicationLog.DELETION_DELAY.plusSeconds(1));

        assertThat(world.held(ALICE)).isEmpty();
        assertThat(world.database.retractions).isEmpty();
        assertThat(world.node.events).hasSize(2);
    }

    @Test
    void u6_whatIsPublishedAgainInTheMeantimeIsNotForgotten() {
        world.join(GARDEN, PHONE);
        world.leave(GARDEN, PHONE);
        world.pass(Duration.ofSeconds(30));
        world.join(GARDEN, PHONE);
        world.pass(Duration.ofMinutes(5));

        assertThat(world.held(ALICE)).containsExactly("garden");
        assertThat(world.database.publications).hasSize(1);
        assertThat(world.database.retractions).isEmpty();
    }

    @Test
    void u6_whatWasTakenAwayBeforeACrashIsForgottenInSilence() {
        world.join(GARDEN, PHONE);
        world.leave(GARDEN, PHONE);
        world.resurrect(ALICE, ChattingElements.itemId(ALICE, GARDEN));

        world.crashAndStart();

        assertThat(world.held(ALICE)).isEmpty();
        assertThat(world.node.events).hasSize(2);
        assertThat(world.database.retractions).isEmpty();
    }

    @Test
    void u2_aSessionThatTheServerDidNotTellOfCounts() {
        world.join(GARDEN, PHONE);
        // Enters under the same nickname
        world.rooms.get(GARDEN).occupants.add(DESK);
        world.leave(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).containsExactly("garden");

        world.leave(GARDEN, DESK);
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u2_whatFailsIsTriedAgain() {
        world.node.failing = true;
        world.join(GARDEN, PHONE);
        world.node.failing = false;
        world.pass(PublishingWorker.RETRY_INTERVAL);
        assertThat(world.believed(ALICE)).containsExactly("garden");

        world.node.failing = true;
        world.leave(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).containsExactly("garden");
        world.node.failing = false;
        world.pass(PublishingWorker.RETRY_INTERVAL);
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u2_whatFailedHalfwayIsTakenAwayAllTheSame() {
        world.node.failingLate = true;
        world.join(GARDEN, PHONE);
        assertThat(world.held(ALICE)).containsExactly("garden");
        world.node.failingLate = false;

        world.leave(GARDEN, PHONE);

        assertThat(world.held(ALICE)).isEmpty();
        assertThat(world.believed(ALICE)).isEmpty();
    }
}
