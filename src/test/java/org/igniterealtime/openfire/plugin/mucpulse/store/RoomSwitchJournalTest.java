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

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.InMemoryJournal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** D6: what differs in rooms, where the server crashes before that is written. */
class RoomSwitchJournalTest {

    private static final String A = "a@conference.example.org";
    private static final String B = "b@conference.example.org";
    private static final Map<String, String> OFF = Map.of("mep", "off");

    private TestDatabase database;
    private InMemoryJournal journal = new InMemoryJournal();
    private RoomSwitchTable table;

    @BeforeEach
    void begin() throws SQLException, IOException {
        database = new TestDatabase();
        table = at(1);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private RoomSwitchTable at(final long seconds) {
        return new RoomSwitchTable(database,
            new MonotonicTimestamps(InstantSource.fixed(Instant.ofEpochSecond(seconds))),
            MucPulsePlugin.roomSwitches(), journal);
    }

    private void crash() {
        journal = journal.afterCrash();
        table = at(2);
    }

    @Test
    void d6_switchThatWasNotWrittenCountsAfterACrash() throws SQLException {
        table.switches().set(A, OFF);
        crash();
        table.restore(true);

        assertThat(table.switches().off(MepSettings.IN_ROOM)).containsExactly(A);
        // Before it is written, too, as a room of that name that was made later is another one.
        assertThat(table.timestamps()).isEqualTo(Map.of(A, 1_000_000L));
        assertThat(table.flush()).isTrue();
        assertThat(table.load()).isEqualTo(Map.of(A, OFF));
        // When it was set, and not when it was written.
        assertThat(table.timestamps()).isEqualTo(Map.of(A, 1_000_000L));
    }

    @Test
    void d6_switchThatWasTakenBackStaysTakenBack() throws SQLException {
        table.switches().set(A, OFF);
        table.switches().set(B, OFF);
        table.flush();
        table.switches().set(A, Map.of());
        crash();
        table.restore(true);

        assertThat(table.switches().all()).isEqualTo(Map.of(B, OFF));
        table.flush();
        assertThat(table.load()).isEqualTo(Map.of(B, OFF));
    }

    @Test
    void d6_replayOfWhatIsWrittenChangesNothing() throws SQLException {
        table.switches().set(A, OFF);
        table.switches().set(A, Map.of("mep", "off", "rai", "off"));
        table.switches().set(B, OFF);
        table.switches().set(B, Map.of());
        table.flush();
        for (int i = 0; i < 2; i++) {
            crash();
            table.restore(true);
            assertThat(table.switches().all()).isEqualTo(Map.of(A, Map.of("mep", "off", "rai", "off")));
            table.flush();
        }

        assertThat(table.timestamps()).isEqualTo(Map.of(A, 1_000_001L));
    }

    @Test
    void d6_replacementOfTheJournalHasWhatWaits() throws SQLException {
        database.failAt("open");
        table.switches().set(A, OFF);
        assertThat(table.flush()).isFalse();
        table.switches().set(B, OFF);
        database.recover();

        journal = journal.afterReplacement();
        table = at(2);
        table.restore(true);

        assertThat(table.switches().all()).isEqualTo(Map.of(A, OFF, B, OFF));
    }

    @Test
    void s7_everyRoomIsOffWhileOnlyTheJournalCanBeRead() {
        table.switches().set(A, OFF);
        crash();
        table.unreadable();

        assertThat(table.switches().off(MepSettings.IN_ROOM)).containsExactly(RoomSwitches.EVERY_ROOM);
    }

    @Test
    void d4_journalCountsWhereThereAreNoTables() {
        table.switches().set(A, OFF);
        crash();
        table.missing();

        assertThat(table.switches().off(MepSettings.IN_ROOM)).containsExactly(A);
    }

    @Test
    void d6_timestampsGoOnAfterThoseOfTheJournal() {
        table = at(100);
        table.switches().set(A, OFF);
        journal = journal.afterCrash();
        final MonotonicTimestamps timestamps = new MonotonicTimestamps(InstantSource.fixed(Instant.EPOCH));

        table = new RoomSwitchTable(database, timestamps, MucPulsePlugin.roomSwitches(), journal);

        assertThat(timestamps.next()).isGreaterThan(100_000_000L);
    }

    @Test
    void d6_valueOfAnyLengthCountsAfterACrash() throws SQLException {
        table.switches().set(A, Map.of("mep", "off", "mep.publishers", "n".repeat(100_000)));
        crash();
        table.restore(true);

        assertThat(table.switches().off(MepSettings.IN_ROOM)).containsExactly(A);
    }
}
