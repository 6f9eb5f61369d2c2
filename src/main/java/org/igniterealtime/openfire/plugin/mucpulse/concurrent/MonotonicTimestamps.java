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
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;

/**
 * Issues strictly increasing timestamps, in microseconds since 1970, even if the clock is set back. In a cluster they
 * keep up with those of the server whose clock is ahead of all others, so that what happened on one server can be
 * compared with what happened on another, but for the time that a message takes. Safe for use by several threads.
 */
public final class MonotonicTimestamps {

    /** Earlier than every timestamp. */
    public static final long NEVER = Long.MIN_VALUE;

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
        final long now = wallClock() + ahead.get();
        return last.accumulateAndGet(now, (previous, time) -> Math.max(previous + 1, time));
    }

    private long wallClock() {
        return Math.multiplyExact(clock.millis(), 1000L);
    }

    /**
     * Keeps up with another server of the cluster.
     *
     * @param timestamp what that server has issued just now
     */
    public void keepUpWith(final long timestamp) {
        startAfter(timestamp);
        ahead.accumulateAndGet(timestamp - wallClock(), Math::max);
    }

    /**
     * Makes every further timestamp greater than one that was issued before the server was restarted.
     *
     * @param timestamp the greatest timestamp known of that time
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
