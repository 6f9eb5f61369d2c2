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

import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;

/**
 * Counts how many bytes are held for each of many keys, such as users or domains, and in all. Keys for which nothing is
 * held are not kept. Safe for use by several threads.
 *
 * @param <K> the type of the keys
 */
public final class ByteBudget<K> {

    @GuardedBy("this")
    private final Map<K, Long> held = new HashMap<>();
    @GuardedBy("this")
    private long total;

    /**
     * Counts bytes as held, unless that passed a limit.
     *
     * @param key for whom they are held
     * @param bytes how many more; not negative
     * @param perKey how many bytes may be held for one key
     * @param inAll how many bytes may be held in all
     * @return {@code false} where one of the limits would be passed; nothing is counted then. Nothing more is always
     *         admitted, also where a limit was lowered since
     * @throws IllegalArgumentException where the number of bytes is negative
     */
    public synchronized boolean reserve(@Nonnull final K key, final long bytes, final long perKey, final long inAll) {
        if (bytes > 0 && (held(key) > perKey - bytes || total > inAll - bytes)) {
            return false;
        }
        add(key, bytes);
        return true;
    }

    /**
     * Counts bytes as held, whatever the limits are: for what is held already, as it was read from the database.
     *
     * @param key for whom they are held
     * @param bytes how many more; not negative
     * @throws IllegalArgumentException where the number of bytes is negative
     */
    public synchronized void add(@Nonnull final K key, final long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A negative number of bytes: " + bytes);
        }
        if (bytes > 0) {
            held.merge(key, bytes, Long::sum);
            total += bytes;
        }
    }

    /**
     * Counts bytes as no longer held. Never more than are held for the key.
     *
     * @param key for whom they were held
     * @param bytes how many fewer; not negative
     * @throws IllegalArgumentException where the number of bytes is negative
     */
    public synchronized void release(@Nonnull final K key, final long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("A negative number of bytes: " + bytes);
        }
        final long before = held(key);
        final long released = Math.min(before, bytes);
        if (released == before) {
            held.remove(key);
        } else {
            held.put(key, before - released);
        }
        total -= released;
    }

    /**
     * How many bytes are held for a key.
     *
     * @param key the key
     * @return the number, 0 for a key that is not known
     */
    public synchronized long held(@Nonnull final K key) {
        return held.getOrDefault(key, 0L);
    }

    /**
     * How many bytes are held in all.
     *
     * @return the number
     */
    public synchronized long total() {
        return total;
    }

    /**
     * For how many keys something is held.
     *
     * @return the number
     */
    public synchronized int keys() {
        return held.size();
    }
}
