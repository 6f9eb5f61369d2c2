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

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.admin.PluginName;
import org.igniterealtime.openfire.plugin.mucpulse.admin.TestTexts;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ManualTicker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsPromtool;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Promtool;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.settings.Settings;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;

/** The numbers of the overview, for people and for programs. */
class OverviewTest {

    private static final String A = "a.example";
    private static final String B = "b.example";
    /** One other server has answered, another one has not. */
    private static final ClusterSums CLUSTER = new ClusterSums() {
        @Override
        public boolean isInCluster() {
            return true;
        }

        @Override
        public Supplier<Optional<Others>> ask() {
            return () -> Optional.of(new Others(1, List.of("juliet"), Map.of("rai_subscriptions", 100L),
                List.of(new ActiveRoom(new JID("x<y", A, null, true), 20), new ActiveRoom(new JID("new@" + A), 50))));
        }
    };

    private final List<String> services = new ArrayList<>(List.of(B, A));
    private long notified = 10;
    private final Measurement subscriptions =
        RaiMetrics.SUBSCRIPTIONS.measuredBy(service -> A.equals(service) ? 3 : 4);
    private final Measurement notifications = RaiMetrics.NOTIFIED.measuredBy(service -> notified);
    private final MetricRegistry metrics = new MetricRegistry(() -> services, DeclaredMetrics.with(List.of(subscriptions,
        notifications, RaiMetrics.REFUSED_LIMIT.measuredBy(service -> 7),
        ChattingMetrics.USERS.measuredBy(server -> 5))));
    private final History history = new History();
    private final ManualTicker ticker = new ManualTicker();
    private WorkerStatus status = new WorkerStatus(true, Duration.ZERO, 12, 0);
    private long failures;
    private final RoomSwitches rooms = new RoomSwitches((room, values) -> { }, MucPulsePlugin.roomSwitches());
    private final Settings settings = new Settings(name -> Optional.empty(), rooms, MucPulsePlugin.settings());
    private final HealthCheck health = new HealthCheck(List.of(new DatabaseProbe(() -> {
        throw new SQLException("There is none");
    }, Runnable::run), new FlushProbe(() -> Optional.of(Duration.ofSeconds(5)),
        () -> Condition.AVAILABLE, () -> Instant.ofEpochSecond(1_000_005)),
        new WorkersProbe(() -> Map.of("rai", () -> status), ticker),
        new IncidentProbe("failures", "failures_total", () -> failures, ticker),
        new IncidentProbe("late", "requests_late_total", () -> 0, ticker),
        new ConfigurationProbe(settings, rooms, new PluginName(PluginName.USUAL)),
        new ClusterProbe(() -> ClusterProbeTest.status("here", "elsewhere"), name -> name)));
    private final Overview overview = new Overview(metrics, history, health,
        limit -> List.of(new ActiveRoom(new JID("x<y", A, null, true), 9)), "1.2.3", TestTexts.english());

    @Test
    void overview_tellsEachServiceAndAllTogether() {
        final Overview.Row row = overview.tables().get(0).rows().get(0);

        assertThat(row.label()).isEqualTo("Subscriptions now");
        assertThat(row.cells()).extracting(Overview.Cell::service).containsExactly("", A, B);
        assertThat(row.cells()).extracting(Overview.Cell::value).containsExactly("7", "3", "4");
    }

    @Test
    void overview_numberOfTheServerStandsInOneColumn() {
        final Overview.Row row = overview.tables().stream().flatMap(table -> table.rows().stream())
            .filter(one -> one.metric().equals("chatting_users")).findFirst().orElseThrow();

        assertThat(row.cells()).extracting(Overview.Cell::value).containsExactly("5");
    }

    @Test
    void overview_everyNumberHasATextAndANameOfItsOwn() {
        final List<Overview.Row> rows = overview.with(CLUSTER).tables().stream().flatMap(table -> table.rows().stream()).toList();

        assertThat(rows).hasSize(DeclaredMetrics.all().size()).allSatisfy(row ->
            assertThat(row.label()).isNotEqualTo("metric." + row.metric()));
        assertThat(DeclaredMetrics.all()).extracting(metric -> metric.family() + '/' + metric.reason())
            .doesNotHaveDuplicates();
        assertThat(DeclaredMetrics.all()).extracting(Metric::name).doesNotHaveDuplicates();
    }

