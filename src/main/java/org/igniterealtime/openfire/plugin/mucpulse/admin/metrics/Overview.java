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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/**
 * The metrics and the health of the plugin, in one language: what the overview page, the JSON, the
 * Prometheus format and the ad-hoc command show. Safe for use by several threads.
 */
public final class Overview {

    private static final int BUSIEST = 10;

    private final MetricRegistry metrics;
    private final History history;
    private final HealthCheck health;
    private final IntFunction<List<ActiveRoom>> busiest;
    private final Texts texts;

    public Overview(@Nonnull final MetricRegistry metrics, @Nonnull final History history,
             @Nonnull final HealthCheck health, @Nonnull final IntFunction<List<ActiveRoom>> busiest,
             @Nonnull final Texts texts) {
        this.metrics = metrics;
        this.history = history;
        this.health = health;
        this.busiest = busiest;
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

        /** Takes a copy. */
        public Table {
            rows = List.copyOf(rows);
        }

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

        /** Takes a copy. */
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** A value, of one service or all. */
    public record Cell(@Nonnull String service, @Nonnull String value) {
    }

    /** A line of the health part. */
    public record HealthLine(@Nonnull String id, @Nonnull String label, @Nonnull String value, boolean good) {
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
        return busiest.apply(BUSIEST).stream().sorted(Comparator.comparingLong(ActiveRoom::messages).reversed())
            .limit(BUSIEST).toList();
    }

    /**
     * How the plugin is. May block for some seconds.
     *
     * @return what to show, possibly empty
     */
    @Nonnull
    public List<HealthLine> health() {
        return health.statuses().stream().map(status ->
            new HealthLine(status.id(), texts.get(status.label()), texts.get(status.value()), status.good())).toList();
    }

    /** All of it, for a program that can read JSON. */
    @Nonnull
    public String toJson() {
        final Map<String, Object> all = new LinkedHashMap<>();
        all.put("total", values(MetricRegistry.SERVER));
        final Map<String, Object> services = new LinkedHashMap<>();
        metrics.services().forEach(service -> services.put(service, values(service)));
        all.put("services", services);
        all.put("charts", charts().stream().map(chart -> Map.of("metric", chart.metric(), "points", chart.points(),
            "area", chart.area(), "now", chart.now(), "most", chart.most())).toList());
        all.put("busiest", mostActiveRooms().stream()
            .map(room -> Map.of("room", room.room().toString(), "messages", room.messages())).toList());
        all.put("health", health().stream().map(status -> Map.of("id", status.id(), "value", status.value(), "good",
            status.good())).toList());
        return Json.write(all);
    }

    private Map<String, Long> values(final String service) {
        final Map<String, Long> values = new LinkedHashMap<>();
        metrics.all().filter(measured -> measured.metric().isPerService() || MetricRegistry.SERVER.equals(service))
            .forEach(measured -> values.put(measured.metric().name(), metrics.value(measured, service)));
        return values;
    }

    /** The metrics and the plugin's health in the text format of Prometheus. May block for some seconds. */
    @Nonnull
    String toPrometheus() {
        final PrometheusFormat format = new PrometheusFormat();
        metrics.all().forEach(measured -> format.add(metrics, measured));
        health.samples().forEach(format::add);
        return format.toString();
    }
}
