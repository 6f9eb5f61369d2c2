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

import com.google.common.base.Ticker;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;

/**
 * A {@link TokenBucket} for each of many keys, such as users. At most a given number of buckets is kept. Only full
 * buckets are thrown away, so that nobody gets a fresh burst by having been forgotten; where none is full, all further
 * keys share one bucket until there is room again. Safe for use by several threads.
 *
 * @param <K> the type of the keys
 */
public final class RateLimits<K> {

    private static final int LOAD = 16;
    private static final float LOAD_FACTOR = 0.75f;
    /** How many buckets are looked at in one call to find those that are full. */
    private static final int LOOKS = 4;

    private final Ticker ticker;
    private final int maximum;
    /** The bucket that was not asked for the longest time first: it is the most likely to be full. */
    @GuardedBy("this")
    private final Map<K, TokenBucket> buckets = new LinkedHashMap<>(LOAD, LOAD_FACTOR, true);
    @GuardedBy("this")
    private final TokenBucket shared = new TokenBucket();

    /**
     * Creates limits that nobody has touched yet.
     *
     * @param ticker a monotonic source of time
     * @param maximum how many buckets are kept at most
     */
    public RateLimits(@Nonnull final Ticker ticker, final int maximum) {
        this.ticker = ticker;
        this.maximum = maximum;
    }

    /**
     * Takes a token from a key's bucket.
     *
     * @param key whose bucket
     * @param perSecond how many tokens are added in a second
     * @param burst how many tokens there are at most
     * @return {@code false} where there is none
     */
    public boolean tryAcquire(@Nonnull final K key, final double perSecond, final double burst) {
        return tryAcquire(key, 1, perSecond, burst);
    }

    /**
     * Takes several tokens from a key's bucket, as {@link TokenBucket#take(long, double, double, double)} does.
     *
     * @param key whose bucket
     * @param tokens how many to take
     * @param perSecond how many tokens are added in a second
     * @param burst how many tokens there are at most
     * @return {@code false} where there are too few; nothing is taken then
     */
    public synchronized boolean tryAcquire(@Nonnull final K key, final double tokens, final double perSecond,
                                           final double burst) {
        final long now = ticker.read();
        final TokenBucket known = buckets.get(key);
        if (known != null) {
            return known.take(now, tokens, perSecond, burst);
        }
        forgetFullBuckets(now);
        if (buckets.size() >= maximum) {
            return shared.take(now, tokens, perSecond, burst);
        }
        final TokenBucket bucket = new TokenBucket();
        buckets.put(key, bucket);
        return bucket.take(now, tokens, perSecond, burst);
    }

    @GuardedBy("this")
    private void forgetFullBuckets(final long now) {
        final Iterator<TokenBucket> eldest = buckets.values().iterator();
        for (int looks = 0; looks < LOOKS && eldest.hasNext(); looks++) {
            if (eldest.next().isFull(now)) {
                eldest.remove();
            }
        }
    }

    /**
     * How many buckets are kept.
     *
     * @return the number
     */
    public synchronized int size() {
        return buckets.size();
    }
}
