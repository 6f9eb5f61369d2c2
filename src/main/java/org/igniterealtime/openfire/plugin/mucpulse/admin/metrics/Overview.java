/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/**
 * What there is to see at a glance: for a person, and for programs. Safe for use by several threads.
 */
public final class Overview {

    private static final int BUSIEST = 10;
    /** How many tasks wait where there are too many. */
    private static final int CROWDED = 1_000;
    private static final String PROMETHEUS = "mucpulse_";

    private final MetricRegistry metrics;
    private final History history;
    private final HealthCheck health;
    private final IntFunction<List<ActiveRoom>> busiest;
    private final Warnings warnings;
    private final Texts texts;

    public Overview(@Nonnull final MetricRegistry metrics, @Nonnull final History history,
             @Nonnull final HealthCheck health, @Nonnull final IntFunction<List<ActiveRoom>> busiest,
             @Nonnull final Warnings warnings, @Nonnull final Texts texts) {
        this.metrics = metrics;
        this.history = history;
        this.health = health;
        this.busiest = busiest;
        this.warnings = warnings;
        this.texts = texts;
    }

    /**
     * The metrics of a feature, in rows. The names of records are those that the view uses.
     *
     * @param feature the feature's name
     * @param title the feature's name for people
     * @param rows the metrics
     */
    public record Table(@Nonnull String feature, @Nonnull String title, @Nonnull List<Row> rows) {

        /** Whether any metric has a value for each service. */
        public boolean perService() {
            return rows.stream().anyMatch(Row::perService);
        }
    }

    /**
     * A metric, for all services and for each.
     *
     * @param metric its name
     * @param label its name for people
     * @param cells its values
     * @param perService whether there is one for each service
     */
    public record Row(@Nonnull String metric, @Nonnull String label, @Nonnull List<Cell> cells, boolean perService) {
    }

    /** A value, of one service or all. */
    public record Cell(@Nonnull String service, @Nonnull String value) {
    }

    /** Something about the plugin's health. */
    public record Sign(@Nonnull String id, @Nonnull String label, @Nonnull String value, boolean good) {
    }

    @Nonnull
    public List<String> services() {
        return metrics.services();
    }

    /**
     * The metrics, a table for each feature.
     *
     * @return the tables, in the order in which they are shown
     */
    @Nonnull
    public List<Table> tables() {
        final List<String> columns = new ArrayList<>(List.of(MetricRegistry.SERVER));
        columns.addAll(metrics.services());
        return metrics.features().stream().map(feature -> new Table(feature, texts.get("feature." + feature),
            metrics.of(feature).stream().map(measured -> row(measured, columns)).toList())).toList();
    }

    private Row row(final Measurement measured, final List<String> columns) {
        final Metric metric = measured.metric();
        final List<Cell> cells = columns.stream()
            .filter(service -> metric.isPerService() || MetricRegistry.SERVER.equals(service))
            .map(service -> new Cell(service, texts.get("value.number", metrics.value(measured, service)))).toList();
        return new Row(metric.name(), texts.get("metric." + metric.name()), cells, metric.isPerService());
    }

    @Nonnull
    public List<Chart> charts() {
        return metrics.all().map(Measurement::metric).filter(Metric::isCharted)
            .map(metric -> Chart.of(metric, texts.get("chart." + metric.name()), history.of(metric))).toList();
    }

    @Nonnull
    public List<ActiveRoom> mostActiveRooms() {
        return busiest.apply(BUSIEST);
    }

    /**
     * How the plugin is. Asks the database, and so may block for some seconds.
     *
     * @return what to show, possibly empty
     */
    @Nonnull
    public List<Sign> health() {
        final Health now = health.now();
        final List<Sign> signs = new ArrayList<>();
        signs.add(new Sign("database", texts.get("health.database"),
            texts.get(now.database() ? "health.database.good" : "health.database.bad"), now.database()));
        signs.add(new Sign("flush", texts.get("health.flush"), now.sinceFlush()
            .map(since -> texts.get("health.flush.ago", since.toSeconds())).orElseGet(() -> texts.get("health.never")),
            now.sinceFlush().filter(since -> since.compareTo(Duration.ofMinutes(1)) < 0).isPresent()));
        now.workers().forEach((name, worker) -> signs.add(new Sign("queue-" + name, texts.get("health.queue." + name),
            describe(worker), worker.isHealthy() && worker.waiting() < CROWDED)));
        now.troubles().forEach((trouble, count) -> signs.add(new Sign(id(trouble), texts.get("health." + id(trouble)),
            texts.get("value.number", count.number()), !count.recent())));
        signs.addAll(warnings.signs(texts));
        signs.add(new Sign("cluster", texts.get("health.cluster"),
            now.nodes() > 1 ? texts.get("health.cluster.nodes", now.nodes()) : texts.get("health.cluster.none"), true));
        return signs;
    }

