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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the check says of a database that answers, that fails, and that does neither; and what it counts as recent. */
class HealthCheckTest {

    private final AtomicLong time = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicInteger nodes = new AtomicInteger(1);
    private final Deque<Runnable> queries = new ArrayDeque<>();

    private HealthCheck check(final Database database, final Executor executor) {
        return new HealthCheck(database, executor, () -> Optional.of(Duration.ofSeconds(5)),
            Map.of("one", () -> new WorkerStatus(true, Duration.ZERO, 0, 3),
                "two", () -> new WorkerStatus(true, Duration.ZERO, 0, 4)),
            failures::get, late::get, nodes::get, new Ticker() {
                @Override
                public long read() {
                    return time.get();
                }
            });
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
        assertThat(check(answering(), Runnable::run).now().database()).isTrue();
    }

    @Test
    void databaseThatFailsIsNotThere() {
        final Database failing = () -> {
            throw new SQLException("as the test wants it");
        };

        assertThat(check(failing, Runnable::run).now().database()).isFalse();
    }

    @Test
    @Timeout(30)
    void databaseThatDoesNotAnswerInTimeIsNotThereAndIsAskedOnceOnly() throws SQLException {
        final HealthCheck check = check(answering(), queries::add);

        assertThat(check.now().database()).isFalse();
        Thread.currentThread().interrupt();
        assertThat(check.now().database()).isFalse();
        assertThat(queries).hasSize(1);

        queries.remove().run();
        assertThat(check.now().database()).as("interrupted, and asked anew").isFalse();
        assertThat(queries).hasSize(1);
    }

    @Test
    void whoIsInterruptedWhileTheyWaitStaysInterrupted() throws SQLException {
        Thread.currentThread().interrupt();

        assertThat(check(answering(), queries::add).now().database()).isFalse();

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
        assertThat(check.now().database()).isFalse();
        Thread.interrupted();

        queries.peek().run();

        assertThat(check.now().database()).isTrue();
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

        assertThat(check.now().database()).isFalse();
        assertThat(check.now().database()).isTrue();
    }

    @Test
    void whatWentWrongIsRecentForAWhileAndEachKindForItself() throws SQLException {
        final HealthCheck check = check(answering(), Runnable::run);
        assertThat(check.now().troubles()).containsEntry(Health.Trouble.DROPPED, new Health.Count(7, true))
            .containsEntry(Health.Trouble.FAILURES, new Health.Count(0, false))
            .containsEntry(Health.Trouble.LATE, new Health.Count(0, false));

        time.addAndGet(HealthCheck.RECENT.toNanos() - 1);
        late.set(2);
        assertThat(check.now().troubles()).containsEntry(Health.Trouble.DROPPED, new Health.Count(7, true))
            .containsEntry(Health.Trouble.LATE, new Health.Count(2, true));

        time.incrementAndGet();
        failures.set(1);
        assertThat(check.now().troubles()).containsEntry(Health.Trouble.DROPPED, new Health.Count(7, false))
            .containsEntry(Health.Trouble.FAILURES, new Health.Count(1, true))
            .containsEntry(Health.Trouble.LATE, new Health.Count(2, true));
    }

    @Test
    void restIsAsTheSourcesSay() throws SQLException {
        nodes.set(3);

        final Health health = check(answering(), Runnable::run).now();

        assertThat(health.sinceFlush()).contains(Duration.ofSeconds(5));
        assertThat(health.nodes()).isEqualTo(3);
        assertThat(health.workers()).extractingByKey("two").extracting(WorkerStatus::dropped).isEqualTo(4L);
    }
}
