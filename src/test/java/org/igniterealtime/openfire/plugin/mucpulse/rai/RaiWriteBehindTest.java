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

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.WriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** R10, R14: nothing waits for the database, and nothing is lost on the way there. */
@Timeout(60)
class RaiWriteBehindTest {

    private static final JID ORCHARD = new JID("orchard@conference.example.org");
    private static final JID BALCONY = new JID("balcony@conference.example.org");
    private static final JID ROMEO = new JID("romeo@example.org");
    private static final JID JULIET = new JID("juliet@example.org");


    private final LogListener log = new LogListener(RaiWriteBehind.class);
    private final LogListener writeLog = new LogListener(WriteBehind.class);
    private TestDatabase database;
    private RaiTables store;
    private RaiWriteBehind writeBehind;

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        store = new RaiTables(database);
        writeBehind = new RaiWriteBehind(store, 100, user -> true, Journal.NONE);
    }

    @AfterEach
    void close() throws SQLException {
        log.close();
        writeLog.close();
        database.close();
    }

    private Map<JID, Long> stored(final JID user) throws SQLException {
        return store.visits(List.of(user)).getOrDefault(user, Map.of());
    }

    @Test
    void r10_nothingTouchesTheDatabaseBeforeTheFlush() {
        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.changed(ORCHARD, new Activity(9, ROMEO, 7));
        writeBehind.forgetUser(JULIET);
        writeBehind.forgetRoom(BALCONY);

        assertThat(database.openedCount()).isZero();
    }

    @Test
    void r10_flushWritesWhatWasGathered() throws SQLException {
        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.visited(ROMEO, ORCHARD, 6);
        writeBehind.changed(ORCHARD, new Activity(9, ROMEO, 7));

        assertThat(writeBehind.flush()).isTrue();

        assertThat(stored(ROMEO)).isEqualTo(Map.of(ORCHARD, 6L));
        assertThat(store.activities()).isEqualTo(Map.of(ORCHARD, new Activity(9, ROMEO, 7)));
    }

    @Test
    void r10_nothingToWriteIsNoWork() {
        assertThat(writeBehind.flush()).isTrue();

        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.flush();
        final int opened = database.openedCount();
        assertThat(writeBehind.flush()).isTrue();

        assertThat(database.openedCount()).isEqualTo(opened);
    }

    @Test
    void r10_changesThatOvertookOneAnotherDoNotGoBack() throws SQLException {
        writeBehind.visited(ROMEO, ORCHARD, 6);
        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.changed(ORCHARD, new Activity(9, ROMEO, 7));
        writeBehind.changed(ORCHARD, new Activity(8, JULIET, 7));

        writeBehind.flush();

        assertThat(stored(ROMEO)).isEqualTo(Map.of(ORCHARD, 6L));
        assertThat(store.activities()).isEqualTo(Map.of(ORCHARD, new Activity(9, ROMEO, 7)));
    }

    // What is known before it is written

    @Test
    void r10_unwrittenVisitsAreKnown() {
        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.flush();
        writeBehind.visited(ROMEO, ORCHARD, 7);
        writeBehind.visited(ROMEO, BALCONY, 8);
        writeBehind.visited(JULIET, BALCONY, 9);

        assertThat(writeBehind.visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 7L, BALCONY, 8L));
    }

    @Test
    void r14_whatIsToBeForgottenIsNotKnown() {
        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.visited(ROMEO, BALCONY, 5);
        writeBehind.visited(JULIET, BALCONY, 5);
        writeBehind.flush();

        writeBehind.forgetRoom(ORCHARD);
        assertThat(writeBehind.visits(ROMEO)).containsOnlyKeys(BALCONY);
        writeBehind.forgetUser(ROMEO);

        assertThat(writeBehind.visits(ROMEO)).isEmpty();
        assertThat(writeBehind.visits(JULIET)).containsOnlyKeys(BALCONY);
    }

    @Test
    void r14_whatIsVisitedAfterForgettingIsKnown() {
        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.visited(ROMEO, BALCONY, 5);
        writeBehind.flush();
        writeBehind.forgetUser(ROMEO);
        writeBehind.forgetRoom(ORCHARD);
        writeBehind.visited(ROMEO, ORCHARD, 9);

        assertThat(writeBehind.visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 9L));
        writeBehind.flush();
        assertThat(writeBehind.visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 9L));
    }

    @Test
    void r10_visitsAreKnownWhileTheyAreBeingWritten() {
        writeBehind.visited(ROMEO, ORCHARD, 5);
        final AtomicReference<Map<JID, Long>> known = new AtomicReference<>();
        final AtomicBoolean looked = new AtomicBoolean();
        database.observe(() -> {
            if (looked.compareAndSet(false, true)) {
                known.set(writeBehind.visits(ROMEO));
            }
        });

        writeBehind.flush();

        assertThat(known.get()).isEqualTo(Map.of(ORCHARD, 5L));
    }

    @Test
    void r10_flushWhileVisitsAreReadHidesNothing() {
        writeBehind.visited(ROMEO, ORCHARD, 5);
        final AtomicBoolean flushed = new AtomicBoolean();
        database.observe(() -> {
            if (flushed.compareAndSet(false, true)) {
                writeBehind.visited(ROMEO, BALCONY, 6);
                writeBehind.flush();
            }
        });

        assertThat(writeBehind.visits(ROMEO)).containsEntry(ORCHARD, 5L);
        assertThat(writeBehind.visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 5L, BALCONY, 6L));
    }

    // A database that fails

    @ParameterizedTest
    @ValueSource(strings = {"open", "prepareStatement", "commit"})
    void r10_nothingIsLostWhileTheDatabaseFails(final String method) throws SQLException {
        writeBehind.visited(ROMEO, ORCHARD, 4);
        writeBehind.visited(ROMEO, BALCONY, 4);
        writeBehind.flush();
        database.failAt(method);
        writeBehind.visited(ROMEO, ORCHARD, 5);
        writeBehind.changed(ORCHARD, new Activity(9, ROMEO, 7));
        assertThat(writeBehind.flush()).isFalse();
        writeBehind.forgetRoom(BALCONY);
        writeBehind.visited(JULIET, ORCHARD, 6);
        assertThat(writeBehind.flush()).isFalse();
        writeBehind.visited(ROMEO, ORCHARD, 8);

        database.recover();
        assertThat(writeBehind.visits(ROMEO)).isEqualTo(Map.of(ORCHARD, 8L));
        assertThat(writeBehind.flush()).isTrue();

        assertThat(stored(ROMEO)).isEqualTo(Map.of(ORCHARD, 8L));
        assertThat(stored(JULIET)).isEqualTo(Map.of(ORCHARD, 6L));
        assertThat(store.activities()).isEqualTo(Map.of(ORCHARD, new Activity(9, ROMEO, 7)));
    }

    @Test
    void r10_failureIsLoggedOnceAndSoIsTheRecovery() {
        database.failAt("open");
        for (int i = 0; i < 3; i++) {
            writeBehind.visited(ROMEO, ORCHARD, i);
            writeBehind.flush();
        }
        assertThat(writeLog.heard(Level.WARN)).hasSize(1);

        database.recover();
        writeBehind.flush();
        database.failAt("open");
        writeBehind.visited(ROMEO, ORCHARD, 9);
        writeBehind.flush();

        assertThat(writeLog.heard(Level.WARN)).hasSize(2);
    }

    @Test
    void r10_failureToReadIsReported() {
        database.failAt("open");

        assertThatThrownBy(() -> writeBehind.visits(ROMEO)).isInstanceOf(StorageException.class)
            .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void r10_memoryIsBoundedWhileTheDatabaseFails() {
        database.failAt("open");
        for (int i = 0; i < 150; i++) {
            writeBehind.visited(new JID("user" + i + "@example.org"), ORCHARD, i);
        }
        writeBehind.visited(new JID("user3@example.org"), ORCHARD, 200);

        database.recover();
        writeBehind.flush();

        assertThat(log.heard(Level.WARN)).hasSize(1);
        assertThat(writeBehind.visits(new JID("user3@example.org"))).isEqualTo(Map.of(ORCHARD, 200L));
        assertThat(writeBehind.visits(new JID("user99@example.org"))).hasSize(1);
        assertThat(writeBehind.visits(new JID("user100@example.org"))).isEmpty();
    }

    @Test
    void r10_memoryIsBoundedThoughFlushesAreTriedInBetween() {
        database.failAt("open");
        for (int i = 0; i < 1000; i++) {
            writeBehind.visited(new JID("user" + i + "@example.org"), ORCHARD, i + 1);
            if (i % 50 == 49) {
                writeBehind.flush();
            }
        }

        database.recover();
        writeBehind.flush();

        assertThat(rows()).isLessThanOrEqualTo(200);
    }

    private int rows() {
        try {
            return Integer.parseInt(database.rows("SELECT COUNT(*) FROM ofMucPulseLastVisit").get(0));
        } catch (final SQLException e) {
            throw new AssertionError(e);
        }
    }

    // Several threads

    @Test
    void r10_visitsNeverGoBackWhileOthersWriteThem() throws Exception {
        final AtomicBoolean ended = new AtomicBoolean();
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        final Future<?> flushing = threads.submit(() -> {
            while (!ended.get()) {
                writeBehind.flush();
            }
        });
        final Future<?> reading = threads.submit(() -> {
            long last = 0;
            while (!ended.get()) {
                final long seen = writeBehind.visits(ROMEO).getOrDefault(ORCHARD, 0L);
                assertThat(seen).isGreaterThanOrEqualTo(last);
                last = seen;
            }
        });

        for (int i = 1; i <= 20_000; i++) {
            writeBehind.visited(ROMEO, ORCHARD, i);
        }
        TimeUnit.MILLISECONDS.sleep(200);
        ended.set(true);

        flushing.get();
        reading.get();
        threads.shutdown();
        writeBehind.flush();
        assertThat(stored(ROMEO)).isEqualTo(Map.of(ORCHARD, 20_000L));
    }
}
