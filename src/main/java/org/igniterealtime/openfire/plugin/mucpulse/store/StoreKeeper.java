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
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RoomActivityIndicators;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is known when the plugin starts, writes regularly, purges what is too old, and writes what is left when
 * the plugin stops. A mark in the database tells at the next start whether this run ended in order: if not, messages
 * may have been heard that nobody wrote down, and every room counts as active at that moment. All methods are for one
 * thread at a time.
 */
public final class StoreKeeper {

    private static final Logger Log = LoggerFactory.getLogger(StoreKeeper.class);

    /** There while the plugin runs, so that it is still there after a crash. */
    static final String RUNNING = "rai.running";
    /** Up to when activity may have been missed. */
    static final String ASSUMED = "rai.assumed";

    static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    static final Duration PURGE_INTERVAL = Duration.ofHours(1);
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final PulseStore store;
    private final WriteBehind writeBehind;
    private final SerialExecutor strand;
    private final MonotonicTimestamps stamps;
    private final RoomActivityIndicators rai;
    private final RoomSwitches switches;
    private final Supplier<Duration> retention;
    private volatile Runnable forgettingLost = () -> { };
    private volatile boolean started;
    private volatile boolean stopped;

    /**
     * Creates a keeper.
     *
     * @param store the tables
     * @param writeBehind gathers what is to be written
     * @param strand runs what touches the database
     * @param stamps tells what came first
     * @param rai the feature whose memory this is
     * @param switches what differs in single rooms from the settings
     * @param retention for how long visits and activity are remembered
     */
    public StoreKeeper(@Nonnull final PulseStore store, @Nonnull final WriteBehind writeBehind,
                       @Nonnull final SerialExecutor strand, @Nonnull final MonotonicTimestamps stamps,
                       @Nonnull final RoomActivityIndicators rai, @Nonnull final RoomSwitches switches,
                       @Nonnull final Supplier<Duration> retention) {
        this.store = store;
        this.writeBehind = writeBehind;
        this.strand = strand;
        this.stamps = stamps;
        this.rai = rai;
        this.switches = switches;
        this.retention = retention;
    }

    /**
     * Names who looks for what is to be forgotten where that was dropped.
     *
     * @param task is run by the strand
     */
    public void onForgettingLost(@Nonnull final Runnable task) {
        forgettingLost = task;
    }

    /** Reads what an earlier run wrote, and begins to write. Where the database fails, that is tried again later. */
    public void start() {
        if (!read()) {
            switches.unreadable();
            rai.assumeActivityUpTo(rai.now());
            strand.schedule(RETRY_INTERVAL, this::readAgain);
        }
        strand.schedule(FLUSH_INTERVAL, this::flush);
        // Also on servers that never run for long.
        strand.execute(this::purge);
    }

    private void readAgain() {
        boolean done = false;
        try {
            done = stopped || read();
        } finally {
            if (!done) {
                strand.schedule(RETRY_INTERVAL, this::readAgain);
            }
        }
    }

    private boolean read() {
        try {
            switches.restore(store.switches());
            store.newestVisit().ifPresent(stamps::startAfter);
            rai.restore(store.activities());
            final boolean crashed = store.state(RUNNING).isPresent();
            OptionalLong assumed = store.state(ASSUMED);
            if (crashed) {
                Log.info("The last run of the server did not end in order: whoever subscribes to activity indicators "
                    + "is told once of every room, as some activity may not have been written down.");
                assumed = OptionalLong.of(rai.now());
                store.setState(ASSUMED, assumed.getAsLong());
            }
            assumed.ifPresent(rai::assumeActivityUpTo);
            store.setState(RUNNING, rai.now());
            started = true;
            return true;
        } catch (final SQLException | RuntimeException e) {
            Log.warn("Cannot read visits and activity from the database. This is tried again in {}.", RETRY_INTERVAL,
                e);
            return false;
        }
    }

    private void flush() {
        try {
            if (writeBehind.flush()) {
                makeUpForLosses();
            }
        } finally {
            // Whatever was thrown, as everything else that is written waits for it.
            strand.schedule(FLUSH_INTERVAL, this::flush);
        }
    }

    /** What was dropped while the database was away has to be looked for, or to count as said. */
    private void makeUpForLosses() {
        if (writeBehind.takeActivityLoss()) {
            try {
                store.setState(ASSUMED, rai.now());
            } catch (final SQLException | RuntimeException e) {
                Log.warn("Cannot write down that activity was missed.", e);
            }
        }
        if (writeBehind.takeForgettingLoss()) {
            forgettingLost.run();
        }
    }

    private void purge() {
        try {
            final long stamp = stamps.before(retention.get());
            rai.forgetBefore(stamp);
            store.purgeBefore(stamp);
        } catch (final SQLException | RuntimeException e) {
            Log.warn("Cannot purge old visits and activity. This is tried again in {}.", PURGE_INTERVAL, e);
        } finally {
            strand.schedule(PURGE_INTERVAL, this::purge);
        }
    }

    /** Writes what is left, and marks this run as ended in order if that succeeded. */
    public void stop() {
        stopped = true;
        if (writeBehind.flush() && started) {
            try {
                store.clearState(RUNNING);
            } catch (final SQLException | RuntimeException e) {
                Log.warn("Cannot mark the end of this run in the database.", e);
            }
        }
    }
}
