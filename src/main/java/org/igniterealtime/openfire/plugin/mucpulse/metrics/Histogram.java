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
package org.igniterealtime.openfire.plugin.mucpulse.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.annotation.Nonnull;

/**
 * How long something took, in buckets, since the plugin was started. Safe for use by several threads; recording does
 * not block, and allocates nothing.
 *
 * @see <a href="https://prometheus.io/docs/concepts/metric_types/#histogram">Prometheus: histograms</a>
 */
public final class Histogram {

    /** Instead of a moment, where it is not known when something began. */
    public static final long UNTIMED = Long.MIN_VALUE;

    /** The upper bounds of all buckets but the last, which has none, in milliseconds. */
    private static final List<Long> BOUNDS =
        List.of(1L, 2L, 5L, 10L, 20L, 50L, 100L, 200L, 500L, 1_000L, 2_000L, 5_000L, 10_000L, 60_000L);
    private static final long[] NANOSECONDS = BOUNDS.stream().mapToLong(TimeUnit.MILLISECONDS::toNanos).toArray();

    private final String name;
    private final List<LongAdder> counts =
        IntStream.rangeClosed(0, NANOSECONDS.length).mapToObj(unused -> new LongAdder()).toList();
    private final LongAdder sum = new LongAdder();

    /**
     * How often it took no longer than some time. Immutable.
     *
     * @param bound the time, in milliseconds; {@link Long#MAX_VALUE} for all
     * @param count how often
     */
    public record Bucket(long bound, long count) {
    }

    /**
     * Creates an empty histogram.
     *
     * @param name the name in the Prometheus format, without the plugin's prefix; ends with {@code _seconds}
     */
    public Histogram(@Nonnull final String name) {
        this.name = name;
    }

    /**
     * The name in the Prometheus format, without the plugin's prefix.
     *
     * @return the name
     */
    @Nonnull
    public String name() {
        return name;
    }

    /**
     * Records how long something took.
     *
     * @param begun when it began, in nanoseconds of a monotonic source; {@link #UNTIMED} for what is not recorded
     * @param now when it ended, by the same source
     */
    public void record(final long begun, final long now) {
        if (begun == UNTIMED) {
            return;
        }
        final long nanoseconds = Math.max(0, now - begun);
        int bucket = 0;
        while (bucket < NANOSECONDS.length && nanoseconds > NANOSECONDS[bucket]) {
            bucket++;
        }
        counts.get(bucket).increment();
        sum.add(nanoseconds);
    }

    /**
     * The buckets, each with those before it in it.
     *
     * @return the buckets; the last one has all
     */
    @Nonnull
    public List<Bucket> buckets() {
        final List<Long> bounds = Stream.concat(BOUNDS.stream(), Stream.of(Long.MAX_VALUE)).toList();
        final List<Bucket> buckets = new ArrayList<>(bounds.size());
        long count = 0;
        for (int i = 0; i < bounds.size(); i++) {
            count += counts.get(i).sum();
            buckets.add(new Bucket(bounds.get(i), count));
        }
        return buckets;
    }

    /**
     * How long all took together.
     *
     * @return the sum, in milliseconds
     */
    public long milliseconds() {
        return TimeUnit.NANOSECONDS.toMillis(sum.sum());
    }
}