    @Test
    void k7_numbersOfAServerByItselfAreItsOwn() {
        final Overview.Numbers numbers = overview.numbers();

        assertThat(numbers.servers()).isZero();
        assertThat(numbers.note()).isEmpty();
        assertThat(numbers.tables()).flatExtracting(Overview.Table::rows).extracting(Overview.Row::all).containsOnly("");
        assertThat(numbers.tables()).flatExtracting(Overview.Table::rows).extracting(Overview.Row::metric)
            .contains("mep_published").doesNotContain("mep_forwarded");
        assertThat(overview.toJson()).doesNotContain("\"cluster\":{");
    }

    @Test
    void k7_numbersOfAClusterAreSumsWithThoseOfThisServerBesideThem() {
        final Overview.Numbers numbers = overview.with(CLUSTER).numbers();
        final Overview.Row row = numbers.tables().get(0).rows().get(0);

        assertThat(row.all()).isEqualTo("107");
        assertThat(row.cells()).extracting(Overview.Cell::value).containsExactly("7", "3", "4");
        assertThat(numbers.tables()).flatExtracting(Overview.Table::rows).extracting(Overview.Row::metric)
            .contains("mep_forwarded");
        assertThat(numbers.servers()).isEqualTo(2);
        assertThat(numbers.note()).isEqualTo("No answer in time from: juliet. What is there is missing here.");
        assertThat(numbers.busiest()).containsExactly(new ActiveRoom(new JID("new@" + A), 50),
            new ActiveRoom(new JID("x<y", A, null, true), 29));
    }

    @Test
    void k7_jsonHasTheSumsOfAClusterBesideTheNumbersOfThisServer() {
        assertThat(overview.with(CLUSTER).toJson()).matches("\\{\"total\":\\{\"rai_subscriptions\":7,.*\"cluster\":\\{\"servers\":2,"
            + "\"silent\":\\[\"juliet\"],\"note\":\"No answer[^\"]*\",\"total\":\\{\"rai_subscriptions\":107,.*"
            + "\"busiest\":\\[\\{\"room\":\"new@a.example\",\"messages_per_hour\":50},.*\"version\":\"1.2.3\"}");
    }

    @Test
    void overview_healthTellsOfADatabaseThatIsAway() {
        assertThat(overview.health()).extracting(Overview.HealthLine::id).containsExactly("database", "flush", "queue-rai",
            "dropped", "failures", "late", "settings", "rooms", "cluster", "member-here", "member-elsewhere");
        assertThat(overview.health()).extracting(Overview.HealthLine::good).containsExactly(false, true, true, true, true, true,
            true, true, true, true, true);
        assertThat(overview.health()).extracting(Overview.HealthLine::value)
            .containsExactly(TestTexts.english().get("health.database.bad"), "5 seconds ago", "12", "0", "0", "0", "understood", "read",
                "on 2 of 2 servers; home: this server", "1.0", "1.0; 0 waiting, for 0 seconds");
    }

    private static String recent(final long number) {
        return TestTexts.english().get("health.recent", number);
    }

    private Overview.HealthLine status(final String id) {
        return overview.health().stream().filter(status -> status.id().equals(id)).findFirst().orElseThrow();
    }

    @Test
    void s1_healthTellsOfAWorkerThatIsStuck() {
        status = new WorkerStatus(true, Duration.ofSeconds(29), 1, 0);
        assertThat(status("queue-rai").good()).isTrue();

        status = new WorkerStatus(true, Duration.ofSeconds(31), 1, 0);

        assertThat(status("queue-rai").good()).isFalse();
        assertThat(status("queue-rai").value()).isEqualTo("1; the same task has been running for 31 seconds");
        assertThat(overview.toPrometheus()).contains("mucpulse_worker_healthy{queue=\"rai\"} 0\n",
            "mucpulse_worker_busy_seconds{queue=\"rai\"} 31\n");
    }

    @Test
    void s1_healthTellsOfAWorkerThatHasDied() {
        status = new WorkerStatus(false, Duration.ZERO, 3, 0);

        assertThat(status("queue-rai").good()).isFalse();
        assertThat(status("queue-rai").value()).startsWith("3; a thread has died");
        assertThat(overview.toJson()).contains("3; a thread has died");
        assertThat(overview.toPrometheus()).contains("mucpulse_worker_healthy{queue=\"rai\"} 0\n");
    }

