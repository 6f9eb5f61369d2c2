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

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;

/**
 * Runs a task once for any number of requests that are made before the task begins. A request that is made while the
 * task runs has it run once more. Nothing that the task throws, and no executor that does not accept it, affects the
 * requests that follow: the next one plans the task again. Safe for use by several threads; whether runs of the task
 * can overlap depends on the executor.
 */
public final class Coalescer {

    private final Predicate<Runnable> executor;
    private final Runnable task;
    private final AtomicBoolean planned = new AtomicBoolean();

    private Coalescer(final Runnable task, final Predicate<Runnable> executor) {
        this.executor = executor;
        this.task = task;
    }

    /**
     * Creates a coalescer for an executor that accepts every task, or throws.
     *
     * @param executor runs the task, at once or after some time
     * @param task what to run
     */
    public Coalescer(@Nonnull final Executor executor, @Nonnull final Runnable task) {
        this(task, run -> {
            executor.execute(run);
            return true;
        });
    }

    /**
     * Creates a coalescer whose requests are ignored while too many tasks wait.
     *
     * @param executor runs the task, unless {@link SerialExecutor#tryExecute} rejects it
     * @param task what to run
     * @return the coalescer
     */
    @Nonnull
    public static Coalescer trying(@Nonnull final SerialExecutor executor, @Nonnull final Runnable task) {
        return new Coalescer(task, executor::tryExecute);
    }

    /**
     * Creates a coalescer that runs its task some time after the first request, and whose requests are ignored while
     * too many tasks wait.
     *
     * @param executor runs the task, unless {@link SerialExecutor#trySchedule} rejects it
     * @param delay how long to wait
     * @param task what to run
     * @return the coalescer
     */
    @Nonnull
    public static Coalescer trying(@Nonnull final SerialExecutor executor, @Nonnull final Duration delay,
                                   @Nonnull final Runnable task) {
        return new Coalescer(task, run -> executor.trySchedule(delay, run));
    }

    /**
     * Creates a coalescer that runs its task some time after the first request.
     *
     * @param executor runs the task
     * @param delay how long to wait, read at each request that plans the task; zero for a run as soon as possible
     * @param task what to run
     * @return the coalescer
     */
    @Nonnull
    public static Coalescer after(@Nonnull final SerialExecutor executor, @Nonnull final Supplier<Duration> delay,
                                  @Nonnull final Runnable task) {
        return new Coalescer(task, run -> {
            final Duration wait = delay.get();
            if (wait.isZero()) {
                executor.execute(run);
            } else {
                executor.schedule(wait, run);
            }
            return true;
        });
    }

    /**
     * Runs the task, unless it is planned already. What the executor throws is passed on.
     */
    public void request() {
        if (planned.compareAndSet(false, true)) {
            boolean accepted = false;
            try {
                accepted = executor.test(this::run);
            } finally {
                if (!accepted) {
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
     * Whether the task is planned.
     *
     * @return {@code false} also while the task runs, unless it was requested again
     */
    public boolean isPlanned() {
        return planned.get();
    }
}
