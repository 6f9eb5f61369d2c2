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
import java.util.Collection;
import javax.annotation.Nonnull;

/**
 * How a worker, or a group of workers, is at the moment. Immutable.
 *
 * @param alive whether every thread that is needed is running
 * @param busy for how long the task that has run the longest has been running, zero where none is
 * @param waiting how many tasks wait to be run; those that are to be run later are none of them
 * @param dropped how many tasks were dropped or refused since the start
 */
public record WorkerStatus(boolean alive, @Nonnull Duration busy, int waiting, long dropped) {

    /** A task that has run for longer than this is taken to be stuck. */
    public static final Duration STUCK = Duration.ofSeconds(30);

    /**
     * Whether the worker does what it should.
     *
     * @return {@code false} where a thread has died, or a task does not end
     */
    public boolean isHealthy() {
        return alive && busy.compareTo(STUCK) < 0;
    }

    /**
     * The status of several workers together.
     *
     * @param workers the workers
     * @return alive if all are, busy for as long as the one that has been busy the longest, and the sums of all else
     */
    @Nonnull
    public static WorkerStatus of(@Nonnull final Collection<? extends Source> workers) {
        boolean alive = true;
        Duration busy = Duration.ZERO;
        int waiting = 0;
        long dropped = 0;
        for (final Source worker : workers) {
            final WorkerStatus status = worker.status();
            alive &= status.alive();
            busy = busy.compareTo(status.busy()) < 0 ? status.busy() : busy;
            waiting += status.waiting();
            dropped += status.dropped();
        }
        return new WorkerStatus(alive, busy, waiting, dropped);
    }

    /** Something that has workers. Safe for use by several threads. */
    @FunctionalInterface
    public interface Source {

        /**
         * The status of the workers.
         *
         * @return their state at the moment
         */
        @Nonnull
        WorkerStatus status();
    }
}
