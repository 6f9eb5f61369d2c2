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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;

/**
 * The records that wait to be written to the journal, each with the number of the segment that it belongs to. Bounded
 * in bytes; what is too much is dropped with a count. Safe for use by several threads; nothing blocks.
 */
final class JournalQueue {

    /** How many bytes of memory a record takes besides its content. */
    private static final int OVERHEAD = 64;

    private final long maxBytes;
    private final Object lock = new Object();
    @GuardedBy("lock")
    private final Queue<Entry> waiting = new ArrayDeque<>();
    @GuardedBy("lock")
    private long bytes;
    /** The segment of the records that are added. */
    @GuardedBy("lock")
    private long segment;
    /** A record was added to it. */
    @GuardedBy("lock")
    private boolean used;
    @GuardedBy("lock")
    private long dropped;
    /** Records were dropped since the journal had all. */
    @GuardedBy("lock")
    private boolean incomplete;

    /** A record that waits. */
    record Entry(long segment, @Nonnull String channel, @Nonnull byte[] record) {
        private long held() {
            return OVERHEAD + record.length;
        }

        int size() {
            return JournalRecords.size(channel, record);
        }
    }

    JournalQueue(final long maxBytes, final long segment) {
        this.maxBytes = maxBytes;
        this.segment = segment;
    }

    /** Adds a record; answers {@code false} where it is dropped instead. */
    boolean add(@Nonnull final String channel, @Nonnull final byte[] record) {
        synchronized (lock) {
            if (record.length > JournalRecords.MAX_RECORD) {
                dropped++;
                return false;
            }
            final Entry entry = new Entry(segment, channel, record);
            if (bytes + entry.held() > maxBytes) {
                dropped++;
                incomplete = true;
                return false;
            }
            waiting.add(entry);
            bytes += entry.held();
            used = true;
            return true;
        }
    }

    boolean isEmpty() {
        synchronized (lock) {
            return waiting.isEmpty();
        }
    }

    /** What waits at this moment, the oldest first. */
    @Nonnull
    ImmutableList<Entry> all() {
        synchronized (lock) {
            return ImmutableList.copyOf(waiting);
        }
    }

    /** Removes the oldest records. */
    void remove(final int count) {
        synchronized (lock) {
            for (int i = 0; i < count; i++) {
                bytes -= waiting.remove().held();
            }
        }
    }

    /** Removes the oldest records, which are not in the journal. */
    void drop(final int count) {
        synchronized (lock) {
            remove(count);
            dropped(count);
        }
    }

    /** Removes the records of all segments before one. */
    void removeBefore(final long checkpoint) {
        synchronized (lock) {
            while (!waiting.isEmpty() && waiting.element().segment() < checkpoint) {
                bytes -= waiting.remove().held();
            }
        }
    }

    /** Counts records that are not in the journal although they should be. */
    void dropped(final long count) {
        synchronized (lock) {
            dropped += count;
            incomplete = true;
        }
    }

    /** How many records were dropped. */
    long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /** Begins a new segment, if there are records in the last one; answers its number. */
    long checkpoint() {
        synchronized (lock) {
            if (used) {
                segment++;
                used = false;
            }
            return segment;
        }
    }

    /** Whether a segment is the last one, and has no records. */
    boolean isUnused(final long number) {
        synchronized (lock) {
            return segment == number && !used;
        }
    }

    /** Begins a new segment, which is going to have other records than those that are added; answers its number. */
    long newSegment() {
        synchronized (lock) {
            segment++;
            used = true;
            return segment;
        }
    }

    /** Continues after the segments that there are. */
    void startAfter(final long number) {
        synchronized (lock) {
            segment = Math.max(segment, number + 1);
        }
    }

    /** Whether the journal lacks records that were dropped. */
    boolean isIncomplete() {
        synchronized (lock) {
            return incomplete;
        }
    }

    /** Says whether the journal lacks records. */
    void setIncomplete(final boolean lacking) {
        synchronized (lock) {
            incomplete = lacking;
        }
    }
}