    private String describe(final WorkerStatus worker) {
        if (worker.isHealthy()) {
            return texts.get("value.number", worker.waiting());
        }
        return worker.alive() ? texts.get("health.worker.stuck", worker.waiting(), worker.busy().toSeconds())
            : texts.get("health.worker.dead", worker.waiting());
    }

    private static String id(final Health.Trouble trouble) {
        return trouble.name().toLowerCase(Locale.ROOT);
    }

    /** All of it, for a program that can read JSON. */
    @Nonnull
    String toJson() {
        final Map<String, Object> all = new LinkedHashMap<>();
        all.put("total", values(MetricRegistry.SERVER));
        final Map<String, Object> services = new LinkedHashMap<>();
        metrics.services().forEach(service -> services.put(service, values(service)));
        all.put("services", services);
        all.put("charts", charts().stream().map(chart -> Map.of("metric", chart.metric(), "points", chart.points(),
            "area", chart.area(), "now", chart.now(), "most", chart.most())).toList());
        all.put("busiest", mostActiveRooms().stream()
            .map(room -> Map.of("room", room.room().toString(), "messages", room.messages())).toList());
        all.put("health", health().stream().map(sign -> Map.of("id", sign.id(), "value", sign.value(), "good",
            sign.good())).toList());
        return Json.write(all);
    }

    private Map<String, Long> values(final String service) {
        final Map<String, Long> values = new LinkedHashMap<>();
        metrics.all().filter(measured -> measured.metric().isPerService() || MetricRegistry.SERVER.equals(service))
            .forEach(measured -> values.put(measured.metric().name(), metrics.value(measured, service)));
        return values;
    }

    /**
     * The metrics in the text format of Prometheus.
     *
     * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>
     */
    @Nonnull
    String toPrometheus() {
        final StringBuilder out = new StringBuilder();
        String family = "";
        for (final Measurement measured : metrics.all().toList()) {
            final Metric metric = measured.metric();
            final String name = PROMETHEUS + metric.family() + (metric.isCounter() ? "_total" : "");
            if (!metric.family().equals(family)) {
                family = metric.family();
                out.append("# TYPE ").append(name).append(metric.isCounter() ? " counter\n" : " gauge\n");
            }
            final List<String> services = metric.isPerService() ? metrics.services() : List.of(MetricRegistry.SERVER);
            for (final String service : services) {
                out.append(name).append(labels(metric, service)).append(' ')
                    .append(metrics.value(measured, service)).append('\n');
            }
        }
        final Health now = health.now();
        gauge(out, "database_up", now.database() ? 1 : 0);
        now.sinceFlush().ifPresent(since -> gauge(out, "seconds_since_flush", since.toSeconds()));
        perWorker(out, "queue_length", "gauge", now, WorkerStatus::waiting);
        perWorker(out, "worker_healthy", "gauge", now, worker -> worker.isHealthy() ? 1 : 0);
        perWorker(out, "worker_busy_seconds", "gauge", now, worker -> worker.busy().toSeconds());
        perWorker(out, "dropped_total", "counter", now, WorkerStatus::dropped);
        now.troubles().forEach((trouble, count) -> {
            if (trouble != Health.Trouble.DROPPED) {
                final String name = PROMETHEUS + id(trouble) + "_total";
                out.append("# TYPE ").append(name).append(" counter\n").append(name).append(' ').append(count.number())
                    .append('\n');
            }
        });
        return out.toString();
    }

    private static void perWorker(final StringBuilder out, final String name, final String type, final Health now,
                                  final ToLongFunction<WorkerStatus> value) {
        out.append("# TYPE ").append(PROMETHEUS).append(name).append(' ').append(type).append('\n');
        now.workers().forEach((queue, worker) -> out.append(PROMETHEUS).append(name).append("{queue=\"")
            .append(escape(queue)).append("\"} ").append(value.applyAsLong(worker)).append('\n'));
    }

    private static void gauge(final StringBuilder out, final String name, final long value) {
        out.append("# TYPE ").append(PROMETHEUS).append(name).append(" gauge\n")
            .append(PROMETHEUS).append(name).append(' ').append(value).append('\n');
    }

    private static String labels(final Metric metric, final String service) {
        final List<String> labels = Stream.of(
                service.isEmpty() ? "" : "service=\"" + escape(service) + '"',
                metric.reason().isEmpty() ? "" : "reason=\"" + escape(metric.reason()) + '"')
            .filter(label -> !label.isEmpty()).toList();
        return labels.isEmpty() ? "" : '{' + String.join(",", labels) + '}';
    }

    private static String escape(final String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
