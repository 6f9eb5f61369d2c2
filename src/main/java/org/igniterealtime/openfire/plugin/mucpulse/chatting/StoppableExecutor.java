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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.time.Duration;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;

/** Skips the tasks whose turn comes after it was stopped. Safe for use by several threads. */
final class StoppableExecutor implements SerialExecutor {

    private final SerialExecutor executor;
    private volatile boolean stopped;

    StoppableExecutor(@Nonnull final SerialExecutor executor) {
        this.executor = executor;
    }

    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void execute(@Nonnull final Runnable task) {
        executor.execute(unlessStopped(task));
    }

    @Override
    public boolean tryExecute(@Nonnull final Runnable task) {
        return executor.tryExecute(unlessStopped(task));
    }

    @Override
    public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        executor.schedule(delay, unlessStopped(task));
    }

    @Override
    public boolean trySchedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        return executor.trySchedule(delay, unlessStopped(task));
    }

    private Runnable unlessStopped(final Runnable task) {
        return () -> {
            if (!stopped) {
                task.run();
            }
        };
    }
}
