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
package org.igniterealtime.openfire.plugin.mucpulse.admin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.server.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how the plugin is. The database is asked by another thread, for which nobody waits long. Safe for use by
 * several threads.
 */
public final class HealthCheck {

    private static final Logger Log = LoggerFactory.getLogger(HealthCheck.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String PING = "SELECT name FROM ofMucPulseState WHERE name=''";

    private final Database database;
    private final Executor queries;
    private final Supplier<Optional<Instant>> lastFlush;
    private final Map<String, IntSupplier> queues;
    private final IntSupplier nodes;
    private final InstantSource clock;
    private final Object lock = new Object();
    /** The question that waits for its answer, so that never more than one does. */
    @GuardedBy("lock")
    private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(true);

    /**
     * Creates a check.
     *
     * @param database the database
     * @param queries runs database queries; may reject them
     * @param lastFlush tells when everything was written to the database
     * @param queues tells how much waits, by the name of the queue
     * @param nodes tells how many servers form a cluster
     * @param clock the wall clock
     */
    public HealthCheck(@Nonnull final Database database, @Nonnull final Executor queries,
                       @Nonnull final Supplier<Optional<Instant>> lastFlush,
                       @Nonnull final Map<String, IntSupplier> queues, @Nonnull final IntSupplier nodes,
                       @Nonnull final InstantSource clock) {
        this.database = database;
        this.queries = queries;
        this.lastFlush = lastFlush;
        this.queues = Map.copyOf(queues);
        this.nodes = nodes;
        this.clock = clock;
    }

    /** How the plugin is now. Waits for the database, but not for long. */
    @Nonnull
    Health now() {
        final Map<String, Integer> waiting = new TreeMap<>();
        queues.forEach((name, length) -> waiting.put(name, length.getAsInt()));
        return new Health(isDatabaseThere(),
            lastFlush.get().map(then -> Duration.between(then, clock.instant())), waiting, nodes.getAsInt());
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
                queries.execute(() -> answer.complete(ping()));
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
