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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** S6: what differs in a room lives as long as the room. */
class OrphanedRoomSwitchesTest {

    private static final Map<String, String> OFF = Map.of("rai", "off");
    private static final JID STORED = new JID("stored@chat.example.org");
    private static final JID TEMPORARY = new JID("temporary@chat.example.org");
    private static final JID GONE = new JID("gone@chat.example.org");
    private static final Instant CREATED = Instant.parse("2026-11-26T10:00:00.123Z");
    private static final JID ELSEWHERE = new JID("gone@plays.example.org");

    private final Map<String, Map<String, String>> remembered = new HashMap<>();
    private final RoomSwitches overrides = new RoomSwitches(remembered::put, MucPulsePlugin.roomSwitches());
    private final Set<JID> inDatabase = new HashSet<>(Set.of(STORED));
    private final RoomDirectory directory = mock(RoomDirectory.class);
    private final Rooms rooms = mock(Rooms.class);
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final RoomSwitchTable table = mock(RoomSwitchTable.class);
    private final Map<String, Long> timestamps = new HashMap<>();
    private boolean databaseIsAway;
    private OrphanedRoomSwitches orphaned;

    @BeforeEach
    void oneRoomIsInTheDatabaseAndOneInMemory() throws SQLException {
        when(table.switches()).thenReturn(overrides);
        when(table.timestamps()).thenReturn(timestamps);
        orphaned = new OrphanedRoomSwitches(table, directory, rooms, executor);
        when(rooms.created(any())).thenReturn(Instant.EPOCH);
        when(rooms.created(TEMPORARY)).thenReturn(CREATED);
        when(rooms.room(any())).thenReturn(Optional.empty());
        when(rooms.snapshot(any())).thenCallRealMethod();
        when(rooms.createdIfLoaded(any())).thenCallRealMethod();
        when(rooms.room(TEMPORARY)).thenReturn(Optional.of(mock(RoomView.class)));
        when(directory.rooms(any(), anyCollection())).thenAnswer(call -> {
            if (databaseIsAway) {
                throw new StorageException("test", new SQLException("test"));
            }
            return call.<Collection<JID>>getArgument(1).stream().filter(inDatabase::contains)
                .collect(Collectors.toMap(room -> room, room ->
                    new RoomDirectory.Entry(new RoomAccess(false, false, false), Affiliation.NONE, CREATED)));
        });
    }

    private void restore() {
        overrides.restore(Map.of(STORED.toString(), OFF, TEMPORARY.toString(), OFF, GONE.toString(), OFF,
            ELSEWHERE.toString(), OFF));
    }

    @Test
    void s6_roomsThatAreGoneAtTheStartLoseWhatDiffersInThem() {
        restore();

        orphaned.start();
        executor.runUntilIdle();

        assertThat(overrides.all()).containsOnlyKeys(STORED.toString(), TEMPORARY.toString());
        assertThat(remembered).containsOnly(Map.entry(GONE.toString(), Map.of()),
            Map.entry(ELSEWHERE.toString(), Map.of()));
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void s6_roomsThatCameToBeLaterThanWhatDiffersAreOthers() {
        for (final JID room : Set.of(STORED, TEMPORARY)) {
            timestamps.put(room.toString(), MonotonicTimestamps.of(CREATED) - 1);
        }
        restore();

        orphaned.start();
        executor.runUntilIdle();

        assertThat(overrides.all()).isEmpty();
        assertThat(remembered).containsKeys(STORED.toString(), TEMPORARY.toString());
    }

    @Test
    void s6_roomsThatWereThereWhenItWasSetKeepWhatDiffersInThem() {
        timestamps.put(STORED.toString(), MonotonicTimestamps.of(CREATED));
        timestamps.put(TEMPORARY.toString(), MonotonicTimestamps.of(CREATED) + 1);
        restore();

        orphaned.start();
        executor.runUntilIdle();

        assertThat(overrides.all()).containsOnlyKeys(STORED.toString(), TEMPORARY.toString());
    }

    @Test
    void s6_whatCannotBeReadAtTheStartIsLookedAtLater() {
        orphaned.start();
        executor.runUntilIdle();
        restore();
        assertThat(overrides.all()).hasSize(4);

        executor.advance(Duration.ofMinutes(1));

        assertThat(overrides.all()).containsOnlyKeys(STORED.toString(), TEMPORARY.toString());
    }

    @Test
    void s6_roomsThatAreGoneAreFoundThoughTheDatabaseFailedInAnyWay() throws SQLException {
        restore();
        when(table.timestamps()).thenThrow(new NoClassDefFoundError("as the test wants it")).thenReturn(timestamps);
        orphaned.start();
        executor.runUntilIdle();
        assertThat(overrides.all()).hasSize(4);

        executor.advance(Duration.ofMinutes(1));

        assertThat(overrides.all()).containsOnlyKeys(STORED.toString(), TEMPORARY.toString());
    }

    @Test
    void s7_everythingIsKeptWhileItCannotBeFoundOutWhichRoomsThereAre() {
        try (LogListener log = new LogListener(OrphanedRooms.class)) {
            restore();
            databaseIsAway = true;

            orphaned.start();
            executor.runUntilIdle();

            assertThat(overrides.all()).hasSize(4);
            assertThat(log.heard(Level.WARN)).hasSize(1);
        }
        databaseIsAway = false;
        executor.advance(Duration.ofMinutes(1));
        assertThat(overrides.all()).hasSize(2);
    }

    @Test
    void s6_roomsOfADeletedServiceLoseWhatDiffersInThem() {
        restore();

        orphaned.serviceRemoved("plays.example.org");
        executor.advance(Duration.ofMinutes(1));

        assertThat(overrides.all()).containsOnlyKeys(STORED.toString(), TEMPORARY.toString(), GONE.toString());
    }
}