    @Test
    void s1_whatIsDroppedIsCountedAndBadForAWhile() {
        status = new WorkerStatus(true, Duration.ZERO, 0, 7);

        assertThat(status("dropped")).extracting(Overview.HealthLine::value, Overview.HealthLine::good).containsExactly(recent(7), false);
        ticker.advance(IncidentProbe.RECENT);
        assertThat(status("dropped")).extracting(Overview.HealthLine::value, Overview.HealthLine::good).containsExactly("7", true);
        status = new WorkerStatus(true, Duration.ZERO, 0, 8);
        assertThat(status("dropped").good()).isFalse();
        assertThat(overview.toPrometheus()).contains("# TYPE mucpulse_queue_dropped_total counter\n",
            "mucpulse_queue_dropped_total{queue=\"rai\"} 8\n");
    }

    @Test
    void s1_whatIsThrownIsCountedAndBadForAWhile() {
        failures = 2;

        assertThat(status("failures")).extracting(Overview.HealthLine::value, Overview.HealthLine::good).containsExactly(recent(2), false);
        assertThat(overview.toPrometheus()).contains("mucpulse_failures_total 2\n");
    }

    @Test
    void json_isEscaped() {
        assertThat(overview.toJson())
            .contains("\"rai_subscriptions\":7", "\"a.example\":{\"rai_subscriptions\":3", "x\\u003cy@a.example")
            .doesNotContain("<");
        assertThat(Json.write(List.of("a\"b\\c\nd\u0001", 1, true))).isEqualTo("[\"a\\\"b\\\\c\\u000ad\\u0001\",1,true]");
    }

    @Test
    void prometheus_hasOneTypeForEachFamilyAndAReasonWhereThereIsOne() {
        final List<String> lines = overview.toPrometheus().lines().toList();

        assertThat(lines).contains("# TYPE mucpulse_rai_subscriptions gauge",
            "mucpulse_rai_subscriptions{service=\"a.example\"} 3",
            "# TYPE mucpulse_rai_refused_total counter",
            "mucpulse_rai_refused_total{service=\"b.example\",reason=\"limit\"} 7",
            "mucpulse_chatting_users 5",
            "mucpulse_database_up 0",
            "mucpulse_queue_length{queue=\"rai\"} 12");
        assertThat(lines.stream().filter(line -> line.startsWith("# TYPE"))).doesNotHaveDuplicates();
        assertThat(lines).allMatch(line -> line.matches("# HELP [a-z_]+ \\S.*|# TYPE [a-z_]+ (counter|gauge)"
            + "|[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9]+(\\.[0-9]{3})?"));
    }

    @Test
    @NeedsPromtool
    void prometheus_histogramsAreInSecondsAndExplained() throws Exception {
        final Histogram delays = new Histogram(RaiMetrics.DELAY);
        delays.record(0, Duration.ofMillis(3).toNanos());
        delays.record(0, Duration.ofMinutes(2).toNanos());
        final String text = new Overview(new MetricRegistry(() -> services, DeclaredMetrics.with(List.of(subscriptions)),
            () -> CompletableFuture.completedFuture(null), List.of(delays, new Histogram(MepMetrics.DELAY))), history, health,
            limit -> List.of(), "1.2.3", TestTexts.english()).toPrometheus();

        final String name = "mucpulse_rai_notification_delay_seconds";
        assertThat(text).contains("# HELP " + name + " From a message", "# TYPE " + name + " histogram\n" + name
            + "_bucket{le=\"0.001\"} 0\n", name + "_bucket{le=\"0.005\"} 1\n", name + "_bucket{le=\"1\"} 1\n",
            name + "_bucket{le=\"10\"} 1\n", name + "_bucket{le=\"+Inf\"} 2\n" + name + "_sum 120.003\n" + name + "_count 2\n",
            "# HELP mucpulse_mep_event_delay_seconds From a request to publish",
            "mucpulse_mep_event_delay_seconds_count 0\n");
        assertThat(Promtool.check(text)).isEmpty();
    }

    @Test
    void prometheus_timesAreInSeconds() {
        final Overview slow = new Overview(new MetricRegistry(() -> List.of(A), DeclaredMetrics.with(List.of(
            MepMetrics.FORWARDED_MILLISECONDS.measuredBy(service -> 12_345)))), history, health, limit -> List.of(), "1.2.3",
            TestTexts.english());

        assertThat(slow.toPrometheus()).contains("mucpulse_mep_forwarded_seconds_total{service=\"a.example\"} 12.345\n");
        assertThat(slow.toJson()).contains("\"mep_forwarded_milliseconds\":12345");
    }

