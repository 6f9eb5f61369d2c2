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
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xmpp.packet.JID;

/** Who is where, what rooms show, and that what is remembered of either ends with them: U3, U4, S3. */
class OccupantsAndRoomsTest {

    private static final JID PHONE = session(ALICE, "phone");
    private static final JID DESK = session(ALICE, "desk");

    private final ChattingFixture world = ChattingFixture.started();
    private final OccupiedRooms occupied = new OccupiedRooms();
    private final RoomProfiles profiles = mock(RoomProfiles.class);
    private final WatchedRooms watched = new WatchedRooms(profiles);
    private final AtomicLong time = new AtomicLong(5);
    private final ChangingRooms changing = new ChangingRooms(new Ticker() {
        @Override
        public long read() {
            return time.get();
        }
    });

    private Set<UserAndRoom> everybody() {
        final Set<UserAndRoom> all = new HashSet<>();
        occupied.forEach((user, room) -> all.add(new UserAndRoom(user, room)));
        return all;
    }

    private static RoomProfile profile(final String topic) {
        return new RoomProfile(GARDEN, RoomAccess.OPEN, false, "Garden", topic);
    }

    @Test
    void u3_userIsInARoomUntilTheLastSessionLeft() {
        occupied.joined(GARDEN, PHONE);
        occupied.joined(GARDEN, DESK);
        occupied.joined(ATTIC, PHONE);
        occupied.joined(GARDEN, session(BOB, "phone"));

        occupied.setSessions(GARDEN, ALICE, Set.of(DESK));
        assertThat(occupied.sessionIn(GARDEN, ALICE)).contains(DESK);
        occupied.setSessions(GARDEN, ALICE, Set.of());

        assertThat(occupied.sessionIn(GARDEN, ALICE)).isEmpty();
        assertThat(occupied.usersIn(GARDEN)).containsExactly(BOB);
        assertThat(occupied.roomsOf(ALICE)).containsExactly(ATTIC);
        assertThat(everybody()).containsExactlyInAnyOrder(new UserAndRoom(ALICE, ATTIC), new UserAndRoom(BOB, GARDEN));
    }

    @Test
    void u3_sessionsOfWhichNothingWasHeardButThatAreThereCount() {
        occupied.setSessions(GARDEN, ALICE, Set.of(DESK));

        assertThat(occupied.sessionIn(GARDEN, ALICE)).contains(DESK);
        assertThat(occupied.usersIn(GARDEN)).containsExactly(ALICE);
    }

    @Test
    void u3_destroyedRoomHasNobodyInIt() {
        occupied.joined(GARDEN, PHONE);
        occupied.joined(ATTIC, PHONE);
        occupied.removeRoom(GARDEN);
        occupied.removeRoom(GARDEN);

        assertThat(occupied.usersIn(GARDEN)).isEmpty();
        assertThat(occupied.sessionIn(GARDEN, ALICE)).isEmpty();
        assertThat(occupied.roomsOf(ALICE)).containsExactly(ATTIC);
        assertThat(everybody()).containsExactly(new UserAndRoom(ALICE, ATTIC));
    }

    @Test
    void u3_deletedUserIsNowhere() {
        occupied.joined(GARDEN, PHONE);
        occupied.joined(GARDEN, session(BOB, "phone"));
        occupied.removeUser(ALICE);
        occupied.removeUser(ALICE);

        assertThat(occupied.roomsOf(ALICE)).isEmpty();
        assertThat(occupied.usersIn(GARDEN)).containsExactly(BOB);
        assertThat(everybody()).containsExactly(new UserAndRoom(BOB, GARDEN));
    }

    @Test
    void u4_changeOfAWatchedRoomIsSeenOnce() {
        when(profiles.profile(GARDEN)).thenReturn(Optional.of(profile("")));
        assertThat(watched.look(GARDEN)).isEqualTo(WatchedRooms.Change.NONE);
        assertThat(watched.isEmpty()).isTrue();
        assertThat(watched.profile(GARDEN)).contains(profile(""));
        assertThat(watched.look(GARDEN)).isEqualTo(WatchedRooms.Change.NONE);

        when(profiles.profile(GARDEN)).thenReturn(Optional.of(profile("Roses")));
        // Whoever asks in between does not keep others from hearing of it.
        assertThat(watched.profile(GARDEN)).contains(profile("Roses"));
        assertThat(watched.look(GARDEN)).isEqualTo(WatchedRooms.Change.CHANGED);
        assertThat(watched.look(GARDEN)).isEqualTo(WatchedRooms.Change.NONE);

        when(profiles.profile(GARDEN)).thenReturn(Optional.empty());
        assertThat(watched.look(GARDEN)).isEqualTo(WatchedRooms.Change.GONE);
        watched.forget(GARDEN);
        assertThat(watched.look(GARDEN)).isEqualTo(WatchedRooms.Change.NONE);
    }

    @Test
    void s3_roomsInWhichNobodyIsInterestedAreNotWatchedAnyLonger() {
        watched.profile(GARDEN);
        watched.profile(ATTIC);

        watched.retain(ATTIC::equals);

        assertThat(watched.rooms()).containsExactly(ATTIC);
        assertThat(watched.isEmpty()).isFalse();
    }

