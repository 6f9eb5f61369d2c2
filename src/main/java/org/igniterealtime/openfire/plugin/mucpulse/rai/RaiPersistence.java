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

import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the feature remember visits and activity from one run of the plugin to the next (R10, R14). Where the last run
 * did not end in order, messages may have been heard that nobody wrote down, and every room counts as active at that
 * moment.
 */
public final class RaiPersistence implements Table {

    private static final Logger Log = LoggerFactory.getLogger(RaiPersistence.class);

    /** Up to when activity may have been missed. */
    static final String ASSUMED = "rai.assumed";

    private final RaiTables tables;
    private final RaiWriteBehind writeBehind;
    private final StateTable state;
    private final MonotonicTimestamps timestamps;
    private final RoomActivityIndicators rai;
    private final Supplier<Duration> retention;
    private final Runnable reconciliation;

    /**
     * Creates it.
     *
     * @param tables the tables
     * @param writeBehind gathers what is to be written
     * @param state remembers up to when activity may have been missed
     * @param timestamps issues the timestamps that are stored
     * @param rai the feature whose memory this is
     * @param retention for how long visits and activity are remembered
     * @param reconciliation looks for what is to be forgotten where that was dropped
     */
    public RaiPersistence(@Nonnull final RaiTables tables, @Nonnull final RaiWriteBehind writeBehind,
                          @Nonnull final StateTable state, @Nonnull final MonotonicTimestamps timestamps,
                          @Nonnull final RoomActivityIndicators rai, @Nonnull final Supplier<Duration> retention,
                          @Nonnull final Runnable reconciliation) {
        this.tables = tables;
        this.writeBehind = writeBehind;
        this.state = state;
        this.timestamps = timestamps;
        this.rai = rai;
        this.retention = retention;
        this.reconciliation = reconciliation;
    }

    @Override
    public long dropped() {
        return writeBehind.dropped();
    }

    @Override
    @Nonnull
    public String description() {
        return RaiWriteBehind.DESCRIPTION;
    }

    @Override
    public void restore(final boolean crashed) throws SQLException {
        tables.newestVisit().ifPresent(timestamps::startAfter);
        rai.restore(writeBehind.activities());
        OptionalLong assumed = state.state(ASSUMED);
        if (crashed) {
            Log.info("The last run of the server did not end in order: whoever subscribes to activity indicators is "
                + "told once of every room, as some activity may not have been written down.");
            assumed = OptionalLong.of(rai.now());
            state.setState(ASSUMED, assumed.getAsLong());
        }
        assumed.ifPresent(rai::assumeActivityUpTo);
    }

    @Override
    public void unreadable() {
        rai.assumeActivityUpTo(rai.now());
    }

    @Override
    public boolean flush() {
        if (!writeBehind.flush()) {
            return false;
        }
        final boolean lookDue = writeBehind.takeLookDue();
        if (writeBehind.takeForgettingLoss() || lookDue) {
            reconciliation.run();
        }
        return noteActivityLoss();
    }

    /** Activity that was dropped while the database was away counts as said. */
    private boolean noteActivityLoss() {
        if (!writeBehind.takeActivityLoss()) {
            return true;
        }
        try {
            state.setState(ASSUMED, rai.now());
            return true;
        } catch (final SQLException | RuntimeException e) {
            writeBehind.putBackActivityLoss();
            if (!DatabaseUnavailableException.isCauseOf(e)) {
                Log.warn("Cannot write down that activity was missed. This is tried again until it succeeds.", e);
            }
            return false;
        }
    }

    @Override
    public void purge() throws SQLException {
        final long timestamp = timestamps.before(retention.get());
        rai.forgetBefore(timestamp);
        tables.purgeBefore(timestamp);
        writeBehind.purged();
    }
}
