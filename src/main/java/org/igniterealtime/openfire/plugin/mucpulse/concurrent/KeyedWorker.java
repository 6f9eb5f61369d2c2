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
 * A thread of a {@link KeyedExecutor}, and what it does at the moment. All but the thread itself is guarded by the lock
 * of the executor.
 *
 * @param <K> the type of the keys
 */
final class KeyedWorker<K> {

    /** Whether it serves the keys that are not expected to be quick. */
    final boolean slow;
    @Nullable
    volatile Thread thread;
    /** What is served at the moment, {@code null} where nothing is. */
    @Nullable
    KeyedQueues.Queue<K> queue;
    boolean running;
    /** Since when the task has been running, if {@link #running}. */
    long since;
    /** Whether another thread was started in the place of this one. */
    boolean heldUp;

    KeyedWorker(final boolean slow) {
        this.slow = slow;
    }

    boolean isIdle() {
        return queue == null;
    }

    long runningFor(final long now) {
        return running ? Math.max(0, now - since) : 0;
    }

    /** The queue whose tasks it runs; only for a worker that does not wait. */
    KeyedQueues.Queue<K> taken() {
        return Objects.requireNonNull(queue);
    }
}
