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
package org.igniterealtime.openfire.plugin.mucpulse.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long things take, in buckets. */
class HistogramTest {

    private final Histogram histogram = new Histogram("test_delay_seconds");

    private void took(final Duration time) {
        histogram.record(-5, time.toNanos() - 5);
    }

    private long upTo(final long milliseconds) {
        return histogram.buckets().stream().filter(bucket -> bucket.bound() == milliseconds).findFirst().orElseThrow()
            .count();
    }

    @Test
    void eachBucketHasThoseBeforeItInIt() {
        took(Duration.ofNanos(10));
        took(Duration.ofMillis(1));
        took(Duration.ofMillis(1).plusNanos(1));
        took(Duration.ofMinutes(5));

        assertThat(upTo(1)).isEqualTo(2);
        assertThat(upTo(2)).isEqualTo(3);
        assertThat(upTo(60_000)).isEqualTo(3);
        assertThat(upTo(Long.MAX_VALUE)).isEqualTo(4);
        assertThat(histogram.milliseconds()).isEqualTo(300_002);
    }

    @Test
    void whatIsNotTimedIsNotRecordedAndNothingTookLessThanNoTime() {
        histogram.record(Histogram.UNTIMED, 5);
        assertThat(upTo(Long.MAX_VALUE)).isZero();

        histogram.record(10, 5);
        assertThat(upTo(1)).isEqualTo(1);
        assertThat(histogram.milliseconds()).isZero();
    }

    @Test
    void countersHaveTheirHistograms() {
        final Counters counters = new Counters(List.of(), List.of("a_seconds", "b_seconds"));

        assertThat(counters.histograms()).extracting(Histogram::name).containsExactly("a_seconds", "b_seconds");
        assertThat(counters.histogram("b_seconds")).isSameAs(counters.histograms().get(1));
    }
}
