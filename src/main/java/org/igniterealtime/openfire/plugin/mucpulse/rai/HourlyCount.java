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

import java.util.concurrent.TimeUnit;

/**
 * Counts events of about the last hour: those of this hour of the clock, and of the one before as many as would fall
 * into the last hour were they spread evenly. Not safe for use by several threads.
 */
final class HourlyCount {

    private static final long HOUR = TimeUnit.HOURS.toMicros(1);

    private long hour;
    private int now;
    private int before;

    /**
     * Counts one.
     *
     * @param timestamp the moment in microseconds since 1970, not before that of the last call
     */
    void add(final long timestamp) {
        advance(timestamp / HOUR);
        now++;
    }

    private void advance(final long to) {
        if (to != hour) {
            before = to == hour + 1 ? now : 0;
            now = 0;
            hour = to;
        }
    }

    /**
     * How many there were.
     *
     * @param timestamp the moment in microseconds since 1970
     * @return the number, an estimate
     */
    long lastHour(final long timestamp) {
        final long age = timestamp / HOUR - hour;
        if (age > 1) {
            return 0;
        }
        final int complete = age == 1 ? 0 : now;
        final int fading = age == 1 ? now : before;
        return complete + Math.round((double) fading * (HOUR - timestamp % HOUR) / HOUR);
    }
}
