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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.DOMAIN;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.SERVICE;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** R1, R4, R9: the list that answers a request, and what it costs to put it together. */
class InterestFinderTest {

    private static final JID ELSEWHERE = new JID("orchard", "rooms.example.org", null);

    private final FakeUsers users = new FakeUsers(DOMAIN);
    private final FakeMuc rooms = new FakeMuc(users);
    private final InMemoryVisitLog visitLog = new InMemoryVisitLog();
    private final TrackedRooms tracked = new TrackedRooms();
    private final MonotonicTimestamps timestamps = new MonotonicTimestamps(new ManualSerialExecutor());
    private final InMemoryRoomDirectory directory = new InMemoryRoomDirectory(rooms);
    private final InterestFinder finder = new InterestFinder(rooms, directory, visitLog, tracked);

    @BeforeEach
    void thereAreRooms() {
        rooms.create(ORCHARD);
        rooms.create(BALCONY);
        rooms.create(ELSEWHERE);
    }

    private void recordMessage(final JID room) {
        tracked.recordMessage(room, timestamps, JULIET, MessageIds.Pair.UNKNOWN);
    }

    private InterestFinder.Found find(final InterestFinder some, final Interest interest) {
        return some.find(SERVICE, Map.of(ROMEO, users.identities(ROMEO)), interest).get(ROMEO);
    }

    private Set<JID> find(final Interest interest) {
        return find(finder, interest).rooms().keySet();
    }

    @Test
    void r1_visitsToTheRoomsOfAllServicesAreLearnt() {
        visitLog.visited(ROMEO, ORCHARD, 5);
        visitLog.visited(ROMEO, ELSEWHERE, 6);

        final InterestFinder.Found found = find(finder, Interest.AFFILIATED);

        assertThat(found.visits()).isEqualTo(Map.of(ORCHARD, 5L, ELSEWHERE, 6L));
    }

    @Test
    void r1_onlyTheRoomsOfTheServiceAreFound() {
        visitLog.visited(ROMEO, ORCHARD, 5);
        visitLog.visited(ROMEO, ELSEWHERE, 6);
        recordMessage(ORCHARD);
        recordMessage(ELSEWHERE);

        assertThat(find(Interest.VISITED)).containsExactly(ORCHARD);
        assertThat(find(Interest.ALL)).containsExactly(ORCHARD);
    }

    @Test
    void r1_roomsWithoutActivityAreNotFound() {
        rooms.get(ORCHARD).members.add(ROMEO);
        rooms.get(BALCONY).members.add(ROMEO);
        recordMessage(BALCONY);

        assertThat(find(Interest.AFFILIATED_AND_VISITED)).containsExactly(BALCONY);
    }

    @Test
    void r1_roomsThatAreNotStoredAnyMoreAreNotFound() {
        visitLog.visited(ROMEO, ORCHARD, 5);
        visitLog.visited(ROMEO, BALCONY, 5);
        recordMessage(ORCHARD);
        recordMessage(BALCONY);
        rooms.remove(ORCHARD);

        assertThat(find(Interest.VISITED)).containsExactly(BALCONY);
    }

    @Test
    void r4_noRoomIsLoadedForRoomsThatAreStored() {
        for (int i = 0; i < 1000; i++) {
            final JID room = RaiFixture.room("room" + i);
            rooms.create(room).members.add(ROMEO);
            recordMessage(room);
        }

        assertThat(find(Interest.AFFILIATED_AND_VISITED)).hasSize(1000);
        assertThat(rooms.takeQuestions()).isLessThanOrEqualTo(1);
    }

