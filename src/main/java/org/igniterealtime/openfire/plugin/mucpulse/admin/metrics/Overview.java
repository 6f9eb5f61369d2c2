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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.xmpp.packet.JID;

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
    private final String version;
    private final Texts texts;
    private final ClusterSums cluster;

    /**
     * Creates it for a server by itself.
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
        this(metrics, history, health, busiest, version, texts, ClusterSums.ALONE);
    }

    private Overview(final MetricRegistry metrics, final History history, final HealthCheck health,
                     final IntFunction<List<ActiveRoom>> busiest, final String version, final Texts texts,
                     final ClusterSums cluster) {
        this.metrics = metrics;
        this.history = history;
        this.health = health;
        this.busiest = busiest;
        this.version = version;
        this.texts = texts;
        this.cluster = cluster;
    }

    /**
     * The same with the numbers of the other servers of a cluster.
     *
     * @param others knows them
     * @return another overview
     */
    @Nonnull
    Overview with(@Nonnull final ClusterSums others) {
        return new Overview(metrics, history, health, busiest, version, texts, others);
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
     * @param all the sum over all servers of the cluster; empty where there is one server
     * @param cells the values of this server
     * @param perService whether there is one for each service
     * @param headline whether it is among those that are shown first
     */
    public record Row(@Nonnull String metric, @Nonnull String label, @Nonnull String all, @Nonnull List<Cell> cells,
                      boolean perService, boolean headline) {

        /** Takes a copy. */
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** A value, of one service or all, for a person and as a number. */
    public record Cell(@Nonnull String service, @Nonnull String value, long number) {
    }

    /** A line of the health part. */
    public record HealthLine(@Nonnull String id, @Nonnull String label, @Nonnull String value,
                             @Nonnull HealthStatus.Level level) {

        /** Whether all is well. */
        public boolean good() {
            return level == HealthStatus.Level.GOOD;
        }

        /** The level in lower case, for programs and style sheets. */
        @Nonnull
        public String levelName() {
            return level.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The numbers.
     *
     * @param tables the metrics
     * @param busiest the rooms in which most was said lately, of all servers that have answered
     * @param servers how many servers the sums are of, 0 where there is one server
     * @param note what is missing in the sums, possibly empty
     */
    public record Numbers(@Nonnull List<Table> tables, @Nonnull List<ActiveRoom> busiest, int servers,
                          @Nonnull String note) {

        /** Takes copies. */
        public Numbers {
            tables = List.copyOf(tables);
            busiest = List.copyOf(busiest);
        }
    }

    /** Whether this server is one of a cluster of several. */
    public boolean isInCluster() {
        return cluster.isInCluster();
    }

    @Nonnull
    public List<String> services() {
        return metrics.services();
    }

    /**
     * The numbers of this server, and in a cluster the sums over all servers. May wait for a bit more than a second
     * until they are counted and the other servers have answered.
     *
     * @return the tables in the order in which they are shown, and the rooms
     */
    @Nonnull
    public Numbers numbers() {
        final Supplier<Optional<ClusterSums.Others>> asked = cluster.ask();
        metrics.refresh();
        final Optional<ClusterSums.Others> others = asked.get();
        return new Numbers(tables(others), busiest(others), servers(others), note(others));
    }

    /**
     * The metrics of this server alone, a table for each feature. May wait for half a second until they are counted.
     *
     * @return the tables, in the order in which they are shown
     */
    @Nonnull
    public List<Table> tables() {
        metrics.refresh();
        return tables(Optional.empty());
    }

    private static int servers(final Optional<ClusterSums.Others> others) {
        return others.map(some -> some.servers() + 1).orElse(0);
    }

    /** What is missing in the sums, possibly empty. */
    @Nonnull
    String note(@Nonnull final Optional<ClusterSums.Others> others) {
        return others.filter(some -> !some.silent().isEmpty())
            .map(some -> texts.get("cluster.silent", String.join(", ", some.silent()))).orElse("");
    }

    /** The rooms in which most was said lately on all servers. */
    @Nonnull
    List<ActiveRoom> busiest(@Nonnull final Optional<ClusterSums.Others> others) {
        if (others.isEmpty()) {
            return mostActiveRooms();
        }
        final Map<JID, Long> messages = new HashMap<>();
        Stream.concat(busiest.apply(ClusterNumbers.ROOMS).stream(), others.get().rooms().stream())
            .forEach(room -> messages.merge(room.room(), room.messages(), Long::sum));
        return mostActive(messages.entrySet().stream().map(one -> new ActiveRoom(one.getKey(), one.getValue())));
    }

    private List<Table> tables(final Optional<ClusterSums.Others> others) {
        final List<String> columns = new ArrayList<>(List.of(MetricRegistry.SERVER));
        columns.addAll(metrics.services());
        final boolean isInCluster = cluster.isInCluster();
        return metrics.features().stream().map(feature -> new Table(feature, texts.get("feature." + feature),
            metrics.of(feature).stream().filter(measured -> isInCluster || !measured.metric().isInCluster())
                .map(measured -> row(measured, columns, others)).toList())).toList();
    }

    private Row row(final Measurement measured, final List<String> columns,
                    final Optional<ClusterSums.Others> others) {
        final Metric metric = measured.metric();
        final List<Cell> cells = columns.stream()
            .filter(service -> metric.isPerService() || MetricRegistry.SERVER.equals(service))
            .map(service -> cell(service, metrics.value(measured, service))).toList();
        return new Row(metric.name(), texts.get("metric." + metric.name()),
            others.map(some -> number(sum(measured, some))).orElse(""), cells, metric.isPerService(),
            metric.statistic().isPresent());
    }

    private Cell cell(final String service, final long value) {
        return new Cell(service, number(value), value);
    }

    /** The value of a metric on all servers. */
    long sum(@Nonnull final Measurement measured, @Nonnull final ClusterSums.Others others) {
        return metrics.value(measured, MetricRegistry.SERVER)
            + others.totals().getOrDefault(measured.metric().name(), 0L);
    }

    private String number(final long value) {
        return texts.get("value.number", value);
    }

    /** Since when this server counts. */
    @Nonnull
    public Instant started() {
        return history.started();
    }

    /** When the newest values of the charts were taken, in seconds since 1970. */
    public long newestSample() {
        return history.newest().getEpochSecond();
    }

    @Nonnull
    public List<Chart> charts() {
        return metrics.all().map(Measurement::metric).filter(Metric::isCharted)
            .map(metric -> Chart.of(metric, history.of(metric), history.newest(), texts)).toList();
    }

    /** The rooms in which most was said on this server lately. */
    @Nonnull
    public List<ActiveRoom> mostActiveRooms() {
        return mostActive(busiest.apply(BUSIEST).stream());
    }

    private static List<ActiveRoom> mostActive(final Stream<ActiveRoom> rooms) {
        return rooms.sorted(Comparator.comparingLong(ActiveRoom::messages).reversed())
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
            new HealthLine(status.id(), texts.get(status.label()), texts.get(status.value()), status.level())).toList();
    }

    /**
     * All of it, for a program that can read JSON: numbers as they are, of this server alone unless they are in
     * {@code cluster}, always in the same order. May block for some seconds.
     */
    @Nonnull
    public String toJson() {
        final Supplier<Optional<ClusterSums.Others>> asked = cluster.ask();
        metrics.refresh();
        return new OverviewJson(this, metrics, history, health).write(asked.get(), version);
    }

    /** The metrics and the plugin's health in the text format of Prometheus. May block for some seconds. */
    @Nonnull
    String toPrometheus() {
        metrics.refresh();
        final PrometheusFormat format = new PrometheusFormat(texts.in(Locale.ENGLISH));
        format.add(new Sample("info", Metric.Kind.GAUGE, Map.of("version", version), 1));
        metrics.features().forEach(feature -> format.add(metrics, feature));
        metrics.histograms().forEach(format::add);
        health.samples().forEach(format::add);
        return format.toString();
    }
}
