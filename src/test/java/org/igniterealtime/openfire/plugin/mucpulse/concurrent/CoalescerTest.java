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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;

/** S1: whatever is thrown, what is requested later is done. */
class CoalescerTest {

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private int runs;

    @Test
    void requestsThatComeBeforeItBeginsAreOneRun() {
        final Coalescer coalescer = new Coalescer(queue::add, () -> runs++);
        coalescer.request();
        coalescer.request();
        assertThat(queue).hasSize(1);
        assertThat(coalescer.isPlanned()).isTrue();

        queue.remove().run();

        assertThat(runs).isOne();
        assertThat(coalescer.isPlanned()).isFalse();
        coalescer.request();
        assertThat(queue).hasSize(1);
    }

    @Test
    void aRequestWhileItRunsIsAnotherRun() {
        final Coalescer[] self = new Coalescer[1];
        self[0] = new Coalescer(queue::add, () -> {
            runs++;
            if (runs == 1) {
                self[0].request();
            }
        });
        self[0].request();
        queue.remove().run();
        assertThat(queue).hasSize(1);

        queue.remove().run();

        assertThat(runs).isEqualTo(2);
        assertThat(queue).isEmpty();
    }

    @Test
    void s1_anErrorOfTheTaskDoesNotStopTheNext() {
        final Coalescer coalescer = new Coalescer(queue::add, () -> {
            runs++;
            throw new StackOverflowError("as the test wants it");
        });
        coalescer.request();
        assertThatThrownBy(() -> queue.remove().run()).isInstanceOf(StackOverflowError.class);

        coalescer.request();

        assertThat(queue).hasSize(1);
    }

    @Test
    void s1_aRunThatIsNotTakenDoesNotStopTheNext() {
        final boolean[] full = {true};
        final Coalescer coalescer = new Coalescer(run -> {
            if (full[0]) {
                throw new RejectedExecutionException("as the test wants it");
            }
            queue.add(run);
        }, () -> runs++);
        assertThatThrownBy(coalescer::request).isInstanceOf(RejectedExecutionException.class);
        full[0] = false;

        coalescer.request();

        assertThat(queue).hasSize(1);
    }

    @Test
    void s1_aRequestThatTheExecutorRejectsDoesNotStopTheNext() {
        final ManualSerialExecutor executor = new ManualSerialExecutor();
        final Coalescer coalescer = Coalescer.trying(executor, () -> runs++);
        executor.limit(0);

        coalescer.request();

        assertThat(coalescer.isPlanned()).isFalse();
        executor.limit(1);
        coalescer.request();
        coalescer.request();
        executor.runUntilIdle();
        assertThat(runs).isOne();
    }

    @Test
    void s1_aRequestForLaterThatTheExecutorRejectsDoesNotStopTheNext() {
        final ManualSerialExecutor executor = new ManualSerialExecutor();
        final Coalescer coalescer = Coalescer.trying(executor, Duration.ofSeconds(1), () -> runs++);
        executor.refuseLater(true);

        coalescer.request();

        assertThat(coalescer.isPlanned()).isFalse();
        executor.refuseLater(false);
        coalescer.request();
        coalescer.request();
        executor.advance(Duration.ofMillis(999));
        assertThat(runs).isZero();
        executor.advance(Duration.ofMillis(1));
        assertThat(runs).isOne();
    }

    @Test
    void requestsWithinADelayAreOneRunAtItsEnd() {
        final ManualSerialExecutor executor = new ManualSerialExecutor();
        final Coalescer coalescer = Coalescer.after(executor, () -> Duration.ofSeconds(1), () -> runs++);
        coalescer.request();
        executor.advance(Duration.ofMillis(999));
        coalescer.request();
        assertThat(runs).isZero();

        executor.advance(Duration.ofMillis(1));

        assertThat(runs).isOne();
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void aDelayOfZeroIsARunAsSoonAsPossible() {
        final ManualSerialExecutor executor = new ManualSerialExecutor();
        final Coalescer coalescer = Coalescer.after(executor, () -> Duration.ZERO, () -> runs++);

        coalescer.request();
        executor.runUntilIdle();

        assertThat(runs).isOne();
    }
}
