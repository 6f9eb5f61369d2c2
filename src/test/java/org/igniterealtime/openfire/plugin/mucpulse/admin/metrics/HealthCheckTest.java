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
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.google.common.base.Ticker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the check says of a database that answers, that fails, and that does neither; and what it counts as recent. */
class HealthCheckTest {

    private final AtomicLong time = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Deque<Runnable> queries = new ArrayDeque<>();

    private final Ticker ticker = new Ticker() {
        @Override
        public long read() {
            return time.get();
        }
    };

    private HealthCheck check(final Database database, final Executor executor) {
        return new HealthCheck(List.of(new DatabaseProbe(database, executor),
            new FlushProbe(() -> Optional.of(Duration.ofSeconds(5)), () -> Condition.AVAILABLE,
                () -> Instant.ofEpochSecond(1_000_005)),
            new WorkersProbe(() -> Map.of("one", () -> new WorkerStatus(true, Duration.ZERO, 0, 3),
                "two", () -> new WorkerStatus(true, Duration.ZERO, 0, 4)), ticker),
            new IncidentProbe("failures", "failures_total", failures::get, ticker),
            new IncidentProbe("late", "requests_late_total", late::get, ticker),
            new ClusterProbe(() -> ClusterProbeTest.status("a", "b", "c"), name -> name)));
    }

    private static boolean database(final HealthCheck check) {
        return status(check, "database").good();
    }

    private static HealthStatus status(final HealthCheck check, final String id) {
        return check.statuses().stream().filter(status -> status.id().equals(id)).findFirst().orElseThrow();
    }

    private static void assertCounted(final HealthCheck check, final String id, final long number,
                                      final boolean recent) {
        assertThat(status(check, id)).isEqualTo(new HealthStatus(id, Text.of("health." + id),
            Text.of(recent ? "health.recent" : "value.number", number), !recent));
    }

    private static Database answering() throws SQLException {
        final Connection connection = mock(Connection.class);
        final PreparedStatement statement = mock(PreparedStatement.class);
        when(connection.prepareStatement(anyString())).thenReturn(statement);
        when(statement.executeQuery()).thenReturn(mock(ResultSet.class));
        return () -> connection;
    }

    @AfterEach
    void nobodyIsInterruptedAfterwards() {
        Thread.interrupted();
    }

    @Test
    void databaseThatAnswersIsThere() throws SQLException {
        assertThat(database(check(answering(), Runnable::run))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"MISSING, health.database.missing", "OUTDATED, health.database.outdated",
        "INCOMPLETE, health.database.incomplete"})
    void d4_databaseWithoutTablesIsNotSaidToBeUnreachable(final DatabaseGuard.Condition condition, final String text)
        throws SQLException {
        final DatabaseProbe probe = new DatabaseProbe(answering(), () -> condition, Runnable::run);

        assertThat(probe.statuses()).containsExactly(new HealthStatus("database", Text.of("health.database"),
            Text.of(text, "mucpulse_hsqldb.sql"), false));
    }

    @ParameterizedTest
    @EnumSource(value = Condition.class, names = "AVAILABLE", mode = EnumSource.Mode.EXCLUDE)
    void d4_lastWriteIsNotGoodWhileNothingCanBeWritten(final Condition condition) {
        final FlushProbe probe = new FlushProbe(() -> Optional.of(Duration.ofSeconds(1)), () -> condition, Instant::now);

        assertThat(probe.statuses()).containsExactly(new HealthStatus("flush", Text.of("health.flush"),
            Text.of("health.flush.impossible"), false));
    }

    @Test
    void lastWriteThatIsTooLongAgoSaysSo() {
        final FlushProbe probe =
            new FlushProbe(() -> Optional.of(Duration.ofSeconds(61)), () -> Condition.AVAILABLE, Instant::now);

        assertThat(probe.statuses()).containsExactly(new HealthStatus("flush", Text.of("health.flush"),
            Text.of("health.flush.late", Text.of("health.flush.ago", 61L)), false));
    }

