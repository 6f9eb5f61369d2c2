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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/**
 * The metrics of the last hour, a sample for every minute: of a counter, how much was counted in that minute. Safe for
 * use by several threads.
 */
public final class History {

    /** How many samples there are. */
    static final int MINUTES = 60;

    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Map<Metric, Deque<Long>> samples = new HashMap<>();
    @GuardedBy("lock")
    private final Map<Metric, Long> last = new HashMap<>();
    private final InstantSource clock;
    private final Instant started;
    private volatile Instant newest;

    /** Creates a history without samples, by the clock of the machine. */
    public History() {
        this(InstantSource.system());
    }

    /**
     * Creates a history without samples.
     *
     * @param clock tells when a sample is taken
     */
    History(@Nonnull final InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
        this.newest = started;
    }

    /** When the history began, which is when the plugin was started. */
    @Nonnull
    Instant started() {
        return started;
    }

    /** When the newest sample was taken; when the history began where there is none. */
    @Nonnull
    Instant newest() {
        return newest;
    }

    /** Takes a sample of each metric that has a chart. */
    public void sample(@Nonnull final MetricRegistry metrics) {
        metrics.all().filter(measured -> measured.metric().isCharted()).forEach(measured -> {
            final Metric metric = measured.metric();
            // Not under the lock, as a feature is asked.
            final long now = metrics.value(measured, MetricRegistry.SERVER);
            synchronized (lock) {
                final Long before = last.put(metric, now);
                if (!metric.isCounter()) {
                    add(metric, now);
                } else if (before != null) {
                    // A service that was removed takes its counts with it.
                    add(metric, Math.max(0, now - before));
                }
            }
        });
        newest = clock.instant();
    }

    @GuardedBy("lock")
    private void add(final Metric metric, final long value) {
        final Deque<Long> values = samples.computeIfAbsent(metric, key -> new ArrayDeque<>(MINUTES));
        if (values.size() == MINUTES) {
            values.removeFirst();
        }
        values.addLast(value);
    }

    /** The samples of a metric, the oldest first; at most {@value #MINUTES}. */
    @Nonnull
    List<Long> of(@Nonnull final Metric metric) {
        synchronized (lock) {
            return List.copyOf(samples.getOrDefault(metric, new ArrayDeque<>()));
        }
    }
}
