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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.annotation.Nonnull;

/** Has executors find out what somebody waits for. */
public final class Calls {

    private Calls() {
    }

    /**
     * Has a task run by an executor.
     *
     * @param executor runs the task; may reject it
     * @param task finds something out
     * @param <T> the type of what it finds
     * @return what the task returns; fails with whatever it throws, and with what the executor throws where it rejects
     *     the task
     */
    @Nonnull
    public static <T> CompletableFuture<T> call(@Nonnull final Executor executor, @Nonnull final Callable<T> task) {
        final CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(task.call());
                } catch (final Exception | Error e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (final RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }
}
