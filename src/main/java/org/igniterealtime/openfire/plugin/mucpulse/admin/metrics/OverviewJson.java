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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/** Writes what an overview shows for programs. Safe for use by several threads. */
final class OverviewJson {

    /** Between two values of a chart. */
    private static final int INTERVAL_SECONDS = 60;

    private final Overview overview;
    private final MetricRegistry metrics;
    private final History history;
    private final HealthCheck health;

    OverviewJson(@Nonnull final Overview overview, @Nonnull final MetricRegistry metrics,
                 @Nonnull final History history, @Nonnull final HealthCheck health) {
        this.overview = overview;
        this.metrics = metrics;
        this.history = history;
        this.health = health;
    }

    /**
     * Writes it, always in the same order. May block for some seconds.
     *
     * @param others the other servers of the cluster, empty where there are none
     * @param version the plugin's version
     * @return a JSON object
     */
    @Nonnull
    String write(@Nonnull final Optional<ClusterSums.Others> others, @Nonnull final String version) {
        final Map<String, Object> all = new LinkedHashMap<>();
        all.put("total", values(MetricRegistry.SERVER));
        final Map<String, Object> services = new LinkedHashMap<>();
        metrics.services().forEach(service -> services.put(service, values(service)));
        all.put("services", services);
        all.put("charts", metrics.all().map(Measurement::metric).filter(Metric::isCharted).map(this::chart).toList());
        all.put("busiest", overview.mostActiveRooms().stream().map(OverviewJson::busy).toList());
        all.put("health", overview.health().stream().map(OverviewJson::line).toList());
        all.put("samples", health.samples().stream().map(OverviewJson::sample).toList());
        others.ifPresent(some -> all.put("cluster", sums(some)));
        all.put("version", version);
        return Json.write(all);
    }

    private Map<String, Object> sums(final ClusterSums.Others others) {
        final Optional<ClusterSums.Others> some = Optional.of(others);
        final Map<String, Object> sums = new LinkedHashMap<>();
        sums.put("servers", others.servers() + 1);
        sums.put("silent", others.silent());
        sums.put("note", overview.note(some));
        final Map<String, Long> totals = new LinkedHashMap<>();
        metrics.all().forEach(measured -> totals.put(measured.metric().name(), overview.sum(measured, others)));
        sums.put("total", totals);
        sums.put("busiest", overview.busiest(some).stream().map(OverviewJson::busy).toList());
        return sums;
    }

    private Map<String, Object> chart(final Metric metric) {
        final Map<String, Object> chart = new LinkedHashMap<>();
        chart.put("metric", metric.name());
        chart.put("interval_seconds", INTERVAL_SECONDS);
        chart.put("newest_timestamp_seconds", history.newest().getEpochSecond());
        chart.put("values", history.of(metric));
        return chart;
    }

    private static Map<String, Object> busy(final ActiveRoom room) {
        final Map<String, Object> busy = new LinkedHashMap<>();
        busy.put("room", room.room().toString());
        busy.put("messages_per_hour", room.messages());
        return busy;
    }

    private static Map<String, Object> line(final Overview.HealthLine status) {
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", status.id());
        line.put("good", status.good());
        line.put("level", status.levelName());
        line.put("value", status.value());
        return line;
    }

    private static Map<String, Object> sample(final Sample sample) {
        final Map<String, Object> one = new LinkedHashMap<>();
        one.put("name", sample.name());
        one.put("labels", new TreeMap<>(sample.labels()));
        one.put("value", sample.value());
        return one;
    }

    private Map<String, Long> values(final String service) {
        final Map<String, Long> values = new LinkedHashMap<>();
        metrics.all().filter(measured -> measured.metric().isPerService() || MetricRegistry.SERVER.equals(service))
            .forEach(measured -> values.put(measured.metric().name(), metrics.value(measured, service)));
        return values;
    }
}
