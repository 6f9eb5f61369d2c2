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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * The tasks that wait in a {@link KeyedExecutor}: a queue for each key, and two lists of the queues that no thread
 * serves at the moment, one for the fast threads and one for the slow threads. A queue is in at most one of the lists,
 * and each list is served in order. Times are in nanoseconds of a monotonic source. Not thread-safe: guarded by the
 * lock of the executor.
 *
 * @param <K> the type of the keys
 */
final class KeyedQueues<K> {

    private final QueueLimits limits;
    private final ByteBudget<K> bytes = new ByteBudget<>();
    private final Map<K, Queue<K>> queues = new HashMap<>();
    private final Deque<Queue<K>> fast = new ArrayDeque<>();
    private final Deque<Queue<K>> slow = new ArrayDeque<>();
    /** When a task of the key last took long, by key, the earliest first. */
    private final Map<K, Long> slowSince = new LinkedHashMap<>();
    private int size;
    private long dropped;

    private record Task(Runnable work, long bytes, long since) {
    }

    /** The tasks of one key, in the order in which they were added. */
    static final class Queue<K> {
        private final K key;
        private final Deque<Task> tasks = new ArrayDeque<>(1);
        /** Whether a thread serves the key. */
        private boolean busy;

        private Queue(final K key) {
            this.key = key;
        }

        @Nonnull
        K key() {
            return key;
        }
    }

    KeyedQueues(@Nonnull final QueueLimits limits) {
        this.limits = limits;
    }

    /** Adds a task to the queue of its key. Returns {@code false}, and adds nothing, if a limit is reached. */
    boolean add(@Nonnull final K key, final boolean quick, final long size, @Nonnull final Runnable work,
                final long now) {
        Queue<K> queue = queues.get(key);
        if (queue == null ? queues.size() >= limits.keys() : queue.tasks.size() >= limits.tasksPerKey()) {
            return false;
        }
        if (!bytes.reserve(key, size, limits.bytesPerKey(), limits.bytes())) {
            return false;
        }
        if (queue == null) {
            queue = new Queue<>(key);
            queues.put(key, queue);
        }
        queue.tasks.add(new Task(work, size, now));
        this.size++;
        if (!queue.busy && queue.tasks.size() == 1) {
            ready(!quick || isSlow(queue, now)).add(queue);
        }
        return true;
    }

    private Deque<Queue<K>> ready(final boolean slowly) {
        return slowly ? slow : fast;
    }

    boolean hasReady(final boolean slowly) {
        return !ready(slowly).isEmpty();
    }

    /**
     * Takes the first queue of a list, which is then served by the caller until it is given back.
     *
     * @throws java.util.NoSuchElementException if there is none: see {@link #hasReady}
     */
    @Nonnull
    Queue<K> take(final boolean slowly) {
        final Queue<K> queue = ready(slowly).remove();
        queue.busy = true;
        return queue;
    }

    /** Takes the next task of a queue, after those that have waited too long were dropped. */
    @Nullable
    Runnable poll(@Nonnull final Queue<K> queue, final long now) {
        expire(queue, now);
        final Task task = queue.tasks.poll();
        if (task == null) {
            return null;
        }
        size--;
        bytes.release(queue.key, task.bytes());
        return task.work();
    }

    /** Ends what {@link #take} began: the queue is added to the end of a list, or removed if it is empty. */
    void giveBack(@Nonnull final Queue<K> queue, final boolean quick, final long now) {
        queue.busy = false;
        if (queue.tasks.isEmpty()) {
            queues.remove(queue.key);
        } else {
            ready(!quick || isSlow(queue, now)).add(queue);
        }
    }

    /** Whether a task of the key took long within the last {@link QueueLimits#probation}. */
    boolean isSlow(@Nonnull final Queue<K> queue, final long now) {
        final Long since = slowSince.get(queue.key);
        if (since != null && now - since > limits.probation().toNanos()) {
            slowSince.remove(queue.key);
            return false;
        }
        return since != null;
    }

    void markSlow(@Nonnull final Queue<K> queue, final long now) {
        slowSince.remove(queue.key);
        slowSince.put(queue.key, now);
        if (slowSince.size() > limits.keys()) {
            slowSince.remove(slowSince.keySet().iterator().next());
        }
    }

    /** Drops the tasks of all keys that have waited for longer than {@link QueueLimits#patience}. */
    void expire(final long now) {
        for (final Iterator<Queue<K>> all = queues.values().iterator(); all.hasNext();) {
            final Queue<K> queue = all.next();
            expire(queue, now);
            if (queue.tasks.isEmpty() && !queue.busy) {
                fast.remove(queue);
                slow.remove(queue);
                all.remove();
            }
        }
    }

    private void expire(final Queue<K> queue, final long now) {
        for (Task first = queue.tasks.peek(); first != null && now - first.since() > limits.patience().toNanos();
             first = queue.tasks.peek()) {
            queue.tasks.remove();
            size--;
            dropped++;
            bytes.release(queue.key, first.bytes());
        }
    }

    /** Drops all tasks, and counts them. */
    void clear() {
        dropped += size;
        size = 0;
        for (final Queue<K> queue : queues.values()) {
            bytes.release(queue.key, bytes.held(queue.key));
            queue.tasks.clear();
        }
        queues.values().removeIf(queue -> !queue.busy);
        fast.clear();
        slow.clear();
    }

    void countDropped(final int tasks) {
        dropped += tasks;
    }

    long dropped() {
        return dropped;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }
}