    @Test
    void prometheus_eachFamilyIsExplainedAndTheVersionIsThere() {
        final List<String> lines = overview.toPrometheus().lines().toList();
        final List<String> families = lines.stream().filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ")[2]).toList();

        assertThat(lines).startsWith("# HELP mucpulse_info The version of the plugin, as a label; the value is always 1.",
            "# TYPE mucpulse_info gauge", "mucpulse_info{version=\"1.2.3\"} 1");
        assertThat(lines.stream().filter(line -> line.startsWith("# HELP ")).map(line -> line.split(" ")[2]))
            .containsExactlyElementsOf(families);
        assertThat(lines).contains("# HELP mucpulse_rai_subscriptions Room Activity Indicators: Subscriptions now",
            "mucpulse_last_write_timestamp_seconds 1000000");
        assertThat(lines).anySatisfy(line -> assertThat(line).startsWith("# HELP mucpulse_rai_refused_total ")
            .contains("Refused: limit on subscriptions · limit; "));
    }

    @Test
    void prometheus_samplesOfThePluginItselfAreExplained() {
        assertThat(health.samples()).isNotEmpty().allSatisfy(sample -> assertThat(
            PrometheusFormat.explanation(sample.name())).isNotEqualTo(sample.name().replace('_', ' ')));
    }

    @Test
    void prometheus_explainsInEnglishWhateverTheServerSpeaks() {
        final Overview german = new Overview(metrics, history, health, limit -> List.of(), "1.2.3",
            TestTexts.english().in(Locale.GERMANY));

        assertThat(german.toPrometheus()).contains("Subscriptions now");
        assertThat(german.tables().get(0).rows().get(0).label()).isNotEqualTo("Subscriptions now");
    }

    @Test
    @NeedsPromtool
    void prometheus_promtoolHasNothingToSay() throws Exception {
        assertThat(Promtool.check(overview.toPrometheus())).isEmpty();
    }

    @Test
    void json_isInTheSameOrderEachTimeAndHoldsNumbers() {
        final String json = overview.toJson();

        assertThat(json).matches("\\{\"total\":.*\"services\":.*\"charts\":.*\"busiest\":.*\"health\":.*\"samples\":.*"
            + "\"version\":\"1.2.3\"}").isEqualTo(overview.toJson());
        assertThat(json).contains("\"messages_per_hour\":9}",
            "{\"metric\":\"rai_subscriptions\",\"interval_seconds\":60,",
            "{\"name\":\"last_write_timestamp_seconds\",\"labels\":{},\"value\":1000000}");
    }

    @Test
    void overview_numbersThatAreCountedAnewAreThoseOfTheMoment() {
        final AtomicLong counted = new AtomicLong();
        final MetricRegistry counting = new MetricRegistry(() -> List.of(A),
            DeclaredMetrics.with(List.of(RaiMetrics.SUBSCRIPTIONS.measuredBy(service -> counted.get()))),
            () -> CompletableFuture.runAsync(() -> counted.set(41)));
        final Overview first =
            new Overview(counting, history, health, limit -> List.of(), "1.2.3", TestTexts.english());

        assertThat(first.tables().get(0).rows().get(0).cells().get(0).value()).isEqualTo("41");
    }

    @Test
    @Timeout(20)
    void overview_numbersThatCannotBeCountedAreThoseOfBefore() {
        for (final CompletionStage<?> never : List.of(new CompletableFuture<>(),
                CompletableFuture.failedFuture(new IllegalStateException("as the test wants it")))) {
            final MetricRegistry stuck = new MetricRegistry(() -> List.of(A),
                DeclaredMetrics.with(List.of(subscriptions)), () -> never);
            final Overview shown =
                new Overview(stuck, history, health, limit -> List.of(), "1.2.3", TestTexts.english());

            assertThat(shown.tables().get(0).rows().get(0).cells().get(0).value()).isEqualTo("3");
        }
    }

    @Test
    void overview_roomsOfAllFeaturesAreOneListWithTheMostActiveFirst() {
        final Overview merged = new Overview(metrics, history, health,
            limit -> LongStream.range(0, 12).mapToObj(i -> new ActiveRoom(new JID("r" + i, A, null), i)).toList(),
            "1.2.3", TestTexts.english());

        assertThat(merged.mostActiveRooms()).extracting(ActiveRoom::messages)
            .containsExactly(11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L);
    }

