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
package org.igniterealtime.openfire.plugin.mucpulse.admin.pages;

import com.google.common.base.Throwables;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.feature.OtherServerException;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for values that other threads find out, for some seconds at most. A page is shown without a value that does not
 * come in that time, and says why. Safe for use by several threads.
 */
public final class Answers {

    private static final Logger Log = LoggerFactory.getLogger(Answers.class);

    /** The keys of the texts that say why there is no answer. */
    static final String LATE = "console.late";
    static final String FAILED = "console.failed";
    static final String BUSY = "console.busy";
    static final String NO_DATABASE = "console.database";
    static final String NO_HOME = "console.home";

    private final Executor queries;
    private final Duration patience;

    public Answers(@Nonnull final Executor queries, @Nonnull final Duration patience) {
        this.queries = queries;
        this.patience = patience;
    }

    /** What somebody promised, or why it did not come. */
    @Nonnull
    <T> Outcome<T> await(@Nonnull final CompletionStage<T> promised) {
        try {
            return Outcome.of(promised.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (final TimeoutException e) {
            Log.warn("The admin console did not get an answer in {}.", patience, e);
            return Outcome.none(LATE);
        } catch (final ExecutionException e) {
            return Outcome.none(trouble(e));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.none(LATE);
        }
    }

    private static String trouble(final ExecutionException failure) {
        if (failure.getCause() instanceof RejectedExecutionException) {
            Log.debug("The admin console gets no answer, as too much is waiting.", failure);
            return BUSY;
        }
        if (Throwables.getRootCause(failure) instanceof OtherServerException) {
            Log.debug("The admin console gets no answer from another server of the cluster.", failure);
            return NO_HOME;
        }
        if (DatabaseUnavailableException.isCauseOf(failure)) {
            Log.debug("The admin console gets no answer, as the database is not available.", failure);
            return NO_DATABASE;
        }
        Log.warn("The admin console did not get an answer.", failure);
        return FAILED;
    }

    /** What a query finds, or why it finds nothing. */
    @Nonnull
    <T> Outcome<T> query(@Nonnull final Callable<T> query) {
        return await(Calls.call(queries, query));
    }
}
