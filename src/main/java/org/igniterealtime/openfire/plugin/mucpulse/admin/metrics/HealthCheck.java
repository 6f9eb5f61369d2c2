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

import com.google.common.base.Ticker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how the plugin is. The database is asked by another thread, for which nobody waits long. Safe for use by
 * several threads.
 */
public final class HealthCheck {

    private static final Logger Log = LoggerFactory.getLogger(HealthCheck.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** For how long the health is bad after something went wrong. */
    static final Duration RECENT = Duration.ofMinutes(10);
    private static final String PING = "SELECT name FROM ofMucPulseState WHERE name=''";

    private final Database database;
    private final Executor queries;
    private final Supplier<Optional<Duration>> sinceFlush;
    private final Map<String, WorkerStatus.Source> workers;
    private final LongSupplier failures;
    private final LongSupplier late;
    private final IntSupplier nodes;
    private final Ticker ticker;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Map<Health.Trouble, Seen> seen = new EnumMap<>(Health.Trouble.class);
    /** The question that waits for its answer, so that never more than one does. */
    @GuardedBy("lock")
    private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(true);

    /**
     * Creates a check.
     *
     * @param database the database
     * @param queries runs database queries; may reject them
     * @param sinceFlush tells how long ago everything was written to the database
     * @param workers tell how they are, by their names
     * @param failures tells how often something was thrown where nothing should have been
     * @param late tells how many requests were not answered in time
     * @param nodes tells how many servers form a cluster
     * @param ticker a monotonic source of time
     */
    public HealthCheck(@Nonnull final Database database, @Nonnull final Executor queries,
                       @Nonnull final Supplier<Optional<Duration>> sinceFlush,
                       @Nonnull final Map<String, WorkerStatus.Source> workers, @Nonnull final LongSupplier failures,
                       @Nonnull final LongSupplier late, @Nonnull final IntSupplier nodes,
                       @Nonnull final Ticker ticker) {
        this.database = database;
        this.queries = queries;
        this.sinceFlush = sinceFlush;
        this.workers = Map.copyOf(workers);
        this.failures = failures;
        this.late = late;
        this.nodes = nodes;
        this.ticker = ticker;
    }

    /** How often something had gone wrong when a change of that was seen the last time, and when that was. */
    private record Seen(long number, long when) {
    }

    /** How the plugin is now. Waits for the database, but not for long. */
    @Nonnull
    Health now() {
        final Map<String, WorkerStatus> status = new TreeMap<>();
        workers.forEach((name, source) -> status.put(name, source.status()));
        final Map<Health.Trouble, Health.Count> troubles = new EnumMap<>(Health.Trouble.class);
        troubles.put(Health.Trouble.DROPPED, count(Health.Trouble.DROPPED,
            status.values().stream().mapToLong(WorkerStatus::dropped).sum()));
        troubles.put(Health.Trouble.FAILURES, count(Health.Trouble.FAILURES, failures.getAsLong()));
        troubles.put(Health.Trouble.LATE, count(Health.Trouble.LATE, late.getAsLong()));
        return new Health(isDatabaseThere(), sinceFlush.get(), status, troubles, nodes.getAsInt());
    }

    private Health.Count count(final Health.Trouble trouble, final long number) {
        final long now = ticker.read();
        synchronized (lock) {
            Seen last = seen.get(trouble);
            if (number > 0 && (last == null || last.number() != number)) {
                last = new Seen(number, now);
                seen.put(trouble, last);
            }
            return new Health.Count(number, last != null && now - last.when() < RECENT.toNanos());
        }
    }

    private boolean isDatabaseThere() {
        try {
            return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final TimeoutException | ExecutionException | RejectedExecutionException e) {
            Log.debug("The database does not answer.", e);
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Boolean> ask() {
        synchronized (lock) {
            if (asked.isDone()) {
                final CompletableFuture<Boolean> answer = new CompletableFuture<>();
                queries.execute(() -> {
                    try {
                        answer.complete(ping());
                    } finally {
                        // Whatever was thrown: nobody asks again before there is an answer.
                        answer.complete(false);
                    }
                });
                asked = answer;
            }
            return asked;
        }
    }

    private boolean ping() {
        try (Connection connection = database.open(); PreparedStatement ping = connection.prepareStatement(PING)) {
            ping.executeQuery().close();
            return true;
        } catch (final SQLException | RuntimeException e) {
            Log.debug("The database cannot be read.", e);
            return false;
        }
    }
}
