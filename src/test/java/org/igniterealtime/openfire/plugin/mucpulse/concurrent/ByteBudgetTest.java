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
package org.igniterealtime.openfire.plugin.mucpulse.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget<String> budget = new ByteBudget<>();

    @Test
    void s3_limitOfAKeyIsReachedAndNotPassed() {
        assertThat(budget.reserve("a", 60, 100, 1_000)).isTrue();
        assertThat(budget.reserve("a", 41, 100, 1_000)).isFalse();
        assertThat(budget.reserve("a", 40, 100, 1_000)).isTrue();

        assertThat(budget.held("a")).isEqualTo(100);
        assertThat(budget.total()).isEqualTo(100);
    }

    @Test
    void s3_limitInAllIsReachedAndNotPassed() {
        assertThat(budget.reserve("a", 100, 100, 150)).isTrue();
        assertThat(budget.reserve("b", 51, 100, 150)).isFalse();
        assertThat(budget.reserve("b", 50, 100, 150)).isTrue();

        assertThat(budget.total()).isEqualTo(150);
        assertThat(budget.held("b")).isEqualTo(50);
    }

    @Test
    void s3_whatIsReleasedCanBeReservedAgain() {
        budget.reserve("a", 100, 100, 100);

        budget.release("a", 30);

        assertThat(budget.held("a")).isEqualTo(70);
        assertThat(budget.reserve("a", 31, 100, 1_000)).isFalse();
        assertThat(budget.reserve("b", 31, 100, 100)).isFalse();
        assertThat(budget.reserve("b", 30, 100, 100)).isTrue();
    }

    @Test
    void s3_keysForWhichNothingIsHeldAreForgotten() {
        for (int key = 0; key < 1_000; key++) {
            budget.reserve("key" + key, 10, 10, 100_000);
            budget.reserve("none" + key, 0, 10, 100_000);
            budget.release("key" + key, 10);
        }

        assertThat(budget.keys()).isZero();
        assertThat(budget.total()).isZero();
    }

    @Test
    void noMoreIsReleasedThanIsHeld() {
        budget.reserve("a", 10, 100, 100);
        budget.reserve("b", 10, 100, 100);

        budget.release("a", 15);
        budget.release("c", 15);

        assertThat(budget.held("a")).isZero();
        assertThat(budget.total()).isEqualTo(10);
    }

    @Test
    void whatIsThereAlreadyCountsBeyondTheLimit() {
        budget.add("a", 500);

        assertThat(budget.reserve("a", 1, 100, 1_000)).isFalse();
        assertThat(budget.reserve("a", 0, 100, 100)).isTrue();
        assertThat(budget.held("a")).isEqualTo(500);
    }

    @Test
    void hugeNumbersDoNotOverflow() {
        assertThat(budget.reserve("a", Long.MAX_VALUE, 100, 100)).isFalse();
        assertThat(budget.reserve("a", 10, Long.MAX_VALUE, Long.MAX_VALUE)).isTrue();
        assertThat(budget.reserve("a", Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatThrownBy(() -> budget.reserve("a", -1, 10, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> budget.release("a", -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void severalThreadsNeverPassTheLimit() throws InterruptedException {
        final CountDownLatch start = new CountDownLatch(1);
        final List<Thread> threads = IntStream.range(0, 4).mapToObj(index -> new Thread(() -> {
            try {
                start.await();
            } catch (final InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int round = 0; round < 10_000; round++) {
                final String key = "key" + ThreadLocalRandom.current().nextInt(3);
                if (budget.reserve(key, 7, 10, 15)) {
                    assertThat(budget.total()).isBetween(7L, 15L);
                    budget.release(key, 7);
                }
            }
        })).toList();
        threads.forEach(Thread::start);

        start.countDown();
        for (final Thread thread : threads) {
            thread.join();
        }

        assertThat(budget.total()).isZero();
        assertThat(budget.keys()).isZero();
    }
}
