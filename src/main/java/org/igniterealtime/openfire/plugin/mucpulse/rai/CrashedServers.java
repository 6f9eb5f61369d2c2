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
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.store.RunningMarks;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a server of the cluster that is gone has crashed (R10, K5): then messages may have been heard there
 * of which nobody knows, and every room counts as active up to the moment when it left, on all servers. A server that
 * was stopped in order has taken its mark away, after a while. Everything is done on the executor for the database.
 */
final class CrashedServers {

    private static final Logger Log = LoggerFactory.getLogger(CrashedServers.class);

    /** How long a server may take to stop in order. */
    static final Duration STOPPING = Duration.ofSeconds(60);
    /** When it is tried again after the database failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final RunningMarks marks;
    private final StateTable state;
    private final SerialExecutor executor;
    private final Supplier<Set<String>> present;
    private final LongConsumer assume;
    private final LongConsumer tell;

    /**
     * Creates it.
     *
     * @param marks has the marks of the servers that run, or have crashed
     * @param state remembers up to when activity may have been missed
     * @param executor runs what touches the database
     * @param present gives the identities of the other servers that are there
     * @param assume has every room count as active up to a moment
     * @param tell has other servers do the same
     */
    CrashedServers(@Nonnull final RunningMarks marks, @Nonnull final StateTable state,
                   @Nonnull final SerialExecutor executor, @Nonnull final Supplier<Set<String>> present,
                   @Nonnull final LongConsumer assume, @Nonnull final LongConsumer tell) {
        this.marks = marks;
        this.state = state;
        this.executor = executor;
        this.present = present;
        this.assume = assume;
        this.tell = tell;
    }

    /** A server has left, or is on the other side of a split. */
    void left(@Nonnull final String identity, final long timestamp) {
        executor.schedule(STOPPING, () -> look(identity, timestamp));
    }

    /**
     * A server has joined. What it knows of crashes is in the database; and where it was not gone, but on the other
     * side of a split, it may have taken this server's mark away.
     */
    void joined() {
        executor.execute(this::readAgain);
    }

    private void look(final String identity, final long timestamp) {
        if (present.get().contains(identity)) {
            return;
        }
        try {
            if (marks.others().contains(identity)) {
                Log.info("A server of the cluster did not end in order: whoever subscribes to activity indicators is "
                    + "told once of every room, as some activity may not have been written down.");
                if (state.state(RaiPersistence.ASSUMED).orElse(0) < timestamp) {
                    state.setState(RaiPersistence.ASSUMED, timestamp);
                }
                assume.accept(timestamp);
                tell.accept(timestamp);
                marks.forget(identity);
            }
            // In a split each side takes the other one for dead.
            executor.schedule(STOPPING, this::readAgain);
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("Cannot find out whether a server has crashed. This is tried again.", e);
            executor.schedule(RETRY_INTERVAL, () -> look(identity, timestamp));
        }
    }

    private void readAgain() {
        try {
            marks.renew();
            state.state(RaiPersistence.ASSUMED).ifPresent(assume);
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("Cannot read whether a server has crashed. This is tried again.", e);
            executor.schedule(RETRY_INTERVAL, this::readAgain);
        }
    }
}