    @Test
    void u4_onlyTheEndOfTheLastConfigurationCounts() {
        assertThat(changing.end(GARDEN)).isFalse();
        changing.begin(GARDEN);
        changing.begin(GARDEN);
        assertThat(changing.end(GARDEN)).isFalse();
        assertThat(changing.isChanging(GARDEN)).isTrue();
        assertThat(changing.end(GARDEN)).isTrue();
        assertThat(changing.isChanging(GARDEN)).isFalse();
        assertThat(changing.isEmpty()).isTrue();
    }

    @Test
    void u4_configurationOfWhichTheEndIsNotToldEndsByItself() {
        changing.begin(GARDEN);
        time.addAndGet(ChangingRooms.TIMEOUT.toNanos() - 1);
        changing.begin(ATTIC);
        assertThat(changing.takeExpired()).isEmpty();
        time.incrementAndGet();

        assertThat(changing.takeExpired()).containsExactly(GARDEN);
        assertThat(changing.isChanging(GARDEN)).isFalse();
        assertThat(changing.isChanging(ATTIC)).isTrue();
    }

    @Test
    void u6_choiceOfAnEarlierAccountOfTheNameIsNotPublishedThoughNobodyToldOfItsEnd() {
        world.consent(ALICE);
        world.accounts.put(ALICE, Optional.of(Instant.parse("2025-06-01T00:00:00Z")));

        world.join(GARDEN, PHONE);
        assertThat(world.database.retractions).as("it was not even about to be published").isEmpty();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.believed(ALICE)).isEmpty();
        assertThat(world.node.events).isEmpty();
    }

    @Test
    void u1_nothingIsPublishedBeforeItIsKnownWhoKeptSomethingBack() {
        final ChattingFixture late = new ChattingFixture();
        late.settings = ChattingFixture.withMode(late.settings, Mode.OPT_OUT);
        late.database.remember(ALICE, new ChattingPreferences(false, Set.of(), false));
        late.database.overflowing = true;
        late.start();
        late.database.overflowing = false;

        late.join(GARDEN, PHONE);
        late.join(ATTIC, session(BOB, "phone"));
        assertThat(late.node.events).isEmpty();

        late.pass(PublishingWorker.RETRY_INTERVAL);
        assertThat(late.believed(ALICE)).isEmpty();
        assertThat(late.believed(BOB)).containsExactly("attic");
    }

    @Test
    void u3_roomThatWasDestroyedAndMadeAnewIsNotPublishedOfThoseWhoAreNotInIt() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        final FakeRoom garden = world.rooms.get(GARDEN);
        world.destroy(GARDEN);
        world.rooms.restore(garden);

        world.set(Mode.OPT_OUT);

        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u3_whatCouldNotBeTakenAwayIsTriedAgainWhenTheSettingsChange() {
        world.consent(ALICE);
        world.join(GARDEN, PHONE);
        world.node.failing = true;
        world.leave(GARDEN, PHONE);
        assertThat(world.believed(ALICE)).containsExactly("garden");
        world.node.failing = false;

        world.set(Mode.OFF);

        assertThat(world.believed(ALICE)).isEmpty();
    }

    @Test
    void u6_choiceOfADeletedUserWhoIsNowhereIsForgottenInTheDatabase() {
        world.consent(ALICE);
        assertThat(world.database.choice(ALICE)).isNotNull();

        world.chatting.userDeleted(ALICE);
        world.run();

        assertThat(world.database.choice(ALICE)).isNull();
    }

    @Test
    void u7_choiceThatIsNotWrittenYetIsWrittenWhenThePluginStops() {
        world.chatting.choose(ALICE, new ChattingPreferences(true, Set.of(), false));

        world.chatting.stop();

        assertThat(world.database.choice(ALICE)).isEqualTo(new ChattingPreferences(true, Set.of(), false));
    }

    @Test
    void u7_featureThatWasStoppedBeforeItBeganPublishesNothing() {
        final ChattingFixture late = new ChattingFixture();
        late.database.remember(ALICE, new ChattingPreferences(true, Set.of(), false));
        late.chatting.start();
        late.chatting.stop();
        late.run();

        assertThat(late.chatting.isReady()).isFalse();
    }

    @Test
    void u1_modeIsThatOfTheSettings() {
        assertThat(world.chatting.mode()).isEqualTo(Mode.OPT_IN);
        world.set(Mode.OFF);
        assertThat(world.chatting.mode()).isEqualTo(Mode.OFF);
    }

    @ParameterizedTest
    @CsvSource({"0x7E, 1", "0xA0, 2", "0x7FF, 2", "0x800, 3", "0xFFFD, 3", "0x10000, 4"})
    void s3_textsAreCutByTheirBytes(final String character, final int bytes) {
        final String one = Character.toString(Integer.decode(character));
        assertThat(one.getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
        final String filler = "n".repeat(ChattingElements.MAX_TEXT - bytes);

        assertThat(ChattingElements.room(new RoomProfile(GARDEN, RoomAccess.OPEN, false, filler + one, ""))
            .elementText("name")).hasSameSizeAs(filler + one).endsWith(one);
        final String longer = filler + "n" + one + "x";
        assertThat(ChattingElements.room(new RoomProfile(GARDEN, RoomAccess.OPEN, false, longer, ""))
            .elementText("name")).isEqualTo(filler + "n");
    }
}
