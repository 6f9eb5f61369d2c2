/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
 * Remembers the moments of the last few events, so that no more than a number of them happen within any stretch of
 * time. Grows with what it remembers. Not safe for use by several threads.
 */
final class SlidingWindow {

    private static final int INITIAL = 4;

    private long[] moments = new long[INITIAL];
    private int first;
    private int size;

    /**
     * Whether one more event would be too many.
     *
     * @param now the moment, in any unit
     * @param length how long the stretch is, in the same unit
     * @param limit how many there may be in it
     * @return whether there are as many already
     */
    boolean isFull(final long now, final long length, final int limit) {
        return size >= limit && now - at(size - limit) < length;
    }

    /**
     * How long it is full yet.
     *
     * @param now the moment
     * @param length how long the stretch is
     * @param limit how many there may be in it
     * @return the rest of the time, 0 where it is not full
     */
    long untilOpen(final long now, final long length, final int limit) {
        return isFull(now, length, limit) ? length - (now - at(size - limit)) : 0;
    }

    /**
     * Notes an event.
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
