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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;

/** Runs its tasks when told to, at next to no cost, and none of those for later: for benchmarks. */
public final class QueueExecutor implements SerialExecutor {

    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(@Nonnull final Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean tryExecute(@Nonnull final Runnable task) {
        return tasks.add(task);
    }

    @Override
    public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        // What is due later is not part of what is measured.
    }

    @Override
    public boolean trySchedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        return true;
    }

    /** Runs all tasks, and those that they add. */
    public void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
