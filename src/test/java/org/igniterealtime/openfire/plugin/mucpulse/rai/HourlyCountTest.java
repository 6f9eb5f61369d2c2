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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HourlyCountTest {

    private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);
    private static final long NOON = TimeUnit.HOURS.toMicros(500_000);

    private final HourlyCount count = new HourlyCount();

    private void add(final int times, final long timestamp) {
        for (int i = 0; i < times; i++) {
            count.add(timestamp);
        }
    }

    @Test
    void countsWhatWasInThisHour() {
        add(7, NOON);
        add(3, NOON + 59 * MINUTE);

        assertThat(count.lastHour(NOON + 59 * MINUTE)).isEqualTo(10);
    }

    @Test
    void countsOfTheHourBeforeTheShareThatIsNotTooLongAgo() {
        add(60, NOON);
        add(5, NOON + 70 * MINUTE);

        assertThat(count.lastHour(NOON + 75 * MINUTE)).isEqualTo(45 + 5);
        assertThat(count.lastHour(NOON + 119 * MINUTE)).isEqualTo(1 + 5);
    }

    @Test
    void fadesWithoutBeingAddedTo() {
        add(60, NOON);

        assertThat(count.lastHour(NOON + 60 * MINUTE)).isEqualTo(60);
        assertThat(count.lastHour(NOON + 90 * MINUTE)).isEqualTo(30);
        assertThat(count.lastHour(NOON + 120 * MINUTE)).isZero();
        assertThat(count.lastHour(NOON + 500 * MINUTE)).isZero();
    }

    @Test
    void forgetsWhatIsLongerAgo() {
        add(60, NOON);
        add(1, NOON + 130 * MINUTE);

        assertThat(count.lastHour(NOON + 130 * MINUTE)).isEqualTo(1);
    }
}
