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
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What does not stop the feature (S1), what it holds at most (S3), and rooms that are not what they seem (U4). */
class RobustnessRulesTest {

    private static final JID PHONE = session(ALICE, "phone");

    private final ChattingFixture world = ChattingFixture.started();

    private static JID room(final int number) {
        return new JID("room" + number + '@' + ChattingFixture.SERVICE);
    }

    private void add(final JID room) {
        world.rooms.create(room);
    }

    @Test
    void d3_itemThatTheDatabaseRefusesIsNotPublishedAndNoObstacleToOthers() {
        world.consent(ALICE);
        world.consent(BOB);
        world.database.refused.add(new UserAndRoom(ALICE, GARDEN).publication());
        world.join(GARDEN, PHONE);
        world.join(GARDEN, session(BOB, "phone"));
        world.pass(Duration.ofMinutes(1));

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.believed(BOB)).containsExactly("garden");
        assertThat(world.database.publications).hasSize(1);
    }

    @Test
    void u4_aRoomThatIsLockedIsNeverPublished() {
        world.choose(ALICE, true, true);
        world.lock(GARDEN, true);
        world.join(GARDEN, PHONE);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.node.calls).isZero();

        // When its owner makes it a private one
        world.choose(ALICE, true, false);
        world.change(GARDEN, new RoomAccess(true, true, false));
        world.lock(GARDEN, false);
        world.chatting.roomConfigured(GARDEN);
        world.pass(Duration.ofMinutes(1));
        assertThat(world.node.calls).isZero();
    }

    @Test
    void u4_aRoomThatIsUnlockedIsPublishedIfEverybodyMayKnowOfIt() {
        world.consent(ALICE);
        world.lock(GARDEN, true);
        world.join(GARDEN, PHONE);
        world.lock(GARDEN, false);
        world.chatting.roomConfigured(GARDEN);
        world.run();

        assertThat(world.believed(ALICE)).containsExactly("garden");

        world.lock(GARDEN, true);
        world.pass(RoomWatch.POLL_INTERVAL);
        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u4_aRoomIsNotPublishedWhileItIsBeingConfigured() {
        world.consent(ALICE);
        world.join(ATTIC, PHONE);
        world.chatting.roomConfiguring(ATTIC);
        // The server changes the name first, and hides the room later
        world.rooms.get(ATTIC).name = "Conspiracy";
        world.chatting.roomConfiguring(GARDEN);
        world.join(GARDEN, PHONE);
        world.pass(RoomWatch.POLL_INTERVAL.multipliedBy(2));
        assertThat(world.node.events).filteredOn(event -> !event.isFarewell()).hasSize(1);

        world.change(ATTIC, new RoomAccess(false, true, false));
        world.chatting.roomConfigured(ATTIC);
        world.chatting.roomConfigured(GARDEN);
        world.run();

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.node.events).filteredOn(event -> !event.isFarewell()).hasSize(2);
    }

    @Test
    void u4_aRoomIsNotPublishedUntilTheLastOfSeveralConfigurationsIsDone() {
        world.consent(ALICE);
        world.chatting.roomConfiguring(GARDEN);
        world.chatting.roomConfiguring(GARDEN);
        world.join(GARDEN, PHONE);
        world.chatting.roomConfigured(GARDEN);
        world.pass(RoomWatch.POLL_INTERVAL.multipliedBy(2));
        assertThat(world.node.calls).isZero();

        world.chatting.roomConfigured(GARDEN);
        world.run();
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u4_aConfigurationThatTheServerRefusedDoesNotHoldForGood() {
        world.consent(ALICE);
        world.chatting.roomConfiguring(GARDEN);
        world.join(GARDEN, PHONE);
        assertThat(world.node.calls).isZero();

        world.pass(ChangingRooms.TIMEOUT.plus(RoomWatch.POLL_INTERVAL));

        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u4_aRoomThatCannotBeLookedAtIsNotPublished() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        world.rooms.fail(new IllegalStateException("as the test wants it"));
        world.pass(RoomWatch.POLL_INTERVAL);
        assertThat(world.believed(ALICE)).isEmpty();

        world.rooms.fail(null);
        world.pass(PublishingWorker.RETRY_INTERVAL);
        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void u2_theFirstItemWaitsUntilContactsAreSubscribed() {
        world.node.preparing = 5;
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        assertThat(world.node.events).isEmpty();
        assertThat(world.database.publications).isEmpty();

        world.pass(Publisher.PREPARATION.multipliedBy(4));

        assertThat(world.believed(ALICE)).containsExactly("garden");
        final int asked = world.node.preparations;
        world.join(ATTIC, PHONE);
        assertThat(world.node.preparations).isEqualTo(asked);
    }

    @Test
    void u3_aClockThatIsSetBackHoldsNothingUp() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        world.setTopic(GARDEN, "Roses");
        world.pass(RoomWatch.POLL_INTERVAL);

        world.executor.setClockBack(Duration.ofHours(1));
        world.setTopic(GARDEN, "Tulips");
        world.pass(Duration.ofSeconds(11));
        world.leave(GARDEN, PHONE);
        world.pass(PublicationLog.DELETION_DELAY.plusSeconds(1));

        assertThat(world.node.events).extracting(event -> event.payload().elementText("topic"))
            .containsExactly(null, "Roses", "Tulips", null);
        assertThat(world.database.retractions).isEmpty();
    }

    @Test
    void s1_anErrorOfTheNodeIsNoObstacleToOthersAndIsTriedAgain() {
        world.consent(ALICE);
        world.consent(BOB);
        world.node.overflowing = ALICE;
        world.join(GARDEN, PHONE);
        world.join(GARDEN, session(BOB, "phone"));
        assertThat(world.believed(BOB)).containsExactly("garden");

        world.node.overflowing = null;
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void s1_anErrorOfTheDatabaseStopsNothingForGood() {
        world.database.overflowing = true;
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        assertThat(world.node.events).isEmpty();
        assertThat(world.database.consents).isEmpty();

        world.database.overflowing = false;
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.believed(ALICE)).containsExactly("garden");
        assertThat(world.database.consents).containsOnlyKeys(ALICE);

        world.database.overflowing = true;
        world.leave(GARDEN, PHONE);
        world.pass(PublicationLog.DELETION_DELAY.multipliedBy(2));
        world.database.overflowing = false;
        world.pass(PublicationLog.DELETION_DELAY.multipliedBy(3));
        assertThat(world.database.publications).isEmpty();
        assertThat(world.database.retractions).isEmpty();
    }

    @Test
    void s1_anErrorAtTheStartIsTriedAgain() {
        final ChattingFixture late = new ChattingFixture();
        late.database.remember(ALICE, new ChattingPreferences(true, java.util.Set.of(), false));
        late.database.overflowing = true;
        late.start();
        late.join(GARDEN, PHONE);

        late.database.overflowing = false;
        late.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(late.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void s1_anErrorOfTheSettingsStopsNothingForGood() {
        world.consent(ALICE);
        final var settings = world.settings;
        world.settings = null;
        world.joinWhateverIsThrown(GARDEN, PHONE);

        world.settings = settings;
        world.pass(PublishingWorker.RETRY_INTERVAL);

        assertThat(world.believed(ALICE)).containsExactly("garden");
    }

    @Test
    void s3_aUserHasSoManyItemsAndNoMore() {
        world.consent(ALICE);
        final List<JID> rooms = new ArrayList<>();
        for (int number = 0; number < PublishedItems.MAX_ITEMS + 5; number++) {
            rooms.add(room(number));
            add(room(number));
            world.join(room(number), PHONE);
        }
        assertThat(world.believed(ALICE)).hasSize(PublishedItems.MAX_ITEMS);
        assertThat(world.database.publications).hasSize(PublishedItems.MAX_ITEMS);
        assertThat(world.database.retractions).isEmpty();

        // And when others are left there is place for more
        world.leave(rooms.get(0), PHONE);
        world.leave(rooms.get(1), PHONE);
        assertThat(world.believed(ALICE)).hasSize(PublishedItems.MAX_ITEMS);
        rooms.subList(2, 10).forEach(room -> world.leave(room, PHONE));
        assertThat(world.believed(ALICE)).hasSize(rooms.size() - 10);
    }

    @Test
    void s3_whatAllUsersExcludeIsBounded() {
        final Set<JID> many = IntStream.range(0, 1_000).mapToObj(number ->
            new JID("r" + number, ChattingFixture.SERVICE, null, true)).collect(Collectors.toSet());
        int user = 0;
        while (world.chatting.choose(user(user), new ChattingPreferences(true, many, false))) {
            user++;
        }
        assertThat(user).isBetween(50, ConsentEntries.MAX_BYTES / 250_000);
        assertThat(world.chatting.stated(user(user))).isEmpty();

        // Who excludes nothing is not hindered, and who excludes less makes place for others
        assertThat(world.chatting.choose(user(user), new ChattingPreferences(false, Set.of(), false))).isTrue();
        assertThat(world.chatting.choose(user(0), new ChattingPreferences(true, many, true))).isTrue();
        assertThat(world.chatting.choose(user(0), new ChattingPreferences(true, Set.of(GARDEN), false))).isTrue();
        assertThat(world.chatting.choose(user(user), new ChattingPreferences(true, many, false))).isTrue();
        world.chatting.reset(user(1));
        world.chatting.userDeleted(user(2));
        world.run();
        assertThat(world.chatting.choose(user(user + 1), new ChattingPreferences(true, many, false))).isTrue();
        assertThat(world.chatting.choose(user(user + 2), new ChattingPreferences(true, many, false))).isTrue();
    }

    private static JID user(final int number) {
        return new JID("user" + number, "example.org", null, true);
    }

    @Test
    void s3_longNamesAndTopicsAreCut() {
        final String flower = "\uD83C\uDF3A";
        final var payload = ChattingElements.room(new RoomProfile(GARDEN, RoomAccess.OPEN, false, "n".repeat(5000),
            "x" + flower.repeat(2000)));

        assertThat(payload.elementText("name")).isEqualTo("n".repeat(ChattingElements.MAX_TEXT));
        assertThat(payload.elementText("topic").getBytes(StandardCharsets.UTF_8))
            .hasSizeBetween(ChattingElements.MAX_TEXT - 4, ChattingElements.MAX_TEXT);
        assertThat(payload.elementText("topic")).endsWith(flower);
    }

    @Test
    void s3_halfCharactersAreLeftOut() {
        final var payload = ChattingElements.room(new RoomProfile(GARDEN, RoomAccess.OPEN, false, "a\uD83Cb", "\uDF3A"));

        assertThat(payload.elementText("name")).isEqualTo("ab");
        assertThat(payload.element("topic")).isNull();
    }
}
