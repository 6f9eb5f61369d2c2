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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables of several features, and a database that is away. */
class StoreKeeperTest {

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final TestDatabase database;
    private final StoreKeeper keeper;
    private final LogListener log = new LogListener(StoreKeeper.class);
    private final List<String> restored = new ArrayList<>();
    private int attempts;

    StoreKeeperTest() throws SQLException, IOException {
        database = new TestDatabase();
        keeper = new StoreKeeper(new RunningMarks(new StateTable(database), Optional::empty), executor, Journal.NONE);
        database.observe(() -> attempts++);
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        database.close();
    }

    private Table table(final String name) {
        return new Table() {
            @Override
            @Nonnull
            public String description() {
                return name;
            }

            @Override
            public void restore(final boolean crashed) {
                restored.add(name);
            }

            @Override
            public boolean flush() {
                return true;
            }
        };
    }

    @Test
    void r10_databaseThatIsAwayIsTriedOnceForAllTablesAndLoggedOnce() {
        database.failAt("open");
        keeper.add(table("one"));
        keeper.add(table("two"));
        keeper.add(table("three"));
        executor.runUntilIdle();
        final int before = attempts;
        final int logged = log.heard(Level.WARN).size();

        executor.advance(StoreKeeper.RETRY_INTERVAL);

        assertThat(attempts - before).isEqualTo(1);
        assertThat(log.heard(Level.WARN)).hasSize(logged + 1);
        assertThat(restored).isEmpty();
    }

    @Test
    void r10_allTablesAreReadWhenTheDatabaseIsBack() {
        database.failAt("open");
        keeper.add(table("one"));
        keeper.add(table("two"));
        executor.runUntilIdle();

        database.recover();
        executor.advance(StoreKeeper.RETRY_INTERVAL);
        executor.advance(StoreKeeper.RETRY_INTERVAL);

        assertThat(restored).containsExactly("one", "two");
    }

    // The journal

    /** Counts, and notes what it was told. */
    private static final class CountingJournal implements Journal {
        private final List<Long> written = new ArrayList<>();
        private long checkpoints;
        private boolean closed;

        @Override
        @Nonnull
        public JournalChannel channel(@Nonnull final String name, @Nonnull final JournalSource source) {
            return JournalChannel.NONE;
        }

        @Override
        public long checkpoint() {
            return ++checkpoints;
        }

        @Override
        public void written(final long checkpoint) {
            written.add(checkpoint);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Table flushing(final BooleanSupplier outcome) {
        return new Table() {
            @Override
            @Nonnull
            public String description() {
                return "a table of the test";
            }

            @Override
            public boolean flush() {
                return outcome.getAsBoolean();
            }
        };
    }

    @Test
    void d6_journalIsToldWhatEveryTableHasWritten() {
        final CountingJournal journal = new CountingJournal();
        final StoreKeeper own = new StoreKeeper(new RunningMarks(new StateTable(database), Optional::empty), executor, journal);
        final AtomicBoolean works = new AtomicBoolean(true);
        own.add(flushing(() -> true));
        own.add(flushing(works::get));
        own.start();
        executor.advance(StoreKeeper.FLUSH_INTERVAL.multipliedBy(2));
        assertThat(journal.written).containsExactly(1L, 2L);

        // An outage: one more checkpoint, and not one each second.
        works.set(false);
        executor.advance(StoreKeeper.FLUSH_INTERVAL.multipliedBy(100));
        assertThat(journal.checkpoints).isEqualTo(3);
        assertThat(journal.written).hasSize(2);

        // Its end: what was written before the next checkpoint is not known of.
        works.set(true);
        executor.advance(StoreKeeper.FLUSH_INTERVAL.multipliedBy(2));
        assertThat(journal.written).containsExactly(1L, 2L, 4L);
    }

    @Test
    void d6_whateverATableThrowsIsNotWritten() {
        final CountingJournal journal = new CountingJournal();
        final StoreKeeper own = new StoreKeeper(new RunningMarks(new StateTable(database), Optional::empty), executor, journal);
        own.add(flushing(() -> {
            throw new IllegalStateException("as the test wants it");
        }));
        own.start();

        assertThatThrownBy(() -> executor.advance(StoreKeeper.FLUSH_INTERVAL))
            .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(own::stop).isInstanceOf(IllegalStateException.class);

        assertThat(journal.written).isEmpty();
        assertThat(journal.closed).isTrue();
    }

    @Test
    void d6_stopTellsTheJournalAlsoAfterAnOutage() {
        final CountingJournal journal = new CountingJournal();
        final StoreKeeper own = new StoreKeeper(new RunningMarks(new StateTable(database), Optional::empty), executor, journal);
        final AtomicBoolean works = new AtomicBoolean();
        own.add(flushing(works::get));
        own.start();
        executor.advance(StoreKeeper.FLUSH_INTERVAL.multipliedBy(3));
        works.set(true);

        own.stop();

        assertThat(journal.written).containsExactly(2L);
        assertThat(journal.closed).isTrue();
    }

    @Test
    void d6_runThatWasNotStartedLeavesTheJournalAsItIs() {
        final CountingJournal journal = new CountingJournal();
        final StoreKeeper own = new StoreKeeper(new RunningMarks(new StateTable(database), Optional::empty), executor, journal);
        own.add(table("one"));

        own.stop();

        assertThat(journal.checkpoints).isZero();
        assertThat(journal.written).isEmpty();
        assertThat(journal.closed).isTrue();
    }
}
