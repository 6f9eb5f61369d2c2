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

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CountersTest {

    private static final Metric APPLE = Metric.counter("fruit_apple");
    private static final Metric PEAR = Metric.counter("fruit_pear");

    private final Counters counters = new Counters(List.of(APPLE, PEAR));

    @Test
    void beginsAtZero() {
        assertThat(counters.total(APPLE)).isZero();
        assertThat(counters.of("a.example", APPLE)).isZero();
        assertThat(counters.services()).isEmpty();
    }

    @Test
    void countsByServiceAndInAll() {
        counters.count("a.example", APPLE);
        counters.count("a.example", PEAR, 5);
        counters.count("b.example", APPLE, 2);

        assertThat(counters.of("a.example", APPLE)).isEqualTo(1);
        assertThat(counters.of("b.example", PEAR)).isZero();
        assertThat(counters.total(APPLE)).isEqualTo(3);
        assertThat(counters.total(PEAR)).isEqualTo(5);
        assertThat(counters.services()).containsExactlyInAnyOrder("a.example", "b.example");
    }

    @Test
    void areMeasuredInTheOrderOfTheirDeclaration() {
        counters.count("a.example", PEAR, 5);

        assertThat(counters.measurements()).extracting(Measurement::metric).containsExactly(APPLE, PEAR);
        assertThat(counters.measurements()).extracting(measured -> measured.values().applyAsLong("a.example"))
            .containsExactly(0L, 5L);
    }

    @Test
    void losesNothingAmongThreads() throws InterruptedException {
        final ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    counters.count("a.example", APPLE);
                }
            });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(counters.total(APPLE)).isEqualTo(40_000);
    }
}
