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

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepSettings;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** S6 and S7: what differs in rooms is remembered, and since when. */
class RoomSwitchTableTest {

    private static final String A = "a@conference.example.org";
    private static final String LONG = "r".repeat(300) + "@conference.example.org";
    private static final String B = "b@conference.example.org";

    private TestDatabase database;
    private RoomSwitchTable table;

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        table = new RoomSwitchTable(database, new MonotonicTimestamps(InstantSource.fixed(Instant.ofEpochSecond(7))),
            MucPulsePlugin.roomSwitches(), Journal.NONE);
    }

    @AfterEach
    void everyConnectionWasClosed() throws SQLException {
        assertThat(database.openCount()).isZero();
        assertThat(database.uncleanCount()).isZero();
        database.close();
    }

    @Test
    void switchesAreKeptUntilThereIsNothingToDiffer() throws SQLException {
        final Map<String, String> some = Map.of("rai", "off", "chatstate", "suppress", "chatting", "off");
        final Map<String, String> other = Map.of("mep", "off");
        table.switches().set(A, other);
        table.switches().set(B, other);
        table.switches().set(LONG, other);
        assertThat(table.flush()).isTrue();
        table.switches().set(A, some);
        table.switches().set(B, Map.of());
        assertThat(table.flush()).isTrue();

        assertThat(table.load()).isEqualTo(Map.of(A, some, LONG, other));
        assertThat(database.rows("SELECT COUNT(*) FROM ofMucPulseSwitch")).containsExactly(String.valueOf(some.size() + other.size()));
    }

    @Test
    void s6_itIsKeptWhenSwitchesWereSet() throws SQLException {
        table.switches().set(A, Map.of("mep", "off"));
        table.flush();
        database.execute("INSERT INTO ofMucPulseSwitch (roomKey, roomJID, feature, switchValue) VALUES ('"
            + Sql.key(B) + "', '" + B + "', 'rai', 'off')");

        assertThat(table.timestamps()).isEqualTo(Map.of(A, 7_000_000L));
        table.switches().set(A, Map.of("rai", "off"));
        assertThat(table.timestamps()).isEqualTo(Map.of(A, 7_000_001L));
    }

    @Test
    void s7_valueThatIsNotUnderstoodSwitchesOffAndOfAPolicySaysNothing() throws SQLException {
        table.switches().set(A, Map.of("mep", "off", "chatstate", "relay"));
        table.flush();
        database.execute("UPDATE ofMucPulseSwitch SET switchValue='whisper'");

        final RoomSwitchTable later = new RoomSwitchTable(database, new MonotonicTimestamps(InstantSource.system()),
            MucPulsePlugin.roomSwitches(), Journal.NONE);
        later.restore(false);

        assertThat(later.switches().off(MepSettings.IN_ROOM)).containsExactly(A);
        assertThat(later.switches().values(ChatStateSettings.IN_ROOM)).isEmpty();
    }

    @Test
    void s7_everyRoomIsOffWhileTheTableCannotBeRead() throws SQLException {
        table.unreadable();
        assertThat(table.switches().off(MepSettings.IN_ROOM)).containsExactly(RoomSwitches.EVERY_ROOM);

        table.restore(false);
        assertThat(table.switches().off(MepSettings.IN_ROOM)).isEmpty();
    }

    @Test
    void d5_whatCannotBeWrittenIsWrittenLaterAndSaidOnce() throws SQLException {
        try (LogListener log = new LogListener(WriteBehind.class)) {
            database.failAt("open");
            table.switches().set(A, Map.of("mep", "off"));
            assertThat(table.flush()).isFalse();
            assertThat(table.flush()).isFalse();
            table.switches().set(B, Map.of("rai", "off"));
            database.recover();

            assertThat(table.flush()).isTrue();
            assertThat(table.load()).isEqualTo(Map.of(A, Map.of("mep", "off"), B, Map.of("rai", "off")));
            assertThat(log.heard(Level.WARN)).hasSize(1);
            assertThat(log.heard(Level.INFO)).hasSize(1);
        }
    }

    private static byte[] change(final String room, final long timestamp, final Map<String, String> values) {
        return new RoomSwitchChange(values, timestamp).toRecord(room);
    }

    @Test
    void s3_whatWaitsWhileTheTableCannotBeReadIsBounded() throws Exception {
        table.unreadable();
        for (int i = 0; i < RoomSwitchTable.RECENT + 10; i++) {
            table.switches().set("temporary" + i + '@' + A, Map.of());
            table.takeOver(change(i + A, i + 1, Map.of()));
        }

        assertThat(table.timestamps()).hasSize(RoomSwitchTable.RECENT);
    }

    /** A journal that takes a record when the test says so, while the lock is held under which changes are made. */
    private static Journal slow(final CountDownLatch entered, final CountDownLatch leave) {
        return (name, source) -> record -> {
            entered.countDown();
            Uninterruptibles.awaitUninterruptibly(leave);
        };
    }

    private Thread takeOver(final String room, final long timestamp, final String value) {
        final Thread thread = new Thread(() -> {
            try {
                table.takeOver(change(room, timestamp, Map.of("rai", value)));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitLock(final Thread thread) {
        while (thread.getState() != Thread.State.BLOCKED) {
            Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(1));
        }
    }

    /** Threads that wait for a lock get it in the reverse order in which they came. */
    @Test
    @Timeout(60)
    void k3_laterChangeIsWrittenThoughAnEarlierOneIsNotedAtTheSameTime() throws Exception {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);
        table = new RoomSwitchTable(database, new MonotonicTimestamps(InstantSource.system()),
            MucPulsePlugin.roomSwitches(), slow(entered, leave));
        table.restore(false);
        final Thread first = takeOver(B, 1, "first");
        entered.await();
        final Thread earlier = takeOver(A, 5, "earlier");
        awaitLock(earlier);
        final Thread later = takeOver(A, 6, "later");
        awaitLock(later);

        leave.countDown();
        first.join();
        earlier.join();
        later.join();
        table.flush();

        assertThat(table.load()).containsEntry(A, Map.of("rai", "later"));
    }
}
