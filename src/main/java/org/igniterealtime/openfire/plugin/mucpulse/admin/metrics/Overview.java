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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/**
 * The metrics and the health of the plugin, in one language: what the overview page, the JSON, the
 * Prometheus format and the ad-hoc command show. Safe for use by several threads.
 */
public final class Overview {

    private static final int BUSIEST = 10;
    /** Between two values of a chart. */
    private static final int INTERVAL_SECONDS = 60;

    private final MetricRegistry metrics;
    private final History history;
    private final HealthCheck health;
    private final IntFunction<List<ActiveRoom>> busiest;
    private final String version;
    private final Texts texts;

    /**
     * Creates it.
     *
     * @param metrics the metrics
     * @param history the metrics of the last hour
     * @param health how the plugin is
     * @param busiest gives the rooms in which most was said lately, at most so many
     * @param version the plugin's version
     * @param texts the texts in the language
     */
    public Overview(@Nonnull final MetricRegistry metrics, @Nonnull final History history,
             @Nonnull final HealthCheck health, @Nonnull final IntFunction<List<ActiveRoom>> busiest,
             @Nonnull final String version, @Nonnull final Texts texts) {
        this.metrics = metrics;
        this.history = history;
        this.health = health;
        this.busiest = busiest;
        this.version = version;
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
     * The metrics, a table for each feature. May wait for half a second until they are counted.
     *
     * @return the tables, in the order in which they are shown
     */
    @Nonnull
    public List<Table> tables() {
        metrics.refresh();
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

    /**
     * All of it, for a program that can read JSON: numbers as they are, of this server alone, always in the same order.
     * May block for some seconds.
     */
    @Nonnull
    public String toJson() {
        metrics.refresh();
        final Map<String, Object> all = new LinkedHashMap<>();
        all.put("total", values(MetricRegistry.SERVER));
        final Map<String, Object> services = new LinkedHashMap<>();
        metrics.services().forEach(service -> services.put(service, values(service)));
        all.put("services", services);
        all.put("charts", metrics.all().map(Measurement::metric).filter(Metric::isCharted).map(this::chart).toList());
        all.put("busiest", mostActiveRooms().stream().map(Overview::busy).toList());
        all.put("health", health().stream().map(Overview::line).toList());
        all.put("samples", health.samples().stream().map(Overview::sample).toList());
        all.put("version", version);
        return Json.write(all);
    }

    private Map<String, Object> chart(final Metric metric) {
        final Chart drawn = Chart.of(metric, "", history.of(metric));
        final Map<String, Object> chart = new LinkedHashMap<>();
        chart.put("metric", metric.name());
        chart.put("interval_seconds", INTERVAL_SECONDS);
        chart.put("values", history.of(metric));
        chart.put("now", drawn.now());
        chart.put("most", drawn.most());
        chart.put("points", drawn.points());
        chart.put("area", drawn.area());
        return chart;
    }

    private static Map<String, Object> busy(final ActiveRoom room) {
        final Map<String, Object> busy = new LinkedHashMap<>();
        busy.put("room", room.room().toString());
        busy.put("messages_per_hour", room.messages());
        return busy;
    }

    private static Map<String, Object> line(final HealthLine status) {
        final Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", status.id());
        line.put("good", status.good());
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

    /** The metrics and the plugin's health in the text format of Prometheus. May block for some seconds. */
    @Nonnull
    String toPrometheus() {
        metrics.refresh();
        final PrometheusFormat format = new PrometheusFormat(texts.in(Locale.ENGLISH));
        format.add(new Sample("info", Metric.Kind.GAUGE, Map.of("version", version), 1));
        metrics.features().forEach(feature -> format.add(metrics, feature));
        health.samples().forEach(format::add);
        return format.toString();
    }
}
