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
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkerPoolTest {

    private final ErrorHandler errors = new ErrorHandler(Ticker.systemTicker());
    private final WorkerPool pool = new WorkerPool("pool-under-test", 2, 3, errors, Ticker.systemTicker());
    private final CountDownLatch latch = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(2);

    @AfterEach
    void close() {
        latch.countDown();
        pool.close();
    }

    private void block() {
        begun.countDown();
        try {
            latch.await();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void s1_nothingThatATaskThrowsEndsAThread() {
        final Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
        Faults.all().forEach(fault -> {
            await().until(() -> pool.status().waiting() == 0);
            pool.execute(() -> {
                threads.add(Thread.currentThread());
                Faults.sneak(fault);
            });
        });

        await().until(() -> errors.count() == Faults.all().count());
        await().until(() -> threads.size() <= 2 && threads.stream().allMatch(Thread::isAlive));
        assertThat(pool.status().isHealthy()).isTrue();
    }

    @Test
    void s1_whatIsTooMuchIsRejectedAndCounted() throws InterruptedException {
        pool.execute(this::block);
        pool.execute(this::block);
        begun.await();
        for (int i = 0; i < 3; i++) {
            pool.execute(() -> { });
        }

        assertThatThrownBy(() -> pool.execute(() -> { })).isInstanceOf(RejectedExecutionException.class);

        assertThat(pool.status().dropped()).isEqualTo(1);
        assertThat(pool.status().waiting()).isEqualTo(3);
        await().until(() -> pool.status().busy().compareTo(Duration.ofMillis(50)) > 0);
        latch.countDown();
        await().until(() -> pool.status().busy().isZero() && pool.status().waiting() == 0);
    }
}
