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
import static org.awaitility.Awaitility.await;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.log4j.Level;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One task after the other, on a thread of its own. */
@Timeout(60)
class SingleThreadSerialExecutorTest {

    private static final String NAME = "executor-under-test";

    private final SingleThreadSerialExecutor executor =
        new SingleThreadSerialExecutor(NAME, 3, new ErrorHandler(Ticker.systemTicker()),
        Ticker.systemTicker());
    private final List<Object> done = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch latch = new CountDownLatch(1);

    @AfterEach
    void close() {
        latch.countDown();
        executor.close();
    }

    private Runnable doing(final Object what) {
        return () -> done.add(what);
    }

    private void waitAtTheLatch() {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the executor busy until the latch is released. */
    private void block() throws InterruptedException {
        final CountDownLatch begun = new CountDownLatch(1);
        executor.execute(() -> {
            begun.countDown();
            waitAtTheLatch();
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(NAME)).toList();
    }

    @Test
    void tasksRunInTheOrderInWhichTheyWereGiven() throws InterruptedException {
        block();
        IntStream.range(0, 1000).forEach(i -> executor.execute(doing(i)));

        latch.countDown();

        await().until(() -> done.size() == 1000);
        assertThat(done).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    }

    @Test
    void tasksOfOneGiverKeepTheirOrderWhateverOthersGive() throws InterruptedException {
        final List<Thread> givers = IntStream.range(0, 4).mapToObj(giver -> new Thread(() ->
            IntStream.range(0, 1000).forEach(i -> executor.execute(doing(giver * 10_000 + i))))).toList();

        givers.forEach(Thread::start);
        for (final Thread giver : givers) {
            giver.join();
        }

        await().until(() -> done.size() == 4000);
        for (int giver = 0; giver < 4; giver++) {
            final int first = giver * 10_000;
            assertThat(List.copyOf(done)).filteredOn(i -> (int) i / 10_000 * 10_000 == first)
                .containsExactlyElementsOf(IntStream.range(first, first + 1000).boxed().toList());
        }
    }

    @Test
    void oneTaskRunsAtATimeOnADaemonThread() {
        final AtomicReference<Thread> thread = new AtomicReference<>();
        executor.execute(() -> thread.set(Thread.currentThread()));

        await().until(() -> thread.get() != null);

        assertThat(thread.get().getName()).isEqualTo(NAME);
        assertThat(thread.get().isDaemon()).isTrue();
        assertThat(threads()).hasSize(1);
    }

    @Test
    void tasksForLaterRunLater() {
        final long start = System.nanoTime();
        executor.schedule(Duration.ofMillis(80), () -> done.add(System.nanoTime()));
        executor.schedule(Duration.ofMillis(40), doing("second"));
        executor.execute(doing("first"));

        await().until(() -> done.size() == 3);

        assertThat(List.copyOf(done).subList(0, 2)).containsExactly("first", "second");
        assertThat((long) done.get(2) - start).isGreaterThanOrEqualTo(Duration.ofMillis(80).toNanos());
    }

    @Test
    void failureOfATaskIsLoggedAndTheNextOneRuns() {
        final LogListener log = new LogListener(ErrorHandler.class);
        executor.execute(() -> {
            throw new IllegalStateException("as the test wants it");
        });
        executor.execute(() -> {
            throw new NoSuchMethodError("as the test wants it");
        });
        executor.execute(doing("next"));

        await().until(() -> done.contains("next"));

        log.close();
        assertThat(log.heard(Level.ERROR)).hasSize(2);
    }

    @Test
    void taskThatCannotHandOnItsWorkIsNoError() {
        final LogListener log = new LogListener(ErrorHandler.class);
        executor.execute(() -> {
            throw new RejectedExecutionException("as the test wants it");
        });
        executor.execute(doing("next"));

        await().until(() -> done.contains("next"));

        log.close();
        assertThat(log.heard(Level.ERROR)).isEmpty();
    }

    @Test
    void r11_tasksPastTheCapacityAreRefused() throws InterruptedException {
        block();

        assertThat(executor.tryExecute(doing(1))).isTrue();
        assertThat(executor.tryExecute(doing(2))).isTrue();
        assertThat(executor.tryExecute(doing(3))).isTrue();
        assertThat(executor.tryExecute(doing(4))).isFalse();
        executor.execute(doing(5));

        latch.countDown();
        await().until(() -> done.size() == 4);
        assertThat(done).containsExactly(1, 2, 3, 5);
        await().until(() -> executor.tryExecute(doing(6)));
    }

    @Test
    void closingRunsWhatWaitsButNotWhatIsForLater() throws InterruptedException {
        block();
        executor.execute(doing(1));
        executor.schedule(Duration.ofHours(1), doing("later"));
        executor.execute(doing(2));

        latch.countDown();
        executor.close();

        assertThat(done).containsExactly(1, 2);
        await().until(() -> threads().isEmpty());
    }

    @Test
    void closedExecutorTakesNothingAndSaysNothing() {
        executor.close();
        executor.close();

        executor.execute(doing(1));
        executor.tryExecute(doing(2));
        executor.schedule(Duration.ofMillis(1), doing(3));

        await().until(() -> threads().isEmpty());
        assertThat(done).isEmpty();
    }

    @Test
    void tasksMayGiveTasksWhileTheExecutorIsBeingClosed() throws InterruptedException {
        block();
        executor.execute(() -> executor.execute(doing("never or later")));
        executor.execute(doing("last"));

        latch.countDown();
        executor.close();

        assertThat(done).contains("last");
        await().until(() -> threads().isEmpty());
    }

    @Test
    void s1_tasksForLaterNeitherCountAsWaitingNorHaveOthersRefused() {
        for (int i = 0; i < 1_000; i++) {
            executor.schedule(Duration.ofHours(1), doing("later"));
        }

        assertThat(executor.waiting()).isZero();
        assertThat(executor.status().waiting()).isZero();
        assertThat(executor.tryExecute(doing("now"))).isTrue();
        await().until(() -> done.contains("now"));
    }

    @ParameterizedTest
    @MethodSource("org.igniterealtime.openfire.plugin.mucpulse.concurrent.Faults#all")
    void s1_nothingThatATaskThrowsEndsTheThread(final Throwable fault) {
        final AtomicReference<Thread> before = new AtomicReference<>();
        final AtomicReference<Thread> after = new AtomicReference<>();
        executor.execute(() -> before.set(Thread.currentThread()));
        executor.execute(() -> Faults.sneak(fault));
        executor.schedule(Duration.ofMillis(1), () -> Faults.sneak(fault));
        executor.schedule(Duration.ofMillis(2), () -> after.set(Thread.currentThread()));

        await().until(() -> after.get() != null);
        assertThat(after.get()).isSameAs(before.get());
        assertThat(executor.status().isHealthy()).isTrue();
        assertThat(executor.waiting()).isZero();
    }

    private void assertRejected(final ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(RejectedExecutionException.class).hasMessageContaining(NAME);
    }

    private void fill() {
        for (int i = 0; i < SingleThreadSerialExecutor.MAXIMUM; i++) {
            executor.execute(() -> { });
        }
    }

    @Test
    void s1_tasksThatWaitAreBoundedAndMoreAreRejectedAndCounted() throws InterruptedException {
        block();
        fill();

        for (int i = 0; i < 10; i++) {
            assertRejected(() -> executor.execute(() -> { }));
        }

        assertThat(executor.status().waiting()).isEqualTo(SingleThreadSerialExecutor.MAXIMUM);
        assertThat(executor.status().dropped()).isEqualTo(10);
    }

    @Test
    void s1_whatMayBeRefusedForLaterIsRefusedAndTakesNoPlaceFromWhatMayNot() {
        for (int i = 0; i < SingleThreadSerialExecutor.MAXIMUM; i++) {
            assertThat(executor.trySchedule(Duration.ofHours(1), () -> { })).isTrue();
        }

        assertThat(executor.trySchedule(Duration.ZERO, doing("refused"))).isFalse();
        executor.schedule(Duration.ofMillis(1), doing("not refused"));

        await().until(() -> done.contains("not refused"));
        assertThat(done).containsExactly("not refused");
        assertThat(executor.status().dropped()).isOne();
    }

    @Test
    void s1_tasksForLaterAreBoundedAndMoreAreRejectedAndCounted() {
        for (int i = 0; i < SingleThreadSerialExecutor.MAXIMUM; i++) {
            executor.schedule(Duration.ofHours(1), () -> { });
        }

        assertRejected(() -> executor.schedule(Duration.ofHours(1), () -> { }));

        assertThat(executor.status().dropped()).isEqualTo(1);
    }

    @Test
    void s1_nobodyWaitsForeverForWhatWasRejected() throws InterruptedException {
        final Coalescer coalescer = new Coalescer(executor, doing("coalesced"));
        block();
        fill();
        assertRejected(coalescer::request);
        assertThat(Calls.call(executor, () -> "called")).isCompletedExceptionally();

        latch.countDown();
        await().until(() -> executor.waiting() == 0);
        coalescer.request();

        await().until(() -> done.contains("coalesced"));
    }

    @Test
    void s1_statusTellsOfATaskThatDoesNotEnd() throws InterruptedException {
        block();

        await().until(() -> executor.status().busy().compareTo(Duration.ofMillis(100)) > 0);
        assertThat(executor.status().isHealthy()).isTrue();
        latch.countDown();
        await().until(() -> executor.status().busy().isZero());
    }
}
