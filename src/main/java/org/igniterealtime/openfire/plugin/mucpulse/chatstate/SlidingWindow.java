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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

/**
 * Remembers when the last events took place, to limit how many of them take place within any period of a given length.
 * Grows with the number of events that are remembered. Not safe for use by several threads.
 */
final class SlidingWindow {

    private static final int INITIAL = 4;

    private long[] moments = new long[INITIAL];
    private int first;
    private int size;

    /**
     * Whether one more event would exceed the limit.
     *
     * @param now the moment, in any unit
     * @param length the length of the period, in the same unit
     * @param limit how many events there may be in a period
     * @return whether there were as many in the period before {@code now}
     */
    boolean isFull(final long now, final long length, final int limit) {
        return size >= limit && now - at(size - limit) < length;
    }

    /**
     * For how long the window is full yet.
     *
     * @param now the moment
     * @param length the length of the period
     * @param limit how many events there may be in a period
     * @return the time until one more event is within the limit, 0 where it is already
     */
    long untilOpen(final long now, final long length, final int limit) {
        return isFull(now, length, limit) ? length - (now - at(size - limit)) : 0;
    }

    /**
     * Records an event.
     *
     * @param now the moment
     * @param limit how many have to be remembered
     */
    void add(final long now, final int limit) {
        while (size >= limit) {
            first = (first + 1) % moments.length;
            size--;
        }
        if (size == moments.length) {
            final long[] grown = new long[moments.length * 2];
            for (int index = 0; index < size; index++) {
                grown[index] = at(index);
            }
            moments = grown;
            first = 0;
        }
        moments[(first + size) % moments.length] = now;
        size++;
    }

    private long at(final int index) {
        return moments[(first + index) % moments.length];
    }
}
