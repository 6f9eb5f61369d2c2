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
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;

/**
 * A few daemon threads that run tasks which may block, such as queries of a database. Nothing that a task throws ends a
 * thread. Where too many tasks wait, further ones are rejected. Safe for use by several threads.
 */
public final class WorkerPool implements Executor, WorkerStatus.Source, AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final ErrorHandler errors;
    private final Ticker ticker;
    private final ThreadPoolExecutor executor;
    private final AtomicLong dropped = new AtomicLong();
    /** Since when a thread has been running its task. */
    private final Map<Thread, Long> running = new ConcurrentHashMap<>();

    /**
     * Creates a pool; its threads are started when they are needed.
     *
     * @param name what the threads' names begin with
     * @param threads how many threads there are at most
     * @param capacity how many tasks may wait
     * @param errors takes what tasks throw
     * @param ticker a monotonic source of time
     */
    public WorkerPool(@Nonnull final String name, final int threads, final int capacity,
                      @Nonnull final ErrorHandler errors, @Nonnull final Ticker ticker) {
        this.name = name;
        this.errors = errors;
        this.ticker = ticker;
        executor = new ThreadPoolExecutor(threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(capacity),
            new ThreadFactoryBuilder().setNameFormat(name + "-%d").setDaemon(true).build());
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Has a task run.
     *
     * @param task the task
     * @throws RejectedExecutionException where too many tasks wait, or the pool was closed
     */
    @Override
    public void execute(@Nonnull final Runnable task) {
        try {
            executor.execute(() -> run(task));
        } catch (final RejectedExecutionException e) {
            dropped.incrementAndGet();
            throw e;
        }
    }

    private void run(final Runnable task) {
        try {
            running.put(Thread.currentThread(), ticker.read());
            task.run();
        } catch (final Throwable thrown) {
            errors.handle(name, thrown);
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    @Override
    @Nonnull
    public WorkerStatus status() {
        final long now = ticker.read();
        final long busy = running.values().stream().mapToLong(since -> now - since).max().orElse(0);
        final int waiting = executor.getQueue().size();
        return new WorkerStatus(executor.isShutdown() || waiting == 0 || executor.getPoolSize() > 0,
            Duration.ofNanos(Math.max(0, busy)), waiting, dropped.get());
    }

    /** Runs what waits already, and ends the threads. Waits for that, for 10 seconds at most. */
    @Override
    public void close() {
        MoreExecutors.shutdownAndAwaitTermination(executor, PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
