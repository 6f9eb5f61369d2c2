/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the tables of all features read when the plugin starts, written regularly, purged of what is too old, and written
 * once more when the plugin stops. A mark in the database tells at the next start whether this run ended in order.
 * {@link #start} and {@link #stop} are for one thread at a time.
 */
public final class StoreKeeper {

    private static final Logger Log = LoggerFactory.getLogger(StoreKeeper.class);

    /** There while the plugin runs, so that it is still there after a crash. The name is that of earlier versions. */
    public static final String RUNNING = "rai.running";

    public static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    public static final Duration PURGE_INTERVAL = Duration.ofHours(1);
    public static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final StateTable state;
    private final List<Table> tables;
    private final Set<Table> unread;
    /** Whether the last run did not end in order; {@code null} while that is not known. */
    @Nullable
    private Boolean crashed;
    private final SerialExecutor executor;
    private volatile boolean started;
    private volatile boolean stopped;
    /** Of a monotonic source, in nanoseconds. */
    @Nullable
    private volatile Long flushed;

    /**
     * Creates a keeper.
     *
     * @param state holds the mark
     * @param tables the tables of the features, in the order in which they are read
     * @param executor runs what touches the database
     */
    public StoreKeeper(@Nonnull final StateTable state, @Nonnull final List<Table> tables,
                       @Nonnull final SerialExecutor executor) {
        this.state = state;
        this.tables = new CopyOnWriteArrayList<>(tables);
        this.unread = Collections.newSetFromMap(new IdentityHashMap<>());
        this.unread.addAll(tables);
        this.executor = executor;
    }

    /**
     * Adds a table, and reads what an earlier run wrote. Where the database fails, that is tried again later. Not to be
     * called after {@link #start}.
     *
     * @param table the table
     */
    public void add(@Nonnull final Table table) {
        tables.add(table);
        unread.add(table);
        try {
            restore(table);
        } catch (final SQLException | RuntimeException e) {
            Log.warn("Cannot read {} from the database. This is tried again later.", table.description(), e);
            table.unreadable();
        }
    }

    private void restore(final Table table) throws SQLException {
        if (crashed == null) {
            crashed = state.state(RUNNING).isPresent();
        }
        table.restore(crashed);
        unread.remove(table);
    }

    /**
     * Reads what an earlier run wrote as far as that was not done, and begins to write. Where the database fails, that
     * is tried again later.
     */
    public void start() {
        if (!read()) {
            unread.forEach(Table::unreadable);
            executor.schedule(RETRY_INTERVAL, this::readAgain);
        }
        executor.schedule(FLUSH_INTERVAL, this::flush);
        // Also on servers that never run for long.
        executor.execute(this::purge);
    }

    private void readAgain() {
        boolean done = false;
        try {
            done = stopped || read();
        } finally {
            if (!done) {
                executor.schedule(RETRY_INTERVAL, this::readAgain);
            }
        }
    }

    private boolean read() {
        try {
            for (final Table table : tables) {
                if (unread.contains(table)) {
                    restore(table);
                }
            }
            state.setState(RUNNING, System.currentTimeMillis());
            started = true;
            return true;
        } catch (final SQLException | RuntimeException e) {
            Log.warn("Cannot read from the database what an earlier run wrote. This is tried again in {}.",
                RETRY_INTERVAL, e);
            return false;
        }
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
        final boolean[] all = {true};
        FailureIsolation.forEach(tables, table -> all[0] &= table.flush());
        if (all[0]) {
            flushed = System.nanoTime();
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
        } catch (final SQLException | RuntimeException e) {
            Log.warn("Cannot purge {} of what is old. This is tried again in {}.", table.description(), PURGE_INTERVAL,
                e);
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

    /** Writes what is left, and marks this run as ended in order if that succeeded. */
    public void stop() {
        stopped = true;
        if (writeAll() && started) {
            try {
                state.clearState(RUNNING);
            } catch (final SQLException | RuntimeException e) {
                Log.warn("Cannot mark the end of this run in the database.", e);
            }
        }
    }
}
