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

import java.util.concurrent.TimeUnit;

/**
 * Limits how often something happens: a burst of a given size at once, and a given rate on average. A new bucket is
 * full. Rate and burst are given with each call, as both are settings. (Guava's rate limiter begins with an empty
 * bucket, and cannot change its burst.) Not safe for use by several threads.
 */
public final class TokenBucket {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** What is lost by rounding is never more than that. */
    private static final double ROUNDING = 1e-6;

    /** How many tokens are missing; 0 in a full bucket. */
    private double missing;
    /** The rate of the last call, by which a bucket that nobody asks fills up. */
    private double rate;
    private long filled;

    /**
     * Takes a token.
     *
     * @param now the time of a monotonic source, in nanoseconds
     * @param perSecond how many tokens are added in a second
     * @param burst how many tokens there are at most
     * @return {@code false} where there is none; nothing is taken then
     */
    public boolean take(final long now, final double perSecond, final double burst) {
        return take(now, 1, perSecond, burst);
    }

    /**
     * Takes several tokens at once. More tokens than a full bucket has can be taken from a full bucket only, which then
     * lacks them for the longer.
     *
     * @param now the time of a monotonic source, in nanoseconds
     * @param tokens how many to take
     * @param perSecond how many tokens are added in a second
     * @param burst how many tokens there are at most; where it is less than 1, nothing can be taken
     * @return {@code false} where there are too few; nothing is taken then
     */
    public boolean take(final long now, final double tokens, final double perSecond, final double burst) {
        fill(now);
        rate = perSecond;
        if (burst < 1 || missing > 0 && missing + tokens > burst + ROUNDING) {
            return false;
        }
        missing += tokens;
        return true;
    }

    /**
     * Whether nothing is missing, so that the bucket is the same as a new one.
     *
     * @param now the time of a monotonic source, in nanoseconds
     * @return whether the bucket can be thrown away without giving anybody more than they are due
     */
    public boolean isFull(final long now) {
        fill(now);
        return missing == 0;
    }

    private void fill(final long now) {
        if (missing > 0) {
            missing -= Math.max(0, now - filled) / NANOS_PER_SECOND * rate;
            if (missing < ROUNDING) {
                missing = 0;
            }
        }
        filled = now;
    }
}
