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
package org.igniterealtime.openfire.plugin.mucpulse.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CountersTest {

    private enum Fruit {
        APPLE, PEAR
    }

    private final Counters<Fruit> tally = new Counters<>(Fruit.class);

    @Test
    void beginsAtZero() {
        assertThat(tally.total(Fruit.APPLE)).isZero();
        assertThat(tally.of("a.example", Fruit.APPLE)).isZero();
        assertThat(tally.services()).isEmpty();
    }

    @Test
    void countsByServiceAndInAll() {
        tally.count("a.example", Fruit.APPLE);
        tally.count("a.example", Fruit.PEAR, 5);
        tally.count("b.example", Fruit.APPLE, 2);

        assertThat(tally.of("a.example", Fruit.APPLE)).isEqualTo(1);
        assertThat(tally.of("b.example", Fruit.PEAR)).isZero();
        assertThat(tally.total(Fruit.APPLE)).isEqualTo(3);
        assertThat(tally.total(Fruit.PEAR)).isEqualTo(5);
        assertThat(tally.services()).containsExactlyInAnyOrder("a.example", "b.example");
    }

    @Test
    void losesNothingAmongThreads() throws InterruptedException {
        final ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 10_000; i++) {
                    tally.count("a.example", Fruit.APPLE);
                }
            });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(tally.total(Fruit.APPLE)).isEqualTo(40_000);
    }
}
