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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queues behind the executor, without threads: what is bounded, whose turn it is, and what is dropped (S9). */
class KeyedQueuesTest {

    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();
    private static final long PROBATION = Duration.ofSeconds(30).toNanos();

    private final KeyedQueues<String> queues = new KeyedQueues<>(new QueueLimits(3, 100, 2, 150,
        Duration.ofNanos(PATIENCE), 1, 1, 1, Duration.ofSeconds(1), Duration.ofNanos(PROBATION)));
    private final List<String> done = new ArrayList<>();

    private boolean add(final String key, final long bytes) {
        return queues.add(key, true, bytes, () -> done.add(key), 0);
    }

    private void give(final KeyedQueues.Queue<String> queue) {
        queues.giveBack(queue, true, 0);
    }

    @Test
    void s9_keysAreBounded() {
        assertThat(add("a", 1)).isTrue();
        assertThat(add("b", 1)).isTrue();

        assertThat(add("c", 1)).isFalse();
        assertThat(add("a", 1)).isTrue();
        assertThat(queues.size()).isEqualTo(3);
    }

    @Test
    void s9_tasksOfAKeyAreBounded() {
        for (int task = 0; task < 3; task++) {
            assertThat(add("a", 1)).isTrue();
        }

        assertThat(add("a", 1)).isFalse();
        assertThat(add("b", 1)).isTrue();
    }

    @Test
    void s9_bytesOfAKeyAndOfAllAreBoundedUntilTheTasksRun() {
        assertThat(add("a", 101)).isFalse();
        assertThat(add("a", 100)).isTrue();
        assertThat(add("a", 1)).isFalse();
        assertThat(add("b", 51)).isFalse();
        assertThat(add("b", 50)).isTrue();

        final KeyedQueues.Queue<String> first = queues.take(false);
        assertThat(queues.poll(first, 0)).isNotNull();

        assertThat(add("b", 50)).isTrue();
        assertThat(add("a", 50)).isTrue();
    }

    @Test
    void s9_whatFindsNoPlaceLeavesNoKeyBehind() {
        assertThat(add("a", 101)).isFalse();

        assertThat(queues.isEmpty()).isTrue();
        assertThat(queues.hasReady(false)).isFalse();
        assertThat(queues.size()).isZero();
    }

    @Test
    void s9_keysTakeTurnsAndNoneIsServedTwiceAtATime() {
        add("a", 1);
        add("a", 1);
        add("b", 1);

        final KeyedQueues.Queue<String> first = queues.take(false);
        assertThat(first.key()).isEqualTo("a");
        queues.poll(first, 0).run();
        add("a", 1);
        final KeyedQueues.Queue<String> second = queues.take(false);
        assertThat(second.key()).isEqualTo("b");
        assertThat(queues.hasReady(false)).as("both are being served").isFalse();

        give(first);
        assertThat(queues.take(false)).isSameAs(first);
        queues.poll(second, 0).run();
        assertThat(queues.poll(second, 0)).isNull();
        give(second);
        assertThat(queues.hasReady(false)).isFalse();
        assertThat(done).containsExactly("a", "b");
        assertThat(queues.size()).isEqualTo(2);
    }

    @Test
    void s9_keyThatIsDoneIsForgotten() {
        add("a", 1);
        final KeyedQueues.Queue<String> queue = queues.take(false);
        queues.poll(queue, 0);
        assertThat(queues.isEmpty()).as("it is being served").isFalse();

        give(queue);

        assertThat(queues.isEmpty()).isTrue();
        add("b", 1);
        assertThat(add("c", 1)).isTrue();
    }

    @Test
    void s9_keyThatIsNotQuickIsServedByItsOwnThreads() {
        queues.add("a", false, 1, () -> { }, 0);
        queues.add("a", false, 1, () -> { }, 0);

        assertThat(queues.hasReady(false)).isFalse();
        final KeyedQueues.Queue<String> queue = queues.take(true);
        queues.giveBack(queue, false, 0);
        assertThat(queues.hasReady(false)).isFalse();
        assertThat(queues.take(true)).isSameAs(queue);

        queues.giveBack(queue, true, 0);
        assertThat(queues.hasReady(true)).isFalse();
        assertThat(queues.hasReady(false)).isTrue();
    }

