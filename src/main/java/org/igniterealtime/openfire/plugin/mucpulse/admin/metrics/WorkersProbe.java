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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric.Kind;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/**
 * Says how the plugin's workers are: a line for each queue, and one for what was dropped because too much was waiting.
 * Safe for use by several threads.
 */
public final class WorkersProbe implements HealthProbe {

    /** How the ids of the lines of workers begin. */
    public static final String QUEUE = "queue-";
    /** How many tasks wait where there are too many. */
    private static final int CROWDED = 1_000;

    private static final String QUEUE_DROPPED = "queue_dropped_total";

    private final Supplier<Map<String, WorkerStatus.Source>> workers;
    private final IncidentProbe dropped;

    /**
     * Creates a probe.
     *
     * @param workers the workers of the moment, by their names, including those that were created after the probe; the
     *     key of the text of each is {@code health.queue.NAME}
     * @param ticker a monotonic source of time
     */
    public WorkersProbe(@Nonnull final Supplier<Map<String, WorkerStatus.Source>> workers,
                        @Nonnull final Ticker ticker) {
        this.workers = () -> new TreeMap<>(workers.get());
        this.dropped = new IncidentProbe("dropped", QUEUE_DROPPED,
            () -> this.workers.get().values().stream().mapToLong(source -> source.status().dropped()).sum(), ticker);
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final List<HealthStatus> statuses = new ArrayList<>();
        workers.get().forEach((name, source) -> {
            final WorkerStatus worker = source.status();
            statuses.add(new HealthStatus(QUEUE + name, Text.of("health.queue." + name), describe(worker),
                worker.isHealthy() && worker.waiting() < CROWDED));
        });
        statuses.addAll(dropped.statuses());
        return statuses;
    }

    private static Text describe(final WorkerStatus worker) {
        if (worker.isHealthy()) {
            return Text.of("value.number", worker.waiting());
        }
        return worker.alive() ? Text.of("health.worker.stuck", worker.waiting(), worker.busy().toSeconds())
            : Text.of("health.worker.dead", worker.waiting());
    }

    @Override
    @Nonnull
    public List<Sample> samples() {
        final List<Sample> samples = new ArrayList<>();
        addTo(samples, "queue_length", Kind.GAUGE, WorkerStatus::waiting);
        addTo(samples, "worker_healthy", Kind.GAUGE, worker -> worker.isHealthy() ? 1 : 0);
        addTo(samples, "worker_busy_seconds", Kind.GAUGE, worker -> worker.busy().toSeconds());
        addTo(samples, QUEUE_DROPPED, Kind.COUNTER, WorkerStatus::dropped);
        return samples;
    }

    private void addTo(final List<Sample> samples, final String name, final Kind kind,
                       final ToLongFunction<WorkerStatus> value) {
        workers.get().forEach((queue, source) ->
            samples.add(new Sample(name, kind, Map.of("queue", queue), value.applyAsLong(source.status()))));
    }
}
