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
 * A daemon thread that runs tasks one after the other, in the order in which they were given. What a task throws is
 * passed to the {@link ErrorHandler}, and does not end the thread. The tasks that wait are bounded by their number and
 * by the bytes that they hold; tasks beyond that are dropped, and counted in {@link #status}. A single task may exceed
 * the limit on bytes if no other waits. Safe for use by several threads.
 */
public final class BoundedWorker implements WorkerStatus.Source, AutoCloseable {

    /** How long {@link #put} waits at most. */
    static final Duration PATIENCE = Duration.ofSeconds(5);
    /** While a task has been running for longer than this, {@link #put} does not wait. */
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
    /** Whether a task runs at the moment; {@link #since} is when it began, in nanoseconds of the ticker. */
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
     * @param capacity the number of tasks that may wait
     * @param maximumBytes the memory that the tasks that wait may hold, in bytes
     * @param errors is given what tasks throw
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
     * Adds a task, if the limits permit it. Never blocks, and may be called by any thread.
     *
     * @param size the memory that the task holds, in bytes
     * @param work the task
     * @return {@code false} if the task was dropped
     */
    public boolean offer(final long size, @Nonnull final Runnable work) {
        synchronized (lock) {
            return enqueue(size, work) || drop();
        }
    }

    /**
     * Adds a task. Where the limits do not permit it yet, blocks for 5 seconds at most, as long as no task runs for
     * longer than a second. Not for the server's threads. Does not block if it is called by a task of this worker.
     *
     * @param size the memory that the task holds, in bytes
     * @param work the task
     * @return {@code false} if the task was dropped, also if the calling thread was interrupted, which it remains
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
                // A task interrupted its thread, or close() ends a task that takes too long.
                synchronized (lock) {
                    open = !closed;
                }
            } catch (final Throwable thrown) {
                errors.handle(name, thrown);
            }
        }
    }

    /** Waits for a task and runs it. Returns {@code false} if the worker is closed and no task is left. */
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

    /**
     * Accepts no more tasks, runs those that wait, and ends the thread. Blocks until that is done, for 10 seconds at
     * most; tasks that wait after that are dropped, and the thread is interrupted.
     */
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
