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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;

/**
 * Runs tasks that may block, each of which has a key, such as the domain of another server. Tasks with the same key run
 * one after the other, in the order in which they were given. Tasks with different keys run in parallel, on a bounded
 * number of daemon threads.
 * <p>
 * There are two groups of threads, so that a key whose tasks block does not delay the tasks of other keys. The slow
 * threads serve the keys that are not expected to be quick, and for {@link QueueLimits#probation} also those a task of
 * which has run for longer than {@link QueueLimits#slow}. The fast threads serve all other keys. When a fast thread is
 * held up by such a task while other keys wait, a supervisor starts a further thread in its place, up to
 * {@link QueueLimits#heldUp} times.
 * <p>
 * The tasks that wait are bounded by their number and bytes, for each key and in all, and by the time for which they
 * wait. Tasks beyond these limits are dropped, and counted in {@link #status}. What a task throws is passed to the
 * {@link ErrorHandler}, and ends no thread. Safe for use by several threads.
 *
 * @param <K> the type of the keys
 */
public final class KeyedExecutor<K> implements WorkerStatus.Source, AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);
    /** The number of tasks of one key that a thread runs before it serves another key that waits. */
    private static final int BATCH = 32;

    private final String name;
    private final ErrorHandler errors;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition fastWork = lock.newCondition();
    private final Condition slowWork = lock.newCondition();
    private final Condition anyWork = lock.newCondition();
    private final QueueLimits limits;
    private final Predicate<? super K> quick;
    @GuardedBy("lock")
    private final KeyedQueues<K> queues;
    @GuardedBy("lock")
    private final List<KeyedWorker<K>> workers = new ArrayList<>();
    @GuardedBy("lock")
    private int started;
    @GuardedBy("lock")
    private Thread supervisor;
    private volatile boolean closed;

    /**
     * Creates an executor. Starts its supervisor; the other threads are started when they are needed.
     *
     * @param name the beginning of the names of its threads
     * @param limits the limits on threads, waiting tasks and times
     * @param quick whether the tasks of a key are expected to be quick; called for each task, and must not block
     * @param errors is given what tasks throw
     * @param ticker a monotonic source of time
     */
    public KeyedExecutor(@Nonnull final String name, @Nonnull final QueueLimits limits,
                         @Nonnull final Predicate<? super K> quick, @Nonnull final ErrorHandler errors,
                         @Nonnull final Ticker ticker) {
        this.name = name;
        this.limits = limits;
        this.quick = quick;
        this.errors = errors;
        this.ticker = ticker;
        queues = new KeyedQueues<>(limits);
        supervisor = start(name + "-supervisor", this::supervise);
    }

    private static Thread start(final String name, final Runnable work) {
        final Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Adds a task to the queue of a key. Never blocks, and may be called by any thread.
     *
     * @param key the key
     * @param bytes the memory that the task holds, in bytes
     * @param task the task
     * @return {@code false} if the task was dropped, because a limit is reached or the executor is closed
     */
    public boolean offer(@Nonnull final K key, final long bytes, @Nonnull final Runnable task) {
        final boolean isQuick = isQuick(key);
        lock.lock();
        try {
            if (closed || !queues.add(key, isQuick, bytes, task, ticker.read())) {
                queues.countDropped(1);
                return false;
            }
            employ(false);
            employ(true);
            if (!supervisor.isAlive()) {
                supervisor = start(name + "-supervisor", this::supervise);
            }
            anyWork.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isQuick(final K key) {
        try {
            return quick.test(key);
        } catch (final Throwable thrown) {
            errors.handle(name, thrown);
            return false;
        }
    }

    /** Wakes or starts a thread of one of the two groups, if keys wait for it and the limit permits it. */
    @GuardedBy("lock")
    private void employ(final boolean slow) {
        if (!queues.hasReady(slow)) {
            return;
        }
        final Condition work = slow ? slowWork : fastWork;
        if (workers.stream().anyMatch(worker -> worker.slow == slow && worker.isIdle())) {
            work.signal();
        } else if (workers.stream().filter(worker -> worker.slow == slow && !worker.heldUp).count()
            < (slow ? limits.slowThreads() : limits.threads())) {
            final KeyedWorker<K> worker = new KeyedWorker<>(slow);
            try {
                worker.thread = start(name + '-' + started++, () -> work(worker));
                workers.add(worker);
            } catch (final Throwable thrown) {
                // The supervisor tries again, as long as something waits.
                errors.handle(name, thrown);
            }
        }
    }

    private void work(final KeyedWorker<K> worker) {
        boolean employed = true;
        while (employed) {
            try {
                employed = serve(worker);
            } catch (final InterruptedException e) {
                // A task interrupted its thread, or close() ends a task that takes too long.
                employed = !closed;
            } catch (final Throwable thrown) {
                errors.handle(name, thrown);
            }
        }
        lock.lock();
        try {
            workers.remove(worker);
        } finally {
            lock.unlock();
        }
    }

    /** Runs up to {@link #BATCH} tasks of one key. Returns {@code false} if the thread is to end. */
    private boolean serve(final KeyedWorker<K> worker) throws InterruptedException {
        if (!takeQueue(worker)) {
            return false;
        }
        try {
            Runnable task = nextTask(worker, 0);
            for (int done = 1; task != null; done++) {
                try {
                    task.run();
                } catch (final Throwable thrown) {
                    errors.handle(name, thrown);
                }
                task = nextTask(worker, done);
            }
        } finally {
            giveBack(worker);
        }
        return !worker.heldUp;
    }

    private boolean takeQueue(final KeyedWorker<K> worker) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = IDLE.toNanos();
            while (!queues.hasReady(worker.slow)) {
                if (closed || left <= 0) {
                    workers.remove(worker);
                    return false;
                }
                left = (worker.slow ? slowWork : fastWork).awaitNanos(left);
            }
            worker.queue = queues.take(worker.slow);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a task, and takes the next one of the same key; {@code null} if another key is to be served first. */
    @Nullable
    private Runnable nextTask(final KeyedWorker<K> worker, final int done) {
        lock.lock();
        try {
            final long now = ticker.read();
            if (worker.runningFor(now) > limits.slow().toNanos()) {
                queues.markSlow(worker.taken(), now);
            }
            worker.running = false;
            if (done == BATCH || worker.heldUp || !worker.slow && queues.isSlow(worker.taken(), now)) {
                return null;
            }
            final Runnable task = queues.poll(worker.taken(), now);
            worker.running = task != null;
            worker.since = now;
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(final KeyedWorker<K> worker) {
        final KeyedQueues.Queue<K> queue = worker.queue;
        final boolean isQuick = queue != null && isQuick(queue.key());
        lock.lock();
        try {
            worker.running = false;
            worker.queue = null;
            if (queue != null) {
                queues.giveBack(queue, isQuick, ticker.read());
            }
            if (worker.heldUp) {
                workers.remove(worker);
            }
            employ(false);
            employ(true);
        } finally {
            lock.unlock();
        }
    }

    private void supervise() {
        boolean open = true;
        while (open) {
            try {
                open = check();
            } catch (final InterruptedException e) {
                open = !closed;
            } catch (final Throwable thrown) {
                errors.handle(name, thrown);
            }
        }
    }

    /** Drops tasks that have waited too long, and replaces threads that are held up or have died. */
    private boolean check() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && queues.isEmpty()) {
                anyWork.await();
            }
            if (closed) {
                return false;
            }
            final long now = ticker.read();
            queues.expire(now);
            for (final KeyedWorker<K> worker : List.copyOf(workers)) {
                final Thread thread = worker.thread;
                if (thread != null && !thread.isAlive()) {
                    giveBack(worker);
                    workers.remove(worker);
                } else if (queues.hasReady(false) && !worker.slow && !worker.heldUp
                    && worker.runningFor(now) > limits.slow().toNanos()
                    && workers.stream().filter(other -> other.heldUp).count() < limits.heldUp()) {
                    worker.heldUp = true;
                    queues.markSlow(worker.taken(), now);
                }
            }
            employ(false);
            employ(true);
            anyWork.awaitNanos(CHECK_INTERVAL.toNanos());
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    @Nonnull
    public WorkerStatus status() {
        lock.lock();
        try {
            final long now = ticker.read();
            final long busy = workers.stream().mapToLong(worker -> worker.runningFor(now)).max().orElse(0);
            return new WorkerStatus(closed || supervisor.isAlive(), Duration.ofNanos(busy), queues.size(),
                queues.dropped());
        } finally {
            lock.unlock();
        }
    }

    /** Runs the tasks that wait, and ends the threads. Blocks for 5 seconds at most, and drops what waits then. */
    @Override
    public void close() {
        final List<Thread> threads;
        lock.lock();
        try {
            closed = true;
            threads = workers.stream().map(worker -> worker.thread).toList();
            fastWork.signalAll();
            slowWork.signalAll();
            anyWork.signalAll();
        } finally {
            lock.unlock();
        }
        final long end = System.nanoTime() + CLOSE_PATIENCE.toNanos();
        for (final Thread thread : threads) {
            Uninterruptibles.joinUninterruptibly(thread, Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        lock.lock();
        try {
            queues.clear();
        } finally {
            lock.unlock();
        }
        threads.forEach(Thread::interrupt);
    }
}
