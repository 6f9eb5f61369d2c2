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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.store.RunningMarks;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a server of the cluster that is gone has crashed (R10, K5): then messages may have been heard there
 * of which nobody knows, and every room counts as active up to the moment when it left, on all servers. A server that
 * was stopped in order has taken its mark away, after a while: what it wrote until then is read. That can be much
 * later, where it is on the other side of a split, so that it is looked for its mark as long as it is gone.
 * Everything is done on the executor for the database.
 */
final class CrashedServers {

    private static final Logger Log = LoggerFactory.getLogger(CrashedServers.class);

    /** How long a server may take to stop in order, and how often it is looked for its mark afterwards. */
    static final Duration STOPPING = Duration.ofSeconds(60);
    /** When it is tried again after the database failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    /** For how long it is looked for the mark of a server that is gone. */
    static final Duration MEMORY = Duration.ofDays(1);

    /** This server, which does what follows. Any thread may call it. */
    interface Survivor {

        /** The identities of the other servers that are there. */
        @Nonnull
        Set<String> present();

        /** Every room counts as active up to a moment. */
        void assumeActivityUpTo(long timestamp);

        /** Has the other servers assume the same. */
        void assumed(long timestamp);

        /** What is in the database is to be read again. */
        void readStored();
    }

    private final RunningMarks marks;
    private final StateTable state;
    private final SerialExecutor executor;
    private final Survivor survivor;
    /** When each server left that is gone. */
    private final Map<String, Long> gone = new ConcurrentHashMap<>();

    /**
     * Creates it.
     *
     * @param marks has the marks of the servers that run, or have crashed
     * @param state remembers up to when activity may have been missed
     * @param executor runs what touches the database
     * @param survivor does what follows
     */
    CrashedServers(@Nonnull final RunningMarks marks, @Nonnull final StateTable state,
                   @Nonnull final SerialExecutor executor, @Nonnull final Survivor survivor) {
        this.marks = marks;
        this.state = state;
        this.executor = executor;
        this.survivor = survivor;
    }

    /** A server has left, or is on the other side of a split. */
    void left(@Nonnull final String identity, final long timestamp) {
        gone.put(identity, timestamp);
        executor.schedule(STOPPING, () -> look(identity, timestamp));
    }

    /**
     * A server has joined. What it knows of crashes is in the database; and where it was not gone, but on the other
     * side of a split, it may have taken this server's mark away.
     */
    void joined() {
        executor.execute(() -> {
            if (!readAgain()) {
                executor.schedule(RETRY_INTERVAL, this::joined);
            }
        });
    }

    /** Whether a server that left at a moment is there again, or has left once more. */
    private boolean isBack(final String identity, final long timestamp) {
        if (survivor.present().contains(identity)) {
            gone.remove(identity, timestamp);
        }
        return gone.getOrDefault(identity, timestamp + 1) != timestamp;
    }

    private void look(final String identity, final long timestamp) {
        if (isBack(identity, timestamp)) {
            return;
        }
        try {
            final boolean marked = marks.others().contains(identity);
            if (marked) {
                Log.info("A server of the cluster did not end in order: whoever subscribes to activity indicators is "
                    + "told once of every room, as some activity may not have been written down.");
                if (state.state(RaiPersistence.ASSUMED).orElse(0) < timestamp) {
                    state.setState(RaiPersistence.ASSUMED, timestamp);
                }
                survivor.assumeActivityUpTo(timestamp);
                survivor.assumed(timestamp);
                marks.forget(identity);
            } else {
                survivor.readStored();
            }
            lookAgain(identity, timestamp, !marked, MEMORY);
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("Cannot find out whether a server has crashed. This is tried again.", e);
            executor.schedule(RETRY_INTERVAL, () -> look(identity, timestamp));
        }
    }

    /**
     * Plans to look whether a server that is gone ends in order. In a split each side takes the other one for dead, and
     * its mark away; each marks itself again.
     *
     * @param ended whether it had no mark any more, and what it wrote was read
     * @param left for how long to go on
     */
    private void lookAgain(final String identity, final long timestamp, final boolean ended, final Duration left) {
        if (left.compareTo(Duration.ZERO) > 0) {
            executor.schedule(STOPPING, () -> lookAgainNow(identity, timestamp, ended, left.minus(STOPPING)));
        } else {
            gone.remove(identity, timestamp);
        }
    }

    private void lookAgainNow(final String identity, final long timestamp, final boolean ended, final Duration left) {
        if (isBack(identity, timestamp)) {
            return;
        }
        boolean endedNow = ended;
        try {
            readAgain();
            endedNow = !marks.others().contains(identity);
            if (endedNow && !ended) {
                survivor.readStored();
            }
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("Cannot find out whether a server has ended. This is tried again.", e);
        }
        lookAgain(identity, timestamp, endedNow, left);
    }

    private boolean readAgain() {
        try {
            marks.renew();
            state.state(RaiPersistence.ASSUMED).ifPresent(survivor::assumeActivityUpTo);
            return true;
        } catch (final SQLException | RuntimeException | Error e) {
            Log.debug("Cannot read whether a server has crashed. This is tried again.", e);
            return false;
        }
    }
}
