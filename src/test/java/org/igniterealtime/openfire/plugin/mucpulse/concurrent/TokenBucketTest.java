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

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final TokenBucket bucket = new TokenBucket();

    private int takeAll(final long now) {
        int taken = 0;
        while (taken < 1_000 && bucket.take(now, 10, 40)) {
            taken++;
        }
        return taken;
    }

    @Test
    void newBucketHoldsOneBurst() {
        assertThat(takeAll(0)).isEqualTo(40);
    }

    @Test
    void emptyBucketFillsAtItsRateUpToTheBurst() {
        takeAll(0);

        assertThat(takeAll(SECOND)).isEqualTo(10);
        assertThat(takeAll(3 * SECOND)).isEqualTo(20);
        assertThat(takeAll(100 * SECOND)).isEqualTo(40);
    }

    @Test
    void partsOfATokenAddUp() {
        takeAll(0);

        for (int step = 1; step < 10; step++) {
            assertThat(bucket.take(step * SECOND / 100, 10, 40)).isFalse();
        }
        assertThat(bucket.take(SECOND / 10, 10, 40)).isTrue();
    }

    @Test
    void timeThatGoesBackTakesNothingAwayAndLosesNoRefill() {
        takeAll(100 * SECOND);

        assertThat(takeAll(0)).isZero();
        assertThat(takeAll(SECOND)).isEqualTo(10);
    }

    @Test
    void timeThatOverflowsGoesOn() {
        takeAll(Long.MAX_VALUE);

        assertThat(takeAll(Long.MIN_VALUE + SECOND - 1)).isEqualTo(10);
    }

    @Test
    void burstThatIsLoweredCountsAtOnce() {
        assertThat(bucket.take(0, 10, 10, 40)).isTrue();

        assertThat(bucket.take(0, 10, 5)).isFalse();
        assertThat(bucket.take(0, 10, 11)).isTrue();
    }

    @Test
    void moreThanABurstIsTakenFromAFullBucketOnlyAndPaidForLater() {
        assertThat(bucket.take(0, 100, 10, 40)).isTrue();

        assertThat(bucket.take(6 * SECOND, 1, 10, 40)).isFalse();
        assertThat(bucket.take(7 * SECOND, 1, 10, 40)).isTrue();
        assertThat(bucket.take(8 * SECOND, 100, 10, 40)).isFalse();
    }

    @Test
    void burstOfNoneLetsNothingThrough() {
        assertThat(bucket.take(0, 10, 0)).isFalse();
    }

    @Test
    void fullBucketIsAsGoodAsANewOne() {
        assertThat(bucket.isFull(0)).isTrue();

        takeAll(0);

        assertThat(bucket.isFull(4 * SECOND - SECOND / 1000)).isFalse();
        assertThat(bucket.isFull(4 * SECOND)).isTrue();
    }
}
