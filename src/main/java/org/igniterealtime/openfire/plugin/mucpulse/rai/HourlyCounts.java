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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;

/**
 * Counts events by the hour of the clock: those of this hour, and of the 24 hours before. Timestamps are microseconds
 * since 1970; where one is of an earlier hour than one before, as the clock was set back, it counts for the later hour.
 * Not safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0502.html#impl">XEP-0502 §5</a>
 */
final class HourlyCounts {

    /** How many complete hours are remembered. */
    static final int COMPLETE = 24;

    private static final long HOUR = TimeUnit.HOURS.toMicros(1);
    private static final int SIZE = COMPLETE + 1;

    /** The hour of the newest counter, in hours since 1970. */
    private long newest;
    /** The counter of each hour is at the rest of its division by the size; made when first needed. */
    @Nullable
    private int[] counters;

    /** Counts one. */
    void add(final long timestamp) {
        add(Math.max(timestamp / HOUR, newest), 1);
    }

    private void add(final long hour, final int number) {
        if (counters == null) {
            counters = new int[SIZE];
            newest = hour;
        }
        if (hour - newest >= SIZE) {
            Arrays.fill(counters, 0);
            newest = hour;
        }
        while (newest < hour) {
            newest++;
            counters[index(newest)] = 0;
        }
        counters[index(hour)] = Math.max(counters[index(hour)], counters[index(hour)] + number);
    }

    private static int index(final long hour) {
        return (int) (hour % SIZE);
    }

    /** How many there were in an hour, in hours since 1970; none where that is too long ago. */
    int count(final long hour) {
        return counters == null || hour > newest || hour <= newest - SIZE || hour < 0 ? 0 : counters[index(hour)];
    }

    /**
     * How many there were within about an hour before a moment: those of its hour, and of the one before as many as
     * would fall into that time were they spread evenly.
     *
     * @return the number, an estimate
     */
    long lastHour(final long timestamp) {
        final long hour = Math.max(timestamp / HOUR, newest);
        return count(hour) + Math.round((double) count(hour - 1) * (HOUR - timestamp % HOUR) / HOUR);
    }

    /**
     * How many there were an hour in the complete hours, at most {@value #COMPLETE}, before a moment.
     *
     * @param timestamp the moment
     * @param since since when they have been counted
     * @return the average, empty where no hour is complete
     */
    @Nonnull
    OptionalDouble perHour(final long timestamp, final long since) {
        final long hour = Math.max(timestamp / HOUR, newest);
        final long first = Math.max(hour - COMPLETE, (since + HOUR - 1) / HOUR);
        if (first >= hour) {
            return OptionalDouble.empty();
        }
        long sum = 0;
        for (long complete = first; complete < hour; complete++) {
            sum += count(complete);
        }
        return OptionalDouble.of((double) sum / (hour - first));
    }

    /**
     * What was counted, to be stored.
     *
     * @return a new map of the hours of which something was counted, in hours since 1970, the earliest first
     */
    @Nonnull
    Map<Long, Integer> counts() {
        final Map<Long, Integer> counts = new LinkedHashMap<>();
        for (long hour = newest - COMPLETE; hour <= newest; hour++) {
            if (count(hour) > 0) {
                counts.put(hour, count(hour));
            }
        }
        return counts;
    }

    /** The latest hour that was counted, in hours since 1970. */
    long newest() {
        return newest;
    }

    /** Makes the count of an hour at least a number; hours that are too long ago are ignored. */
    void raise(final long hour, final int count) {
        if (hour >= 0 && (counters == null || hour > newest - SIZE)) {
            add(hour, Math.max(0, count - count(hour)));
        }
    }

    /** Adds what was counted earlier; hours that are too long ago are ignored. */
    void restore(final long hour, final int count) {
        if (hour > newest - SIZE) {
            add(hour, count);
        }
    }
}
