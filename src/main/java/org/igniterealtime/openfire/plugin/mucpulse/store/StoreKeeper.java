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

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the tables of all features read when they are added, written regularly, purged of what is too old, and written
 * once more when the plugin stops. A mark in the database tells at the next start whether this run ended in order. Safe
 * for use by several threads.
 */
public final class StoreKeeper {

    private static final Logger Log = LoggerFactory.getLogger(StoreKeeper.class);

    public static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    public static final Duration PURGE_INTERVAL = Duration.ofHours(1);
    public static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final RunningMarks marks;
    private final SerialExecutor executor;
    private final Journal journal;
    private final List<Table> tables = new CopyOnWriteArrayList<>();
    private final Object reading = new Object();
    /** The tables that could not be read so far. */
    @GuardedBy("reading")
    private final Set<Table> unread = new LinkedHashSet<>();
    /** Whether the last run did not end in order; empty until that could be read. */
    @GuardedBy("reading")
    private Optional<Boolean> crashed = Optional.empty();
    @GuardedBy("reading")
    private boolean retrying;
    /** Whether it could not be read how the last run ended, as there are no tables. */
    @GuardedBy("reading")
    private boolean tablesMissing;
    /** Whether every table was read, and it is known how the last run ended. */
    private volatile boolean allRead;
    private volatile boolean started;
    private volatile boolean stopped;
    /** Of a monotonic source, in nanoseconds. */
    @Nullable
    private volatile Long flushed;
    /** The last attempt to write everything failed. */
    private volatile boolean behind;

    /**
     * Creates a keeper.
     *
     * @param marks tell how the last run ended
     * @param executor runs what touches the database
     * @param journal has what is not written yet
     */
    public StoreKeeper(@Nonnull final RunningMarks marks, @Nonnull final SerialExecutor executor,
                       @Nonnull final Journal journal) {
        this.marks = marks;
        this.executor = executor;
        this.journal = journal;
    }

    /** Begins to write and to purge, when all tables have been added. */
    public void start() {
        started = true;
        executor.schedule(FLUSH_INTERVAL, this::flush);
        executor.schedule(PURGE_INTERVAL, this::purge);
    }

    /**
     * Adds the tables of a feature, and reads what an earlier run wrote to them. Where the database fails, that is
     * tried again later. May block.
     *
     * @param table the tables
     */
    public void add(@Nonnull final Table table) {
        synchronized (reading) {
            tables.add(table);
            unread.add(table);
            read(List.of(table));
            if (unread.contains(table)) {
                if (tablesMissing) {
                    table.missing();
                } else {
                    table.unreadable();
                }
            }
            if (!unread.isEmpty() && !retrying) {
                retrying = true;
                executor.schedule(RETRY_INTERVAL, this::readAgain);
            }
        }
        // Also on servers that never run for long.
        executor.execute(() -> purge(table));
    }

    private void readAgain() {
        synchronized (reading) {
            try {
                if (!stopped) {
                    read(List.copyOf(unread));
                }
            } finally {
                retrying = !stopped && !unread.isEmpty();
                if (retrying) {
                    executor.schedule(RETRY_INTERVAL, this::readAgain);
                }
            }
        }
    }

    /** Reads tables, each for itself, unless the database does not even answer how the last run ended. */
    @GuardedBy("reading")
    private void read(final List<Table> some) {
        allRead = false;
        final boolean afterCrash;
        try {
            afterCrash = hasCrashed();
        } catch (final SQLException | RuntimeException | Error e) {
            tablesMissing = DatabaseUnavailableException.areTablesMissing(e);
            warn("anything", e);
            return;
        }
        for (final Table table : some) {
            try {
                table.restore(afterCrash);
                unread.remove(table);
            } catch (final SQLException | RuntimeException | Error e) {
                warn(table.description(), e);
            }
        }
        allRead = unread.isEmpty();
    }

    private static void warn(final String what, final Throwable e) {
        if (DatabaseUnavailableException.isCauseOf(e)) {
            Log.debug("Cannot read {} from the database.", what, e);
        } else {
            Log.warn("Cannot read {} from the database. This is tried again in {}.", what, RETRY_INTERVAL, e);
        }
    }

    /** Reads and writes at once what waits for that, as the database can be used again. On the executor. */
    void resume() {
        synchronized (reading) {
            if (!stopped && !unread.isEmpty()) {
                read(List.copyOf(unread));
            }
        }
        if (started) {
            writeAll();
        }
    }

    /** Whether the last run did not end in order; marks at the first time that this one is under way. */
    @GuardedBy("reading")
    private boolean hasCrashed() throws SQLException {
        if (crashed.isEmpty()) {
            crashed = Optional.of(marks.begin());
        }
        return crashed.get();
    }

    private void flush() {
        try {
            writeAll();
        } finally {
            // Whatever was thrown, as everything else that is written waits for it.
            executor.schedule(FLUSH_INTERVAL, this::flush);
        }
    }

    /** One after the other, and each for itself: what is wrong with the one is no obstacle to the other. */
    private boolean writeAll() {
        // Not while the database is away, as the journal would have more and more files.
        return behind && !stopped ? writeTables() : writeUpToCheckpoint();
    }

    private boolean writeUpToCheckpoint() {
        final long checkpoint = journal.checkpoint();
        final boolean all = writeTables();
        if (all) {
            journal.written(checkpoint);
        }
        return all;
    }

    private boolean writeTables() {
        final boolean[] all = {true};
        behind = true;
        FailureIsolation.forEach(tables, table -> all[0] &= table.flush());
        if (all[0]) {
            flushed = System.nanoTime();
            behind = false;
        }
        return all[0];
    }

    private void purge() {
        try {
            FailureIsolation.forEach(tables, StoreKeeper::purge);
        } finally {
            executor.schedule(PURGE_INTERVAL, this::purge);
        }
    }

    private static void purge(final Table table) {
        try {
            table.purge();
        } catch (final SQLException | RuntimeException | Error e) {
            if (DatabaseUnavailableException.isCauseOf(e)) {
                Log.debug("Cannot purge {} of what is old.", table.description(), e);
            } else {
                Log.warn("Cannot purge {} of what is old. This is tried again in {}.", table.description(),
                    PURGE_INTERVAL, e);
            }
        }
    }

    /**
     * How long ago nothing was left to be written.
     *
     * @return the time since the last time that everything was written, empty before the first one
     */
    @Nonnull
    public Optional<Duration> sinceFlush() {
        return Optional.ofNullable(flushed).map(then -> Duration.ofNanos(System.nanoTime() - then));
    }

    /**
     * How much was lost before it was written, as too much waited for the database, or as it refused it.
     *
     * @return the number since the plugin was started
     */
    public long dropped() {
        return tables.stream().mapToLong(Table::dropped).sum();
    }

    /**
     * Writes what is left, and marks this run as ended in order if that succeeded. A run that did not get as far as
     * {@link #start} leaves the mark, as there may be tables that were not told of an earlier crash. What could not be
     * written stays in the journal.
     */
    public void stop() {
        stopped = true;
        try {
            writeLast();
        } finally {
            journal.close();
        }
    }

    private void writeLast() {
        if (!started) {
            // Not all tables are there, so that the journal may have more than was written.
            writeTables();
        } else if (writeAll() && allRead) {
            try {
                marks.end();
            } catch (final SQLException | RuntimeException e) {
                Log.warn("Cannot mark the end of this run in the database.", e);
            }
        }
    }
}
