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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.annotation.Nonnull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A strand with a daemon thread of its own. What a task throws is logged, and the next one runs. Once closed it takes
 * no more tasks, and says nothing of it: the plugin is going away then. Safe for use by several threads.
 */
public final class SerialStrand implements Strand, AutoCloseable {

    private static final Logger Log = LoggerFactory.getLogger(SerialStrand.class);
    private static final long PATIENCE_SECONDS = 10;

    private final ScheduledThreadPoolExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final int capacity;

    /**
     * Starts a strand.
     *
     * @param name the thread's name
     * @param capacity how many tasks may wait before {@link #tryExecute} refuses another one
     */
    public SerialStrand(@Nonnull final String name, final int capacity) {
        this.capacity = capacity;
        executor = new ScheduledThreadPoolExecutor(1,
            new ThreadFactoryBuilder().setNameFormat(name).setDaemon(true).build(),
            new ScheduledThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void execute(@Nonnull final Runnable task) {
        waiting.incrementAndGet();
        submit(task, 0);
    }

    @Override
    public boolean tryExecute(@Nonnull final Runnable task) {
        if (waiting.incrementAndGet() > capacity) {
            waiting.decrementAndGet();
            return false;
        }
        submit(task, 0);
        return true;
    }

    @Override
    public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
        waiting.incrementAndGet();
        submit(task, delay.toNanos());
    }

    private void submit(final Runnable task, final long delay) {
        executor.schedule(() -> {
            waiting.decrementAndGet();
            run(task);
        }, delay, TimeUnit.NANOSECONDS);
    }

    private static void run(final Runnable task) {
        try {
            task.run();
        } catch (final RejectedExecutionException e) {
            Log.debug("A task could not hand on its work, as the plugin is being stopped.", e);
        } catch (final RuntimeException | LinkageError e) {
            Log.error("A task failed.", e);
        }
    }

    /**
     * How many tasks wait, those to be run later among them.
     *
     * @return the number
     */
    public int waiting() {
        return waiting.get();
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