    @Test
    void history_ofACounterTellsWhatWasCountedInEachMinute() {
        history.sample(metrics);
        notified = 15;
        history.sample(metrics);
        services.remove(B);
        history.sample(metrics);

        // Of two services at first; the third sample would be negative.
        assertThat(history.of(RaiMetrics.NOTIFIED)).containsExactly(10L, 0L);
        assertThat(history.of(RaiMetrics.SUBSCRIPTIONS)).containsExactly(7L, 7L, 3L);
    }

    @Test
    void history_endsAfterAnHour() {
        LongStream.range(0, 100).forEach(i -> history.sample(metrics));

        assertThat(history.of(RaiMetrics.SUBSCRIPTIONS)).hasSize(60);
    }

    @Test
    void chart_hasTheNewestSampleAtTheRightAndTheGreatestOnTop() {
        final Chart chart = chart(0L, 4L, 2L);

        assertThat(chart.points().split(" ")).hasSize(3);
        // The scale ends at 5.
        assertThat(chart.points()).endsWith(" 310.0,62.8").contains(",98.0 ").contains(",27.6 ");
        assertThat(chart.most()).isEqualTo("4");
        assertThat(chart.now()).isEqualTo("2");
        assertThat(chart.quiet()).isFalse();
        assertThat(chart().points()).isEmpty();
        assertThat(chart(0L).points()).isEqualTo("310.0,98.0");
        assertThat(chart(0L).quiet()).isTrue();
    }

    private static Chart chart(final Long... samples) {
        return Chart.of(RaiMetrics.NOTIFIED, List.of(samples), Instant.parse("2026-01-01T12:00:00Z"),
            TestTexts.english());
    }

    private static String time(final int minutesBefore) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withLocale(Locale.ENGLISH)
            .withZone(ZoneId.systemDefault())
            .format(Instant.parse("2026-01-01T12:00:00Z").minus(Duration.ofMinutes(minutesBefore)));
    }

    @Test
    void chart_saysTheTimeAndTheValueOfEachSample() {
        final Chart chart = chart(0L, 1_400L, 2L);

        assertThat(chart.dots()).extracting(Chart.Dot::text)
            .containsExactly(time(2) + " · 0", time(1) + " · 1,400", time(0) + " · 2");
        assertThat(chart.scale()).extracting(Chart.Mark::text).containsExactly("0", "1K", "2K");
        assertThat(chart.times()).extracting(Chart.Mark::text).containsExactly(time(59), time(29), time(0));
        assertThat(chart.description()).isEqualTo("Notifications of activity per minute, from " + time(59) + " to "
            + time(0) + ": now 2, at most 1,400");
    }

    @Test
    void chart_scaleEndsAtARoundNumber() {
        assertThat(LongStream.of(0, 1, 2, 3, 9, 10, 11, 21, 99, 101, 999, 1_001, 4_999, 5_001).map(Chart::roundNumber))
            .containsExactly(1L, 1L, 2L, 5L, 10L, 10L, 20L, 50L, 100L, 200L, 1_000L, 2_000L, 5_000L, 10_000L);
    }

    @Test
    void json_chartsHaveTheirSamplesAndNothingOfThePicture() {
        history.sample(metrics);

        assertThat(overview.toJson())
            .containsPattern("\"interval_seconds\":60,\"newest_timestamp_seconds\":\\d{9,},\"values\":\\[7]}")
            .doesNotContain("points", "area");
    }

    @Test
    void statistics_keysAreShort() {
        assertThat(new ServerStatistics(metrics, TestTexts.english()).byKey().keySet())
            .containsExactly("mucpulse_rai_subs", "mucpulse_rai_sent", "mucpulse_mep_nodes", "mucpulse_mep_publish",
                "mucpulse_mep_events", "mucpulse_states_seen", "mucpulse_states_save", "mucpulse_chat_users",
                "mucpulse_mentions")
            .allMatch(key -> key.length() <= 20);
    }

    @Test
    void statistics_ofACounterTellWhatWasCountedSinceTheLastSample() {
        final ServerStatistics statistics = new ServerStatistics(metrics, TestTexts.english());
        final ServerStatistics.Sampled sent = statistics.new Sampled("rai", notifications);
        final ServerStatistics.Sampled subscribed = statistics.new Sampled("rai", subscriptions);
        notified = 12;

        assertThat(List.of(sent.sample(), sent.sample())).containsExactly(4.0, 0.0);
        assertThat(List.of(subscribed.sample(), subscribed.sample())).containsExactly(7.0, 7.0);
        assertThat(sent.getName()).isEqualTo("Room Activity Indicators: Notifications sent");
    }
}