    @Test
    void s9_keyThatWasSlowIsOnProbationForAWhile() {
        add("a", 1);
        final KeyedQueues.Queue<String> queue = queues.take(false);
        assertThat(queues.isSlow(queue, 0)).isFalse();
        queues.markSlow(queue, 0);

        assertThat(queues.isSlow(queue, PROBATION)).isTrue();
        queues.giveBack(queue, true, PROBATION);
        assertThat(queues.hasReady(true)).isTrue();
        assertThat(queues.take(true)).isSameAs(queue);
        assertThat(queues.isSlow(queue, PROBATION + 1)).isFalse();
        assertThat(queues.isSlow(queue, 0)).as("it is forgotten").isFalse();
        queues.giveBack(queue, true, PROBATION + 1);
        assertThat(queues.hasReady(false)).isTrue();
    }

    @Test
    void s9_keyThatIsOnProbationIsAddedToTheSlowOnes() {
        add("a", 1);
        final KeyedQueues.Queue<String> queue = queues.take(false);
        queues.markSlow(queue, 0);
        queues.poll(queue, 0);
        give(queue);

        add("a", 1);

        assertThat(queues.hasReady(false)).isFalse();
        assertThat(queues.hasReady(true)).isTrue();
    }

    @Test
    void s9_slowKeysThatAreRememberedAreBoundedAndTheEldestIsForgotten() {
        final List<KeyedQueues.Queue<String>> all = new ArrayList<>();
        for (final String key : List.of("a", "b", "c")) {
            add(key, 1);
            final KeyedQueues.Queue<String> queue = queues.take(false);
            all.add(queue);
            queues.poll(queue, 0);
            give(queue);
        }
        queues.markSlow(all.get(0), 0);
        queues.markSlow(all.get(1), 1);
        queues.markSlow(all.get(0), 2);
        queues.markSlow(all.get(2), 3);

        assertThat(all).extracting(queue -> queues.isSlow(queue, 4)).containsExactly(true, false, true);
    }

    @Test
    void s9_whatHasWaitedTooLongIsDroppedWithACountAndItsBytes() {
        add("a", 60);
        queues.add("a", true, 40, () -> done.add("second"), 1);
        queues.expire(PATIENCE);
        assertThat(queues.size()).isEqualTo(2);

        queues.expire(PATIENCE + 1);
        assertThat(queues.size()).isOne();
        assertThat(queues.dropped()).isOne();
        assertThat(queues.hasReady(false)).isTrue();
        assertThat(queues.add("a", true, 61, () -> { }, PATIENCE)).isFalse();
        assertThat(queues.add("a", true, 60, () -> { }, PATIENCE)).isTrue();

        final KeyedQueues.Queue<String> queue = queues.take(false);
        queues.poll(queue, PATIENCE + 1).run();
        assertThat(done).containsExactly("second");
    }

    @Test
    void s9_whatHasWaitedTooLongIsNotBegun() {
        add("a", 1);
        final KeyedQueues.Queue<String> queue = queues.take(false);

        assertThat(queues.poll(queue, PATIENCE + 1)).isNull();
        assertThat(queues.dropped()).isOne();
        assertThat(queues.size()).isZero();
    }

    @Test
    void s9_keyOfWhichEverythingWasDroppedIsForgottenUnlessItIsBeingServed() {
        add("a", 1);
        queues.add("b", false, 1, () -> { }, 0);
        queues.expire(PATIENCE + 1);
        assertThat(queues.isEmpty()).isTrue();
        assertThat(queues.hasReady(false)).isFalse();
        assertThat(queues.hasReady(true)).isFalse();

        add("c", 1);
        add("c", 1);
        final KeyedQueues.Queue<String> queue = queues.take(false);
        queues.expire(PATIENCE + 1);
        assertThat(queues.isEmpty()).isFalse();
        assertThat(add("c", 1)).isTrue();
        assertThat(queues.hasReady(false)).as("it is being served").isFalse();
        give(queue);
        assertThat(queues.take(false)).isSameAs(queue);
    }

    @Test
    void s9_clearingDropsEverythingWithACountAndItsBytes() {
        add("a", 1);
        final KeyedQueues.Queue<String> served = queues.take(false);
        add("a", 99);
        queues.add("b", false, 50, () -> { }, 0);

        queues.clear();

        assertThat(queues.dropped()).isEqualTo(3);
        assertThat(queues.size()).isZero();
        assertThat(queues.hasReady(false)).isFalse();
        assertThat(queues.hasReady(true)).isFalse();
        assertThat(queues.poll(served, 0)).isNull();
        assertThat(queues.isEmpty()).isFalse();
        give(served);
        assertThat(queues.isEmpty()).isTrue();
        assertThat(add("a", 100)).isTrue();
        assertThat(add("b", 50)).isTrue();
        queues.countDropped(2);
        assertThat(queues.dropped()).isEqualTo(5);
    }
}
