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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseGuard.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the database answers, and tells whether it has the plugin's tables. It is asked by another thread,
 * for which nobody waits longer than two seconds; never more than one question is open. Safe for use by several
 * threads.
 */
public final class DatabaseProbe implements HealthProbe {

    private static final Logger Log = LoggerFactory.getLogger(DatabaseProbe.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String PING = "SELECT name FROM ofVersion WHERE 1=0";

    private final Database database;
    private final Supplier<Condition> condition;
    private final Executor queries;
    private final Object lock = new Object();
    /** The question that is not answered yet, or the last one. */
    @GuardedBy("lock")
    private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(true);

    /**
     * Creates a probe.
     *
     * @param database the database
     * @param queries runs database queries; may reject them
     */
    public DatabaseProbe(@Nonnull final Database database, @Nonnull final Executor queries) {
        this(database, () -> Condition.AVAILABLE, queries);
    }

    /**
     * Creates a probe.
     *
     * @param database the server's database
     * @param condition what is known of the plugin's tables
     * @param queries runs database queries; may reject them
     */
    public DatabaseProbe(@Nonnull final Database database, @Nonnull final Supplier<Condition> condition,
                         @Nonnull final Executor queries) {
        this.database = database;
        this.condition = condition;
        this.queries = queries;
    }

    /** What came of the question. */
    private enum Answer {
        /** It answers. */
        THERE,
        /** It refuses to answer. */
        FAILING,
        /** It has not answered yet. */
        LATE,
        /** Nobody asked it, as too many queries wait. */
        NOT_ASKED
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final Answer answer = answer();
        final Condition found = condition.get();
        return List.of(new HealthStatus("database", Text.of("health.database"), switch (answer) {
            case THERE -> text(found);
            case FAILING -> Text.of("health.database.bad");
            case LATE -> Text.of("health.database.late", PATIENCE.toSeconds());
            case NOT_ASKED -> Text.of("health.database.busy");
        }, answer == Answer.THERE && isUsable(found)));
    }

    private static boolean isUsable(final Condition found) {
        return found == Condition.AVAILABLE || found == Condition.AWAY;
    }

    /** What to say of a database that answers; that is so too where it was away until a moment ago. */
    private Text text(final Condition found) {
        return switch (found) {
            case AVAILABLE, AWAY -> Text.of("health.database.good");
            case MISSING -> Text.of("health.database.missing", database.script());
            case OUTDATED -> Text.of("health.database.outdated", database.script());
            case INCOMPLETE -> Text.of("health.database.incomplete", database.script());
        };
    }

    @Override
    @Nonnull
    public List<Sample> samples() {
        return List.of(Sample.gauge("database_up", isReachable() ? 1 : 0));
    }

    /** Whether the database answers. Waits for it, but not for long. */
    boolean isReachable() {
        return answer() == Answer.THERE;
    }

    private Answer answer() {
        try {
            return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) ? Answer.THERE : Answer.FAILING;
        } catch (final TimeoutException e) {
            Log.debug("The database does not answer.", e);
            return Answer.LATE;
        } catch (final RejectedExecutionException e) {
            Log.debug("The database cannot be asked.", e);
            return Answer.NOT_ASKED;
        } catch (final ExecutionException e) {
            Log.debug("The database cannot be read.", e);
            return Answer.FAILING;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.LATE;
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
