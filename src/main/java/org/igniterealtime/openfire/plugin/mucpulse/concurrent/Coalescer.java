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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
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

    private static final long NOT_PLANNED = Long.MIN_VALUE;
    /** How long after its time a delayed task is considered lost, for whatever reason. */
    private static final Duration OVERDUE = Duration.ofSeconds(10);

    private final Predicate<Runnable> executor;
    private final Runnable task;
    private final LongSupplier nanos;
    private final LongSupplier patience;
    /** When the task was planned, or {@link #NOT_PLANNED}. */
    private final AtomicLong planned = new AtomicLong(NOT_PLANNED);

    private Coalescer(final Predicate<Runnable> executor, final Runnable task, final LongSupplier nanos,
                      final LongSupplier patience) {
        this.executor = executor;
        this.task = task;
        this.nanos = nanos;
        this.patience = patience;
    }

    /**
     * Creates a coalescer for an executor that accepts every task, or throws.
     *
     * @param executor runs the task, at once or after some time
     * @param task what to run
     */
    public Coalescer(@Nonnull final Executor executor, @Nonnull final Runnable task) {
        this(run -> {
            executor.execute(run);
            return true;
        }, task, () -> 0, () -> Long.MAX_VALUE);
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
        return new Coalescer(executor::tryExecute, task, () -> 0, () -> Long.MAX_VALUE);
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
        return new Coalescer(run -> executor.trySchedule(delay, run), task, () -> 0, () -> Long.MAX_VALUE);
    }

    /**
     * Creates a coalescer that runs its task some time after the first request. A task that the executor has lost is
     * planned again by the first request that is made 10 seconds after its time.
     *
     * @param executor runs the task
     * @param delay how long to wait, read at each request; zero for a run as soon as possible
     * @param ticker a monotonic source of time
     * @param task what to run
     * @return the coalescer
     */
    @Nonnull
    public static Coalescer after(@Nonnull final SerialExecutor executor, @Nonnull final Supplier<Duration> delay,
                                  @Nonnull final Ticker ticker, @Nonnull final Runnable task) {
        return new Coalescer(run -> {
            final Duration wait = delay.get();
            if (wait.isZero()) {
                executor.execute(run);
            } else {
                executor.schedule(wait, run);
            }
            return true;
        }, task, ticker::read, () -> delay.get().plus(OVERDUE).toNanos());
    }

    /**
     * Runs the task, unless it is planned already. What the executor throws is passed on.
     */
    public void request() {
        final long now = nanos.getAsLong();
        final long before = planned.get();
        final boolean waits = before != NOT_PLANNED && now - before <= patience.getAsLong();
        if (!waits && planned.compareAndSet(before, now)) {
            boolean accepted = false;
            try {
                accepted = executor.test(this::run);
            } finally {
                if (!accepted) {
                    planned.set(NOT_PLANNED);
                }
            }
        }
    }

    private void run() {
        // First, so that whatever is requested from now on is done by another run.
        planned.set(NOT_PLANNED);
        task.run();
    }

    /**
     * Whether the task is planned.
     *
     * @return {@code false} also while the task runs, unless it was requested again
     */
    public boolean isPlanned() {
        return planned.get() != NOT_PLANNED;
    }
}
