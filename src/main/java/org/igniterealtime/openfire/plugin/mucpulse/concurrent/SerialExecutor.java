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
import java.util.concurrent.Executor;
import javax.annotation.Nonnull;

/**
 * Runs tasks one after the other in the order in which they were given, so that state which only its tasks touch needs
 * no lock. Giving it a task never blocks. Where so many wait that something must be wrong, it throws
 * {@link java.util.concurrent.RejectedExecutionException}; once it is being closed, tasks are dropped in silence. Safe
 * for use by several threads.
 */
public interface SerialExecutor extends Executor {

    /**
     * Runs a task, unless too many wait already.
     *
     * @param task what to run
     * @return {@code false} where the task was not taken
     */
    boolean tryExecute(@Nonnull Runnable task);

    /**
     * Runs a task later. For tasks of which there are few, such as one for each part of a feature or for each other
     * server: where there can be one for each room, session or stanza, {@link #trySchedule} is to be used, so that
     * these do not have the former dropped.
     *
     * @param delay how long to wait at least
     * @param task what to run
     */
    void schedule(@Nonnull Duration delay, @Nonnull Runnable task);

    /**
     * Runs a task later, unless too many of this method wait already.
     *
     * @param delay how long to wait at least
     * @param task what to run
     * @return {@code false} where the task was not taken
     */
    boolean trySchedule(@Nonnull Duration delay, @Nonnull Runnable task);
}
