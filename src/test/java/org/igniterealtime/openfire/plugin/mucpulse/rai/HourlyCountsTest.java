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

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HourlyCountsTest {

    private static final long MINUTE = TimeUnit.MINUTES.toMicros(1);
    private static final long NOON = TimeUnit.HOURS.toMicros(500_000);

    private final HourlyCounts count = new HourlyCounts();

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

    @Test
    void r16_averageIsOfTheCompleteHoursBefore() {
        add(48, NOON);
        add(7, NOON + 60 * MINUTE);

        assertThat(count.perHour(NOON + 61 * MINUTE, 0)).hasValue(2);
        assertThat(count.perHour(NOON + 25 * 60 * MINUTE - 1, 0)).hasValue(55 / 24.0);
        assertThat(count.perHour(NOON + 25 * 60 * MINUTE, 0)).hasValue(7 / 24.0);
        assertThat(count.perHour(NOON + 26 * 60 * MINUTE, 0)).hasValue(0);
    }

    @Test
    void r16_averageIsOfTheHoursThatWereCounted() {
        add(10, NOON + 30 * MINUTE);

        assertThat(count.perHour(NOON + 59 * MINUTE, NOON)).isEmpty();
        assertThat(count.perHour(NOON + 60 * MINUTE, NOON)).hasValue(10);
        assertThat(count.perHour(NOON + 60 * MINUTE, NOON + 1)).isEmpty();
        assertThat(count.perHour(NOON + 120 * MINUTE, NOON)).hasValue(5);
        assertThat(count.perHour(NOON + 120 * MINUTE, NOON + 1)).hasValue(0);
    }

    @Test
    void r16_clockThatIsSetBackLosesNothing() {
        add(1, NOON);
        add(2, NOON - 300 * MINUTE);

        assertThat(count.lastHour(NOON)).isEqualTo(3);
        assertThat(count.perHour(NOON - 300 * MINUTE, 0)).hasValue(0);
        assertThat(count.perHour(NOON + 60 * MINUTE, 0)).hasValue(3 / 24.0);
    }

    @Property
    void r16_countsAreThoseOfAPlainList(@ForAll @Size(max = 60) final List<@IntRange(max = 3_000) Integer> minutes,
                                       @ForAll @IntRange(max = 4_000) final int later) {
        final List<Integer> sorted = minutes.stream().sorted().toList();
        // A new one for each try.
        final HourlyCounts counts = new HourlyCounts();
        sorted.forEach(minute -> counts.add(NOON + minute * MINUTE));
        final int last = sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1);
        final int hour = (last + later) / 60;

        final long expected =
            sorted.stream().filter(minute -> minute / 60 < hour && minute / 60 >= hour - HourlyCounts.COMPLETE).count();

        assertThat(counts.perHour(NOON + (last + later) * MINUTE, 0)).hasValue(expected / 24.0);
        final HourlyCounts restored = new HourlyCounts();
        counts.counts().forEach(restored::restore);
        assertThat(restored.perHour(NOON + (last + later) * MINUTE, 0)).hasValue(expected / 24.0);
        assertThat(restored.lastHour(NOON + (last + later) * MINUTE))
            .isEqualTo(counts.lastHour(NOON + (last + later) * MINUTE));
    }

    @Test
    void r16_whatWasCountedEarlierIsAddedInAnyOrder() {
        add(1, NOON);

        count.restore(500_000 - 30, 100);
        count.restore(500_000 - 1, 5);
        count.restore(500_000, 2);

        assertThat(count.perHour(NOON, 0)).hasValue(5 / 24.0);
        assertThat(count.perHour(NOON + 60 * MINUTE, 0)).hasValue(8 / 24.0);
    }
}