    @Test
    void r4_onlyRoomsThatAreNotKnownYetAreLookedUp() {
        final List<List<JID>> lookedUp = new ArrayList<>();
        final RoomDirectory watched = mock(RoomDirectory.class);
        when(watched.affiliatedRooms(anyString(), anyCollection())).thenReturn(
            Map.of(ORCHARD, new RoomDirectory.Entry(RoomAccess.OPEN, Affiliation.MEMBER, Instant.EPOCH)));
        when(watched.affiliatedRooms(anyString(), anyMap())).thenCallRealMethod();
        when(watched.rooms(anyString(), any())).thenAnswer(call -> {
            lookedUp.add(List.copyOf(call.getArgument(1)));
            return Map.of(BALCONY, new RoomDirectory.Entry(RoomAccess.OPEN, Affiliation.NONE, Instant.EPOCH));
        });
        visitLog.visited(ROMEO, ORCHARD, 5);
        visitLog.visited(ROMEO, BALCONY, 5);
        recordMessage(ORCHARD);
        recordMessage(BALCONY);

        final InterestFinder.Found found =
            find(new InterestFinder(rooms, watched, visitLog, tracked), Interest.AFFILIATED_AND_VISITED);

        assertThat(found.rooms()).containsOnlyKeys(ORCHARD, BALCONY);
        assertThat(lookedUp).containsExactly(List.of(BALCONY));
    }

    @Test
    void r4_identitiesOfTheUserAreAskedFor() {
        final JID group = new JID("montagues", DOMAIN, "group");
        users.group(group).add(ROMEO);
        rooms.get(ORCHARD).members.add(group);
        recordMessage(ORCHARD);

        assertThat(find(Interest.AFFILIATED)).containsExactly(ORCHARD);
    }

    @Test
    void r9_outcastFindsNothingWhateverTheInterest() {
        rooms.get(ORCHARD).outcasts.add(ROMEO);
        visitLog.visited(ROMEO, ORCHARD, 5);
        visitLog.visited(ROMEO, BALCONY, 5);
        recordMessage(ORCHARD);
        recordMessage(BALCONY);

        for (final Interest interest : Set.of(Interest.VISITED, Interest.AFFILIATED_AND_VISITED, Interest.ALL)) {
            assertThat(find(interest)).as("%s", interest).containsExactly(BALCONY);
        }
    }

    @Test
    void r9_temporaryRoomIsFoundByWhoWasThereUnlessItShutsThemOut() {
        rooms.get(ORCHARD).persistent = false;
        visitLog.visited(ROMEO, ORCHARD, timestamps.next());
        recordMessage(ORCHARD);
        tracked.track(ORCHARD).setTemporary(true);
        assertThat(find(Interest.AFFILIATED_AND_VISITED)).containsExactly(ORCHARD);

        rooms.get(ORCHARD).outcasts.add(ROMEO);

        assertThat(find(Interest.AFFILIATED_AND_VISITED)).isEmpty();
    }

    @Test
    void r15_temporaryRoomIsFoundThoughNothingSaysYetThatItIsOne() {
        rooms.get(ORCHARD).persistent = false;
        visitLog.visited(ROMEO, ORCHARD, timestamps.next());
        visitLog.visited(ROMEO, RaiFixture.GARDEN, timestamps.next());
        recordMessage(ORCHARD);
        recordMessage(RaiFixture.GARDEN);

        assertThat(find(Interest.VISITED)).as("without the room that is gone").containsExactly(ORCHARD);
        assertThat(find(Interest.ALL)).containsExactly(ORCHARD);
    }

    @Test
    void r10_temporaryRoomCountsAsActiveWhereAllRoomsDo() {
        rooms.get(ORCHARD).persistent = false;
        rooms.get(ORCHARD).members.add(ROMEO);
        rooms.loaded().forEach(room -> tracked.seen(room, tracked.removals()));
        tracked.assumeActivityUpTo(timestamps.next());

        assertThat(find(Interest.AFFILIATED)).containsExactly(ORCHARD);
        assertThat(find(Interest.ALL)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void r4_serviceAdministratorFindsEveryRoom() {
        rooms.makeServiceAdmin(ROMEO);
        rooms.get(ORCHARD).membersOnly = true;
        recordMessage(ORCHARD);

        assertThat(find(Interest.AFFILIATED)).containsExactly(ORCHARD);
        assertThat(find(Interest.VISITED)).isEmpty();
    }

    @Test
    void r10_failureOfTheDatabaseIsReported() {
        directory.fail(true);

        assertThatThrownBy(() -> find(Interest.VISITED)).isInstanceOf(StorageException.class);
    }
}
