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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;

/**
 * Issues strictly increasing timestamps, in microseconds since 1970, even if the clock is set back. In a cluster they
 * keep up with those of the server whose clock is ahead of all others, so that what happened on one server can be
 * compared with what happened on another, but for the time that a message takes. That server's clock may be wrong, so
 * that they keep up with what is an hour ahead at most. Safe for use by several threads.
 */
public final class MonotonicTimestamps {

    /** Earlier than every timestamp. */
    public static final long NEVER = Long.MIN_VALUE;
    /** How far the clock of another server can be ahead of this server's. */
    public static final Duration MOST_AHEAD = Duration.ofHours(1);

    private static final long MOST_MICROS_AHEAD = TimeUnit.SECONDS.toMicros(MOST_AHEAD.toSeconds());

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();
    /** By how many microseconds the timestamps are ahead of the clock. */
    private final AtomicLong ahead = new AtomicLong();

    public MonotonicTimestamps(@Nonnull final InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The next timestamp.
     *
     * @return a number greater than all before
     */
    public long next() {
        return last.accumulateAndGet(now(), (previous, time) -> Math.max(previous + 1, time));
    }

    /**
     * What time it is, as the servers of the cluster have it.
     *
     * @return a timestamp that others can have as well, and that can be less than one that was issued before, where the
     *     clock was set back, or another server has issued a greater one
     */
    public long now() {
        return wallClock() + ahead.get();
    }

    private long wallClock() {
        return Math.multiplyExact(clock.millis(), 1000L);
    }

    /**
     * Keeps up with another server of the cluster.
     *
     * @param timestamp what time it is there
     * @return {@code false} where that is too far ahead, so that nothing has changed
     */
    public boolean keepUpWith(final long timestamp) {
        final long here = wallClock();
        if (timestamp > here + MOST_MICROS_AHEAD) {
            return false;
        }
        startAfter(timestamp);
        if (timestamp > here) {
            ahead.accumulateAndGet(timestamp - here, Math::max);
        }
        return true;
    }

    /**
     * Makes every further timestamp greater than one that was issued by another server, or before this one was
     * restarted, however far ahead that is: what happens from now on is later. The time of {@link #now} is the same.
     *
     * @param timestamp the timestamp
     */
    public void startAfter(final long timestamp) {
        last.accumulateAndGet(timestamp, Math::max);
    }

    /**
     * The timestamp of a moment.
     *
     * @param moment the moment by the wall clock
     * @return a timestamp that separates what is earlier from what is not
     */
    public static long of(@Nonnull final Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    /**
     * The timestamp of a moment, as timestamps are issued now.
     *
     * @param moment the moment by this server's wall clock
     * @return a timestamp that separates what is earlier from what is not
     */
    public long at(@Nonnull final Instant moment) {
        return of(moment) + ahead.get();
    }

    /**
     * The timestamp of a moment in the past.
     *
     * @param age how long ago
     * @return a timestamp that separates what is older from what is newer
     */
    public long before(@Nonnull final Duration age) {
        return at(clock.instant().minus(age));
    }
}
