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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/**
 * Reports how often something went wrong since the plugin was started. Is unhealthy for some minutes after the number
 * was seen to have grown. Safe for use by several threads.
 */
public final class IncidentProbe implements HealthProbe {

    /** For how long something that went wrong is recent. */
    static final Duration RECENT = Duration.ofMinutes(10);

    private final String id;
    private final String counter;
    private final LongSupplier number;
    private final Ticker ticker;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private long seen;
    @GuardedBy("lock")
    private long changed;

    /**
     * Creates a probe.
     *
     * @param id the name of the line; the key of its text is {@code health.ID}
     * @param counter the name of the counter in the Prometheus format, without the plugin's prefix
     * @param number gives how often it happened
     * @param ticker a monotonic source of time
     */
    public IncidentProbe(@Nonnull final String id, @Nonnull final String counter, @Nonnull final LongSupplier number,
                         @Nonnull final Ticker ticker) {
        this.id = id;
        this.counter = counter;
        this.number = number;
        this.ticker = ticker;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final long now = number.getAsLong();
        final boolean recent = isRecent(now);
        return List.of(new HealthStatus(id, Text.of("health." + id),
            Text.of(recent ? "health.recent" : "value.number", now), !recent));
    }

    private boolean isRecent(final long now) {
        final long time = ticker.read();
        synchronized (lock) {
            if (now > 0 && now != seen) {
                seen = now;
                changed = time;
            }
            return seen > 0 && time - changed < RECENT.toNanos();
        }
    }

    @Override
    @Nonnull
    public List<Sample> samples() {
        return List.of(new Sample(counter, Metric.Kind.COUNTER, Map.of(), number.getAsLong()));
    }
}
