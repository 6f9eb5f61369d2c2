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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** C5: no more than so many in any stretch of time. */
class SlidingWindowTest {

    private final SlidingWindow window = new SlidingWindow();

    @Test
    void c5_isFullUntilTheFirstIsOldEnough() {
        window.add(0, 3);
        window.add(4, 3);
        assertThat(window.isFull(5, 10, 3)).isFalse();
        window.add(5, 3);

        assertThat(window.isFull(9, 10, 3)).isTrue();
        assertThat(window.untilOpen(9, 10, 3)).isEqualTo(1);
        assertThat(window.isFull(10, 10, 3)).isFalse();
        assertThat(window.untilOpen(10, 10, 3)).isZero();
    }

    @Test
    void c5_tickerMayBeginAnywhere() {
        final long beginning = Long.MAX_VALUE - 2;
        window.add(beginning, 1);

        assertThat(window.isFull(beginning + 9, 10, 1)).isTrue();
        assertThat(window.isFull(beginning + 10, 10, 1)).isFalse();
    }

    @Property
    void c5_neverTooManyWhateverTheLimitBecomes(@ForAll @Size(max = 60) final List<@IntRange(max = 6) Integer> pauses,
                                                @ForAll @IntRange(min = 1, max = 12) final int first,
                                                @ForAll @IntRange(min = 1, max = 12) final int later) {
        final int length = 10;
        final SlidingWindow tested = new SlidingWindow();
        final List<Integer> passed = new ArrayList<>();
        int now = 0;
        for (int index = 0; index < pauses.size(); index++) {
            final int limit = index < pauses.size() / 2 ? first : later;
            now += pauses.get(index);
            final int moment = now;
            final long recent = passed.stream().filter(other -> moment - other < length).count();
            assertThat(tested.isFull(now, length, limit)).isEqualTo(recent >= limit);
            if (recent < limit) {
                tested.add(now, limit);
                passed.add(now);
            }
        }
    }
}
