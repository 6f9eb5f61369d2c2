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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import com.google.common.base.Ticker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.BoundedWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.KeyedExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.QueueLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RepeatingWorker;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SingleThreadSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerPool;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;

/**
 * Creates all executors and workers of the plugin, and has them by the names under which the health page shows them.
 * Safe for use by several threads.
 */
public final class Workers {

    /** The beginning of the names of all threads of the plugin. */
    private static final String PREFIX = "mucpulse-";
    /** The number of tasks that may wait for one executor. */
    private static final int CAPACITY = 100_000;

    private final ErrorHandler errors;
    private final Ticker ticker;
    private final Map<String, WorkerStatus.Source> workers = new ConcurrentHashMap<>();

    /**
     * Creates an empty register.
     *
     * @param errors handles what tasks throw
     * @param ticker a monotonic source of time
     */
    public Workers(@Nonnull final ErrorHandler errors, @Nonnull final Ticker ticker) {
        this.errors = errors;
        this.ticker = ticker;
    }

    /**
     * Creates an executor that runs one task after the other.
     *
     * @param name a name that no other worker has
     * @param registrations where its end is registered: tasks that wait then are run before
     * @return the executor
     */
    @Nonnull
    public SerialExecutor executor(@Nonnull final String name, @Nonnull final Registrations registrations) {
        final SingleThreadSerialExecutor executor =
            new SingleThreadSerialExecutor(PREFIX + name, CAPACITY, errors, ticker);
        add(name, executor);
        registrations.onClose(executor::close);
        return executor;
    }

    /**
     * Creates a pool of threads for tasks that may block.
     *
     * @param name a name that no other worker has
     * @param threads the number of threads
     * @param capacity the number of tasks that may wait
     * @param registrations where its end is registered
     * @return the pool
     */
    @Nonnull
    public WorkerPool pool(@Nonnull final String name, final int threads, final int capacity,
                           @Nonnull final Registrations registrations) {
        final WorkerPool pool = new WorkerPool(PREFIX + name, threads, capacity, errors, ticker);
        add(name, pool);
        registrations.onClose(pool::close);
        return pool;
    }

    /**
     * Creates single threads with bounded queues, which the caller closes.
     *
     * @param name a name that no other worker has; the threads share it, and one line of the health page
     * @param threads the number of threads
     * @param capacity the number of tasks that may wait for each
     * @param bytes the memory that the tasks that wait for each may hold, in bytes
     * @return the workers
     */
    @Nonnull
    public List<BoundedWorker> boundedWorkers(@Nonnull final String name, final int threads, final int capacity,
                                              final long bytes) {
        final List<BoundedWorker> created = IntStream.range(0, threads)
            .mapToObj(index -> new BoundedWorker(PREFIX + name + '-' + index, capacity, bytes, errors, ticker))
            .toList();
        add(name, () -> WorkerStatus.of(created));
        return created;
    }

    /**
     * Creates an executor for tasks that have keys, which the caller closes.
     *
     * @param name a name that no other worker has
     * @param limits the limits on threads, waiting tasks and times
     * @param quick whether the tasks of a key are expected to be quick; must not block
     * @param <K> the type of the keys
     * @return the executor
     */
    @Nonnull
    public <K> KeyedExecutor<K> keyedExecutor(@Nonnull final String name, @Nonnull final QueueLimits limits,
                                              @Nonnull final Predicate<? super K> quick) {
        final KeyedExecutor<K> executor = new KeyedExecutor<>(PREFIX + name, limits, quick, errors, ticker);
        add(name, executor);
        return executor;
    }

    /**
     * Starts a thread that does one step after the other, and ends with the last step. What the health page is to show
     * of it is for the caller to {@linkplain #add add}.
     *
     * @param name a name that no other worker has
     * @param step the step
     * @return the worker
     */
    @Nonnull
    public RepeatingWorker repeating(@Nonnull final String name, @Nonnull final RepeatingWorker.Step step) {
        return new RepeatingWorker(PREFIX + name, step, errors);
    }

    /**
     * Adds the status of a worker under a name, instead of the one that it has had under that name so far.
     *
     * @param name the name
     * @param worker the source of the status
     */
    public void add(@Nonnull final String name, @Nonnull final WorkerStatus.Source worker) {
        workers.put(name, worker);
    }

    /**
     * Handles what tasks throw.
     *
     * @return the handler
     */
    @Nonnull
    public ErrorHandler errors() {
        return errors;
    }

    /**
     * Measures time.
     *
     * @return a monotonic source of time
     */
    @Nonnull
    public Ticker ticker() {
        return ticker;
    }

    /**
     * The workers of this moment.
     *
     * @return the workers by their names
     */
    @Nonnull
    public Map<String, WorkerStatus.Source> all() {
        return Map.copyOf(workers);
    }
}