    @Test
    @Timeout(30)
    void databaseThatIsLateFailingOrNotAskedIsToldApart() throws SQLException {
        final Database failing = () -> {
            throw new SQLException("as the test wants it");
        };

        assertThat(status(check(failing, Runnable::run), "database").value()).isEqualTo(Text.of("health.database.bad"));
        assertThat(status(check(answering(), queries::add), "database").value())
            .isEqualTo(Text.of("health.database.late", 2L));
        assertThat(status(check(answering(), query -> {
            throw new RejectedExecutionException("as the test wants it");
        }), "database").value()).isEqualTo(Text.of("health.database.busy"));
    }

    @Test
    void databaseThatFailsIsNotThere() {
        final Database failing = () -> {
            throw new SQLException("as the test wants it");
        };

        assertThat(database(check(failing, Runnable::run))).isFalse();
    }

    @Test
    @Timeout(30)
    void databaseThatDoesNotAnswerInTimeIsNotThereAndIsAskedOnceOnly() throws SQLException {
        final HealthCheck check = check(answering(), queries::add);

        assertThat(database(check)).isFalse();
        Thread.currentThread().interrupt();
        assertThat(database(check)).isFalse();
        assertThat(queries).hasSize(1);

        queries.remove().run();
        assertThat(database(check)).as("interrupted, and asked anew").isFalse();
        assertThat(queries).hasSize(1);
    }

    @Test
    void whoIsInterruptedWhileTheyWaitStaysInterrupted() throws SQLException {
        Thread.currentThread().interrupt();

        assertThat(database(check(answering(), queries::add))).isFalse();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void databaseThatAnsweredLateIsThereTheNextTime() throws SQLException {
        final HealthCheck check = check(answering(), query -> {
            queries.add(query);
            if (queries.size() > 1) {
                queries.forEach(Runnable::run);
            }
        });
        Thread.currentThread().interrupt();
        assertThat(database(check)).isFalse();
        Thread.interrupted();

        queries.peek().run();

        assertThat(database(check)).isTrue();
    }

    @Test
    void questionThatIsNotTakenIsABadSignAndIsAskedAgain() throws SQLException {
        final AtomicInteger rejected = new AtomicInteger();
        final HealthCheck check = check(answering(), query -> {
            if (rejected.incrementAndGet() == 1) {
                throw new RejectedExecutionException("as the test wants it");
            }
            query.run();
        });

        assertThat(database(check)).isFalse();
        assertThat(database(check)).isTrue();
    }

    @Test
    void whatWentWrongIsRecentForAWhileAndEachKindForItself() throws SQLException {
        final HealthCheck check = check(answering(), Runnable::run);
        assertCounted(check, "dropped", 7, true);
        assertCounted(check, "failures", 0, false);
        assertCounted(check, "late", 0, false);

        time.addAndGet(IncidentProbe.RECENT.toNanos() - 1);
        late.set(2);
        assertCounted(check, "dropped", 7, true);
        assertCounted(check, "late", 2, true);

        time.incrementAndGet();
        failures.set(1);
        assertCounted(check, "dropped", 7, false);
        assertCounted(check, "failures", 1, true);
        assertCounted(check, "late", 2, true);
    }

    @Test
    void restIsAsTheSourcesSay() throws SQLException {

        final HealthCheck check = check(answering(), Runnable::run);

        assertThat(status(check, "flush").value()).isEqualTo(Text.of("health.flush.ago", 5L));
        assertThat(status(check, "cluster").value()).isEqualTo(Text.of("health.cluster.nodes", 3, 3, Text.of("health.cluster.here")));
        assertThat(check.samples())
            .contains(new Sample("queue_dropped_total", Metric.Kind.COUNTER, Map.of("queue", "two"), 4));
    }

    @Test
    void probeThatFailsIsLeftOut() {
        final HealthCheck check = new HealthCheck(List.of(() -> {
            throw new IllegalStateException("as the test wants it");
        }, () -> {
            throw new NoClassDefFoundError("as the test wants it");
        }, new ClusterProbe(() -> ClusterProbeTest.status("a", "b", "c"), name -> name)));

        assertThat(check.statuses()).extracting(HealthStatus::id).containsExactly("cluster", "member-a", "member-b", "member-c");
    }
}
