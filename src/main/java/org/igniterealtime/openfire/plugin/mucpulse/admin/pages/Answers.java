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

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for values that other threads find out, for some seconds at most. A page is shown without a value that does not
 * come in that time. Safe for use by several threads.
 */
public final class Answers {

    private static final Logger Log = LoggerFactory.getLogger(Answers.class);

    private final Executor queries;
    private final Duration patience;

    public Answers(@Nonnull final Executor queries, @Nonnull final Duration patience) {
        this.queries = queries;
        this.patience = patience;
    }

    /** What somebody promised; empty where it did not come, or failed. */
    @Nonnull
    <T> Optional<T> await(@Nonnull final CompletionStage<T> promised) {
        try {
            return Optional.of(promised.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (final TimeoutException e) {
            Log.warn("The admin console did not get an answer in {}.", patience, e);
        } catch (final ExecutionException e) {
            Log.warn("The admin console did not get an answer.", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** What a query finds; empty where it takes too long, or fails. */
    @Nonnull
    <T> Optional<T> query(@Nonnull final Callable<T> query) {
        final CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            queries.execute(() -> {
                try {
                    answer.complete(query.call());
                } catch (final Exception e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (final RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return await(answer);
    }
}
