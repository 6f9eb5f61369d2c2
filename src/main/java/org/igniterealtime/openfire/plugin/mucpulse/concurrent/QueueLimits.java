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
import javax.annotation.Nonnull;

/**
 * The limits of a {@link KeyedExecutor}. Immutable.
 *
 * @param tasksPerKey the number of tasks of one key that may wait
 * @param bytesPerKey the memory that the tasks of one key that wait may hold, in bytes
 * @param keys the number of keys whose tasks may wait
 * @param bytes the memory that all tasks that wait may hold, in bytes
 * @param patience how long a task may wait before it is dropped
 * @param threads the number of fast threads, which serve the keys that are expected to be quick
 * @param slowThreads the number of slow threads, which serve all other keys
 * @param heldUp the number of further fast threads that may be started while others are held up by a task
 * @param slow the time after which a task that still runs is taken to hold up its thread
 * @param probation how long a key is served by the slow threads after one of its tasks took that long
 */
public record QueueLimits(int tasksPerKey, long bytesPerKey, int keys, long bytes, @Nonnull Duration patience,
                          int threads, int slowThreads, int heldUp, @Nonnull Duration slow,
                          @Nonnull Duration probation) {
}
