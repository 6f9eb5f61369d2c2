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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;

class PacedWorkTest {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final PacedWork<String> work = new PacedWork<>(executor, PAUSE);
    private final List<String> done = new ArrayList<>();

    private void start(final String key, final String... parts) {
        final Iterator<String> left = List.of(parts).iterator();
        work.start(key, () -> {
            done.add(left.next());
            return left.hasNext();
        });
    }

    @Test
    void partsAreDoneWithPausesBetweenThem() {
        start("key", "one", "two", "three");
        assertThat(done).containsExactly("one");

        executor.advance(PAUSE.minusMillis(1));
        assertThat(done).containsExactly("one");
        executor.advance(Duration.ofMillis(1));
        assertThat(done).containsExactly("one", "two");
        executor.advance(PAUSE);

        assertThat(done).containsExactly("one", "two", "three");
        assertThat(executor.waitingCount()).isZero();
    }

    @Test
    void newerWorkTakesThePlaceOfTheOlderOneForTheSameKeyOnly() {
        start("key", "one", "two", "three");
        start("other", "a", "b");
        start("key", "first", "second");

        executor.advance(PAUSE.multipliedBy(5));

        assertThat(done).containsExactly("one", "a", "first", "b", "second");
    }

    @Test
    void workIsUnderWayUntilNothingIsLeftOfIt() {
        final Iterator<Boolean> goesOn = List.of(true, false).iterator();
        final PacedWork.Work twoParts = goesOn::next;
        work.start("key", twoParts);
        assertThat(work.underWay("key")).containsSame(twoParts);
        assertThat(work.underWay("other")).isEmpty();

        executor.advance(PAUSE);
        assertThat(work.underWay("key")).isEmpty();
    }

    @Test
    void workThatIsCancelledEnds() {
        start("key", "one", "two");
        start("other", "a", "b");
        work.cancel("key");
        executor.advance(PAUSE);
        assertThat(done).containsExactly("one", "a", "b");

        start("third", "x", "y");
        work.cancelAll();
        executor.advance(PAUSE);

        assertThat(done).endsWith("x");
    }

    @Test
    void s1_workThatThrowsEndsAndNothingElseDoes() {
        start("other", "a", "b");
        assertThatThrownBy(() -> work.start("key", () -> {
            throw new StackOverflowError("as the test wants it");
        })).isInstanceOf(StackOverflowError.class);

        start("key", "one", "two");
        executor.advance(PAUSE);

        assertThat(done).containsExactly("a", "one", "b", "two");
    }
}
