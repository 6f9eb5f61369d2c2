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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nonnull;

/**
 * Has a task run once for any number of requests that come before it begins. A request that comes while the task runs
 * has it run once more. What the task throws does not matter to the requests that follow, nor does an executor that
 * does not take the task: the next request plans it anew. Safe for use by several threads; whether runs of the task can
 * overlap depends on the executor.
 */
public final class Coalescer {

    private final Executor executor;
    private final Runnable task;
    private final AtomicBoolean planned = new AtomicBoolean();

    /**
     * Creates a coalescer.
     *
     * @param executor runs the task, at once or after some time
     * @param task what to run
     */
    public Coalescer(@Nonnull final Executor executor, @Nonnull final Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    /**
     * Has the task run, unless it is planned already. What the executor throws is passed on.
     */
    public void request() {
        if (planned.compareAndSet(false, true)) {
            boolean taken = false;
            try {
                executor.execute(this::run);
                taken = true;
            } finally {
                if (!taken) {
                    planned.set(false);
                }
            }
        }
    }

    private void run() {
        // First, so that whatever is requested from now on is done by another run.
        planned.set(false);
        task.run();
    }

    /**
     * Whether the task waits to be run.
     *
     * @return {@code false} also while it runs, unless it was requested again
     */
    public boolean isPlanned() {
        return planned.get();
    }
}
