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
import static org.awaitility.Awaitility.await;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S9: what blocks for one key keeps no other from anything. */
@Timeout(60)
class KeyedExecutorTest {

    private static final String NAME = "keyed-under-test";
    private static final QueueLimits LIMITS = new QueueLimits(100, 10_000, 200, 50_000,
        Duration.ofMinutes(1), 4, 2, 8, Duration.ofMillis(100), Duration.ofMinutes(1));

    private static final Predicate<String> QUICK = key -> {
        if (key.startsWith("fault")) {
            throw new NoClassDefFoundError("for the test");
        }
        return !key.startsWith("dark");
    };

    private final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
    private final List<Object> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch latch = new CountDownLatch(1);
    private final AtomicInteger blocked = new AtomicInteger();
    private KeyedExecutor<String> executor = new KeyedExecutor<>(NAME, LIMITS, QUICK, errors, Ticker.systemTicker());

    @AfterEach
    void close() {
        latch.countDown();
        executor.close();
    }

    private Runnable doing(final Object what) {
        return () -> done.add(what);
    }

    private void block() {
        blocked.incrementAndGet();
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith(NAME)).count();
    }

    @Test
    void s9_tasksOfOneKeyRunInOrderAndOneAtATime() {
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        for (int task = 0; task < 90; task++) {
            final int number = task;
            assertThat(executor.offer("a", 1, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                done.add(number);
                running.decrementAndGet();
            })).isTrue();
        }

        await().until(() -> done.size() == 90);
        assertThat(done).containsExactlyElementsOf(IntStream.range(0, 90).boxed().toList());
        assertThat(most).hasValue(1);
    }

    @Test
    void s9_manyKeysThatBlockDoNotDelayOneThatDoesNot() {
        for (int key = 0; key < 130; key++) {
            assertThat(executor.offer("dark" + key, 1, this::block)).isTrue();
        }
        await().until(() -> blocked.get() == LIMITS.slowThreads());

        for (int round = 0; round < 5; round++) {
            executor.offer("healthy", 1, doing("round " + round));
        }

        await().atMost(Duration.ofSeconds(2)).until(() -> done.size() == 5);
        assertThat(blocked).hasValue(LIMITS.slowThreads());
    }

    @Test
    @Tag("slow")
    void s9_threadsThatAreHeldUpUnexpectedlyAreMadeUpFor() {
        for (int key = 0; key < LIMITS.threads() + LIMITS.heldUp() - 1; key++) {
            assertThat(executor.offer("unexpected" + key, 1, this::block)).isTrue();
        }
        for (int round = 0; round < 5; round++) {
            executor.offer("healthy", 1, doing("round " + round));
        }

        // Each group of threads that is held up is made up for a tenth of a second later.
        await().atMost(Duration.ofSeconds(10)).until(() -> done.size() == 5);
        assertThat(threads()).isLessThanOrEqualTo(1 + LIMITS.threads() + LIMITS.slowThreads() + LIMITS.heldUp());

        latch.countDown();
        await().until(() -> executor.status().busy().isZero());
        await().until(() -> threads() <= 1 + LIMITS.threads() + LIMITS.slowThreads());
    }

    @Test
    void s1_keyOfWhichNothingCanBeToldIsServedAllTheSame() {
        executor.offer("fault", 1, doing("it"));

        await().until(() -> done.contains("it"));
        assertThat(errors.count()).isPositive();
    }

    @Test
    void s9_keysThatBlockedBeforeTakeTheirOwnThreadsOnly() throws InterruptedException {
        final CountDownLatch first = new CountDownLatch(1);
        for (int key = 0; key < 8; key++) {
            executor.offer("slow" + key, 1, () -> {
                try {
                    Thread.sleep(2 * LIMITS.slow().toMillis());
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.add("slow");
            });
        }
        await().until(() -> done.size() == 8);
        for (int key = 0; key < 8; key++) {
            executor.offer("slow" + key, 1, this::block);
        }
        await().until(() -> blocked.get() == LIMITS.slowThreads());

        executor.offer("healthy", 1, first::countDown);

        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(blocked).hasValue(LIMITS.slowThreads());
    }

    @Test
    void s9_tasksOfAKeyAreBoundedAndTheRestIsDroppedWithACount() {
        executor.offer("a", 1, this::block);
        await().until(() -> blocked.get() == 1);

        final long taken = IntStream.range(0, 150).filter(i -> executor.offer("a", 1, doing(i))).count();

        assertThat(taken).isEqualTo(LIMITS.tasksPerKey());
        assertThat(executor.status().dropped()).isEqualTo(50);
        assertThat(executor.status().waiting()).isEqualTo(LIMITS.tasksPerKey());
        assertThat(executor.offer("b", 1, doing("b"))).isTrue();
        await().until(() -> done.contains("b"));
    }

    @Test
    @Tag("slow")
    void s9_bytesOfAKeyAndInAllAreBounded() {
        for (int key = 0; key < 10; key++) {
            executor.offer("key" + key, 1, this::block);
        }
        await().until(() -> blocked.get() == 10);

        assertThat(executor.offer("key0", 10_001, doing(0))).isFalse();
        for (int key = 0; key < 5; key++) {
            assertThat(executor.offer("key" + key, 10_000, doing(0))).isTrue();
        }
        assertThat(executor.offer("key5", 1, doing(0))).isFalse();
    }

    @Test
    void s9_keysAreBounded() {
        final long taken = IntStream.range(0, 300).filter(i -> executor.offer("key" + i, 1, this::block)).count();

        assertThat(taken).isEqualTo(LIMITS.keys());
    }

    @Test
    void s9_whatWaitsTooLongIsDroppedWithACount() {
        executor.close();
        executor = new KeyedExecutor<>(NAME, new QueueLimits(100, 10_000, 200, 50_000, Duration.ofMillis(200),
            4, 2, 8, Duration.ofMillis(100), Duration.ofMinutes(1)), QUICK, errors, Ticker.systemTicker());
        executor.offer("a", 1, this::block);
        await().until(() -> blocked.get() == 1);

        IntStream.range(0, 10).forEach(i -> executor.offer("a", 1, doing(i)));

        await().until(() -> executor.status().dropped() == 10 && executor.status().waiting() == 0);
        latch.countDown();
        executor.offer("a", 1, doing("later"));
        await().until(() -> done.contains("later"));
        assertThat(done).containsExactly("later");
    }

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_nothingThatATaskThrowsEndsAThread(final Throwable fault) {
        for (int task = 0; task < 50; task++) {
            executor.offer("a", 1, () -> Faults.sneak(fault));
        }
        executor.offer("a", 1, () -> Thread.currentThread().interrupt());
        executor.offer("a", 1, doing("next"));

        await().until(() -> done.contains("next"));
        assertThat(errors.count()).isEqualTo(50);
        assertThat(executor.status().isHealthy()).isTrue();
    }

    @Test
    void s1_statusTellsOfATaskThatDoesNotEnd() {
        executor.offer("a", 1, this::block);

        await().until(() -> executor.status().busy().compareTo(Duration.ofMillis(300)) > 0);
        latch.countDown();
        await().until(() -> executor.status().busy().isZero());
    }

    @Test
    void closingRunsWhatWaitsAndEndsTheThreads() {
        for (int key = 0; key < 20; key++) {
            executor.offer("key" + key, 1, doing(key));
        }

        executor.close();

        assertThat(done).hasSize(20);
        assertThat(executor.offer("a", 1, doing("never"))).isFalse();
        await().until(() -> threads() == 0);
    }

    @Test
    @Tag("slow")
    void closingDoesNotWaitWithoutEnd() {
        executor.offer("a", 1, this::block);
        executor.offer("a", 1, doing("never"));
        await().until(() -> blocked.get() == 1);

        executor.close();

        await().until(() -> threads() == 0);
        assertThat(done).isEmpty();
    }
}
