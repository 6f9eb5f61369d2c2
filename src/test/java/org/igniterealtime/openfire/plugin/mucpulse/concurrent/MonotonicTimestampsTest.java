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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;

/** R10: what came first. */
class MonotonicTimestampsTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final ManualSerialExecutor clock = new ManualSerialExecutor();
    private final MonotonicTimestamps timestamps = new MonotonicTimestamps(clock);

    @Test
    void r10_stampIsTheTimeInMicroseconds() {
        clock.setTime(NOON);

        assertThat(timestamps.next()).isEqualTo(NOON.toEpochMilli() * 1000);
    }

    @Test
    void r10_stampsOfOneMillisecondDiffer() {
        clock.setTime(NOON);
        final long first = timestamps.next();

        assertThat(timestamps.next()).isEqualTo(first + 1);
    }

    @Test
    void r10_stampsFollowTheClock() {
        clock.setTime(NOON);
        final long first = timestamps.next();
        timestamps.next();
        clock.setTime(NOON.plusSeconds(1));

        assertThat(timestamps.next()).isEqualTo(first + 1_000_000);
    }

    @Test
    void r10_stampsGrowThoughTheClockIsSetBack() {
        clock.setTime(NOON);
        final long first = timestamps.next();
        clock.setTime(NOON.minusSeconds(3600));

        assertThat(timestamps.next()).isGreaterThan(first);
    }

    @Test
    void r10_stampsAreGreaterThanThoseOfAnEarlierLife() {
        clock.setTime(NOON);
        final long later = NOON.plusSeconds(60).toEpochMilli() * 1000;

        timestamps.startAfter(later);
        timestamps.startAfter(later - 5);

        assertThat(timestamps.next()).isEqualTo(later + 1);
    }

    @Test
    void k3_stampsKeepUpWithAServerWhoseClockIsAhead() {
        clock.setTime(NOON);
        final long minute = TimeUnit.MINUTES.toMicros(1);
        final long there = timestamps.next() + minute;

        timestamps.keepUpWith(there);
        assertThat(timestamps.next()).isEqualTo(there + 1);
        clock.setTime(NOON.plusSeconds(10));

        assertThat(timestamps.next()).as("as it does there").isEqualTo(there + TimeUnit.SECONDS.toMicros(10));
        assertThat(timestamps.before(Duration.ofSeconds(10))).isEqualTo(there);
        assertThat(timestamps.at(NOON)).isEqualTo(there);
    }

    @Test
    void k3_stampsDoNotWaitForAServerWhoseClockIsBehind() {
        clock.setTime(NOON);
        final long here = timestamps.next();

        timestamps.keepUpWith(here - TimeUnit.MINUTES.toMicros(1));
        clock.setTime(NOON.plusSeconds(1));

        assertThat(timestamps.next()).isEqualTo(here + TimeUnit.SECONDS.toMicros(1));
    }

    @Test
    void k3_stampsDoNotKeepUpWithAServerWhoseClockIsWrong() {
        clock.setTime(NOON);
        final long here = timestamps.next();
        final long most = here + TimeUnit.HOURS.toMicros(1);

        assertThat(timestamps.keepUpWith(most + 1)).isFalse();
        assertThat(timestamps.keepUpWith(Long.MAX_VALUE)).isFalse();
        assertThat(timestamps.next()).isEqualTo(here + 1);
        assertThat(timestamps.at(NOON)).isEqualTo(here);

        assertThat(timestamps.keepUpWith(MonotonicTimestamps.NEVER)).as("what is no time at all").isTrue();
        assertThat(timestamps.keepUpWith(most)).as("as far ahead as it may be").isTrue();
        assertThat(timestamps.next()).isEqualTo(most + 1);
        assertThat(timestamps.keepUpWith(most + TimeUnit.MINUTES.toMicros(1))).as("by its own clock").isFalse();
    }

    @Test
    void k3_stampsAreLaterThanWhatWasHeardThoughTheTimeIsNot() {
        clock.setTime(NOON);
        final long here = timestamps.next();
        final long wrong = here + TimeUnit.DAYS.toMicros(3650);

        timestamps.startAfter(wrong);

        assertThat(timestamps.next()).isEqualTo(wrong + 1);
        assertThat(timestamps.now()).isEqualTo(here);
        assertThat(timestamps.before(Duration.ofHours(1))).isEqualTo(here - TimeUnit.HOURS.toMicros(1));
    }

    @Test
    void r10_everyStampIsGreaterThanNever() {
        assertThat(new MonotonicTimestamps(InstantSource.fixed(Instant.EPOCH)).next()).isGreaterThan(MonotonicTimestamps.NEVER);
    }

    @Test
    void r14_momentInThePastSeparatesOlderFromNewer() {
        clock.setTime(NOON);
        final long older = timestamps.next();
        clock.setTime(NOON.plus(Duration.ofDays(1)));
        final long newer = timestamps.next();

        assertThat(timestamps.before(Duration.ofHours(12))).isGreaterThan(older).isLessThan(newer);
        assertThat(timestamps.before(Duration.ofDays(1))).isEqualTo(older);
    }

    @Test
    void r10_noTwoThreadsGetOneStamp() throws InterruptedException {
        final int threads = 4;
        final int each = 20_000;
        final Set<Long> given = ConcurrentHashMap.newKeySet();
        final CountDownLatch start = new CountDownLatch(1);
        final ExecutorService executor = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                awaitUninterrupted(start);
                for (int n = 0; n < each; n++) {
                    given.add(timestamps.next());
                }
            });
        }

        start.countDown();
        executor.shutdown();

        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(given).hasSize(threads * each);
    }

    private static void awaitUninterrupted(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
