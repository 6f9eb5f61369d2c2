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
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;

/**
 * A {@link SerialExecutor} with a daemon thread of its own, which nothing that a task throws can end. Safe for use by
 * several threads.
 */
public final class SingleThreadSerialExecutor implements SerialExecutor, WorkerStatus.Source, AutoCloseable {

    /** How many tasks of each kind wait at most, those that may be refused at once apart: as many as never should. */
    static final int MAXIMUM = 200_000;
    private static final long PATIENCE_SECONDS = 10;
    private static final long IDLE = Long.MIN_VALUE;

    private final String name;
    private final ScheduledThreadPoolExecutor executor;
    private final ErrorHandler errors;
    private final Ticker ticker;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger delayed = new AtomicInteger();
    private final AtomicInteger delayedIfPossible = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final int capacity;
    /** Since when a task has been running, {@link #IDLE} while none is. */
    private volatile long since = IDLE;

    /**
     * Starts the thread when it is first needed.
     *
     * @param name the thread's name
     * @param capacity how many tasks may wait before {@link #tryExecute} refuses another one
     * @param errors takes what tasks throw
     * @param ticker a monotonic source of time
     */
    public SingleThreadSerialExecutor(@Nonnull final String name, final int capacity,
                                      @Nonnull final ErrorHandler errors, @Nonnull final Ticker ticker) {
        this.name = name;
        this.capacity = capacity;
        this.errors = errors;
        this.ticker = ticker;
        executor = new ScheduledThreadPoolExecutor(1,
            new ThreadFactoryBuilder().setNameFormat(name).setDaemon(true).build(),
            new ScheduledThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(@Nonnull final Runnable task) {
        checkAccepted(submit(task, 0, waiting, MAXIMUM));
    }

    @Override
    public boolean tryExecute(@Nonnull final Runnable task) {
        return submit(task, 0, waiting, capacity);
    }

    @Override
    public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        checkAccepted(submit(task, delay.toNanos(), delayed, MAXIMUM));
    }

    private void checkAccepted(final boolean accepted) {
        if (!accepted) {
            throw new RejectedExecutionException("Too many tasks wait for " + name);
        }
    }

    @Override
    public boolean trySchedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        return submit(task, delay.toNanos(), delayedIfPossible, MAXIMUM);
    }

    private boolean submit(final Runnable task, final long delay, final AtomicInteger kept, final int maximum) {
        if (kept.incrementAndGet() > maximum) {
            kept.decrementAndGet();
            dropped.incrementAndGet();
            return false;
        }
        boolean taken = false;
        try {
            executor.schedule(() -> {
                kept.decrementAndGet();
                run(task);
            }, delay, TimeUnit.NANOSECONDS);
            taken = true;
        } finally {
            if (!taken) {
                kept.decrementAndGet();
            }
        }
        return true;
    }

    private void run(final Runnable task) {
        since = ticker.read();
        try {
            task.run();
        } catch (final Throwable thrown) {
            errors.handle(name, thrown);
        } finally {
            since = IDLE;
        }
    }

    /**
     * How many tasks wait. Those that are to be run later are none of them.
     *
     * @return the number
     */
    public int waiting() {
        return waiting.get();
    }

    @Override
    @Nonnull
    public WorkerStatus status() {
        final long begun = since;
        final long busy = begun == IDLE ? 0 : Math.max(0, ticker.read() - begun);
        return new WorkerStatus(executor.isShutdown() || executor.getPoolSize() > 0 || waiting.get() == 0,
            Duration.ofNanos(busy), waiting.get(), dropped.get());
    }

    /** Runs the tasks that wait already, but for those to be run later, and ends the thread. Waits for that. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (final InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
