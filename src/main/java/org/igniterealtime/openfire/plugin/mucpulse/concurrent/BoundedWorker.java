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
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;

/**
 * A daemon thread that runs tasks one after the other, in the order in which they were given. Nothing that a task
 * throws ends it. How many tasks wait is bounded, and how many bytes they hold; what is too much is dropped, and
 * counted. Safe for use by several threads.
 */
public final class BoundedWorker implements WorkerStatus.Source, AutoCloseable {

    /** For how long {@link #put} waits while the thread gets on with its work. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A task that has run for this long keeps nobody waiting any longer. */
    static final Duration SLOW = Duration.ofSeconds(1);
    private static final long POLL_MILLIS = 100;

    private final String name;
    private final int capacity;
    private final long maximumBytes;
    private final ErrorHandler errors;
    private final Ticker ticker;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Queue<Task> waiting = new ArrayDeque<>();
    @GuardedBy("lock")
    private long bytes;
    @GuardedBy("lock")
    private long dropped;
    @GuardedBy("lock")
    private Thread thread;
    @GuardedBy("lock")
    private boolean closed;
    /** Whether a task runs, and since when. */
    @GuardedBy("lock")
    private boolean running;
    @GuardedBy("lock")
    private long since;

    private record Task(long bytes, Runnable work) {
    }

    /**
     * Starts a worker.
     *
     * @param name the thread's name
     * @param capacity how many tasks may wait
     * @param maximumBytes how many bytes the tasks that wait may hold
     * @param errors takes what tasks throw
     * @param ticker a monotonic source of time
     */
    public BoundedWorker(@Nonnull final String name, final int capacity, final long maximumBytes,
                         @Nonnull final ErrorHandler errors, @Nonnull final Ticker ticker) {
        this.name = name;
        this.capacity = capacity;
        this.maximumBytes = maximumBytes;
        this.errors = errors;
        this.ticker = ticker;
        synchronized (lock) {
            thread = start();
        }
    }

    private Thread start() {
        final Thread started = new Thread(this::work, name);
        started.setDaemon(true);
        started.start();
        return started;
    }

    /**
     * Has a task run, unless too many wait already. Never blocks.
     *
     * @param size how many bytes the task holds
     * @param work the task
     * @return {@code false} where the task was dropped
     */
    public boolean offer(final long size, @Nonnull final Runnable work) {
        synchronized (lock) {
            return enqueue(size, work) || drop();
        }
    }

    /**
     * Has a task run. Where too many wait already, waits as long as the thread gets on with its work, and no longer
     * than 5 seconds.
     *
     * @param size how many bytes the task holds
     * @param work the task
     * @return {@code false} where the task was dropped
     */
    public boolean put(final long size, @Nonnull final Runnable work) {
        synchronized (lock) {
            final long begun = ticker.read();
            while (!enqueue(size, work)) {
                if (closed || Thread.currentThread() == thread || busy().compareTo(SLOW) > 0
                    || ticker.read() - begun > PATIENCE.toNanos()) {
                    return drop();
                }
                try {
                    lock.wait(POLL_MILLIS);
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return drop();
                }
            }
            return true;
        }
    }

    @GuardedBy("lock")
    private boolean drop() {
        dropped++;
        return false;
    }

    @GuardedBy("lock")
    private boolean enqueue(final long size, final Runnable work) {
        if (closed || waiting.size() >= capacity || !waiting.isEmpty() && bytes + size > maximumBytes) {
            return false;
        }
        waiting.add(new Task(size, work));
        bytes += size;
        if (!thread.isAlive()) {
            running = false;
            thread = start();
        }
        lock.notifyAll();
        return true;
    }

    private void work() {
        boolean open = true;
        while (open) {
            try {
                open = runNext();
            } catch (final InterruptedException e) {
                // By something that a task did, or to end a close that lasts too long.
                synchronized (lock) {
                    open = !closed;
                }
            } catch (final Throwable thrown) {
                errors.handle(name, thrown);
            }
        }
    }

    /** Runs one task; answers {@code false} when there is nothing left to be done ever. */
    private boolean runNext() throws InterruptedException {
        final Task next;
        synchronized (lock) {
            while (waiting.isEmpty()) {
                if (closed) {
                    return false;
                }
                lock.wait();
            }
            next = waiting.remove();
            bytes -= next.bytes();
            since = ticker.read();
            running = true;
            lock.notifyAll();
        }
        try {
            next.work().run();
        } finally {
            synchronized (lock) {
                running = false;
            }
        }
        return true;
    }

    @GuardedBy("lock")
    private Duration busy() {
        return running ? Duration.ofNanos(Math.max(0, ticker.read() - since)) : Duration.ZERO;
    }

    @Override
    @Nonnull
    public WorkerStatus status() {
        synchronized (lock) {
            return new WorkerStatus(closed || thread.isAlive(), busy(), waiting.size(), dropped);
        }
    }

    /** Runs what waits already, and ends the thread. Waits for that, for 10 seconds at most. */
    @Override
    public void close() {
        final Thread last;
        synchronized (lock) {
            closed = true;
            last = thread;
            lock.notifyAll();
        }
        Uninterruptibles.joinUninterruptibly(last, 2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (lock) {
            dropped += waiting.size();
            waiting.clear();
            bytes = 0;
        }
        last.interrupt();
    }
}
