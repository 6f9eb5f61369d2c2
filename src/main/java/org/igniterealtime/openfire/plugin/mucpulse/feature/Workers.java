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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SingleThreadSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.WorkerStatus;

/**
 * All workers of the plugin, by the names under which the health page shows them. Safe for use by several threads.
 */
public final class Workers {

    /** How many tasks may wait for one executor. */
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
            new SingleThreadSerialExecutor("mucpulse-" + name, CAPACITY, errors, ticker);
        add(name, executor);
        registrations.onClose(executor::close);
        return executor;
    }

    /**
     * Adds a worker of another kind.
     *
     * @param name a name that no other worker has
     * @param worker the worker
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
