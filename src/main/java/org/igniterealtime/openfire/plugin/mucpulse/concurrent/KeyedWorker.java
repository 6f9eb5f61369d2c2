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

import java.util.Objects;
import javax.annotation.Nullable;

/**
 * A thread of a {@link KeyedExecutor}, with the queue that it serves and the time at which its task began. All fields
 * but {@link #thread} are guarded by the lock of the executor.
 *
 * @param <K> the type of the keys
 */
final class KeyedWorker<K> {

    /** Whether it is one of the slow threads, which serve the keys that may block. */
    final boolean slow;
    @Nullable
    volatile Thread thread;
    /** The queue whose tasks it runs, {@code null} while it waits for one. */
    @Nullable
    KeyedQueues.Queue<K> queue;
    /** Whether a task runs at the moment. */
    boolean running;
    /** When the task began, in nanoseconds of the executor's ticker, if {@link #running}. */
    long since;
    /** Whether its task takes so long that another thread may be started in its place; it ends after that task. */
    boolean heldUp;

    KeyedWorker(final boolean slow) {
        this.slow = slow;
    }

    boolean isIdle() {
        return queue == null;
    }

    /** How long the task has been running, in nanoseconds; 0 if none runs. */
    long runningFor(final long now) {
        return running ? Math.max(0, now - since) : 0;
    }

    /** The queue whose tasks it runs; throws a {@link NullPointerException} if the worker is idle. */
    KeyedQueues.Queue<K> taken() {
        return Objects.requireNonNull(queue);
    }
}
