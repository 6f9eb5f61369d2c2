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
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class BoundedWorkerTest {

    private final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
    private final BoundedWorker worker =
        new BoundedWorker("worker-under-test", 3, 1_000, errors, Ticker.systemTicker());
    private final List<Object> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch latch = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void close() {
        latch.countDown();
        worker.close();
    }

    private Runnable doing(final Object what) {
        return () -> done.add(what);
    }

    private void block() throws InterruptedException {
        worker.offer(0, () -> {
            begun.countDown();
            try {
                latch.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();
    }

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_nothingThatATaskThrowsEndsTheThread(final Throwable fault) {
        final AtomicReference<Thread> before = new AtomicReference<>();
        final AtomicReference<Thread> after = new AtomicReference<>();
        worker.put(0, () -> before.set(Thread.currentThread()));
        worker.put(0, () -> Faults.sneak(fault));
        worker.put(0, () -> Thread.currentThread().interrupt());
        worker.put(0, () -> after.set(Thread.currentThread()));

        await().until(() -> after.get() != null);
        assertThat(after.get()).isSameAs(before.get());
        assertThat(errors.count()).isEqualTo(1);
        assertThat(worker.status().isHealthy()).isTrue();
    }

    @Test
    void s1_offerNeverBlocksAndDropsWithACount() throws InterruptedException {
        block();

        assertThat(IntStream.range(0, 10).filter(i -> worker.offer(1, doing(i))).count()).isEqualTo(3);

        assertThat(worker.status().dropped()).isEqualTo(7);
        assertThat(worker.status().waiting()).isEqualTo(3);
    }

    @Test
    void s1_bytesThatWaitAreBounded() throws InterruptedException {
        block();

        assertThat(worker.offer(600, doing(1))).isTrue();
        assertThat(worker.offer(600, doing(2))).isFalse();
        assertThat(worker.offer(400, doing(3))).isTrue();

        latch.countDown();
        await().until(() -> done.size() == 2);
        assertThat(worker.offer(5_000, doing("alone"))).isTrue();
        await().until(() -> done.contains("alone"));
    }

    @Test
    void s1_putDoesNotWaitForATaskThatDoesNotEnd() throws InterruptedException {
        block();
        IntStream.range(0, 3).forEach(i -> worker.offer(1, doing(i)));
        await().until(() -> worker.status().busy().compareTo(BoundedWorker.SLOW) > 0);

        final long start = System.nanoTime();
        final long taken = IntStream.range(0, 1_000).filter(i -> worker.put(1, doing(i))).count();

        assertThat(taken).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(worker.status().dropped()).isEqualTo(1_000);
    }

    @Test
    void s1_putWaitsWhileTheThreadGetsOn() throws InterruptedException {
        block();
        final Thread giver = new Thread(() -> IntStream.range(0, 100).forEach(i -> worker.put(1, doing(i))));
        giver.start();
        await().until(() -> giver.getState() == Thread.State.TIMED_WAITING);

        latch.countDown();
        giver.join();

        await().until(() -> done.size() == 100);
        assertThat(done).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void s1_taskThatGivesTasksDoesNotWaitForItself() {
        worker.put(0, () -> {
            IntStream.range(0, 100).forEach(i -> worker.put(1, doing(i)));
            done.add("end");
        });

        await().atMost(Duration.ofSeconds(4)).until(() -> done.contains("end"));
    }
}
