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
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final int MAXIMUM = 100;

    private final ManualTicker ticker = new ManualTicker();
    private final RateLimits<String> limits = new RateLimits<>(ticker, MAXIMUM);

    private int takeAll(final String key) {
        int taken = 0;
        while (taken < 1_000 && limits.tryAcquire(key, 1, 5)) {
            taken++;
        }
        return taken;
    }

    @Test
    void s3_eachKeyHasABucketOfItsOwn() {
        assertThat(takeAll("a")).isEqualTo(5);
        assertThat(takeAll("b")).isEqualTo(5);
        assertThat(takeAll("a")).isZero();
    }

    @Test
    void s3_numberOfBucketsIsBounded() {
        for (int key = 0; key < 100 * MAXIMUM; key++) {
            limits.tryAcquire("key" + key, 1, 5);
        }

        assertThat(limits.size()).isEqualTo(MAXIMUM);
    }

    @Test
    void s3_noBucketIsForgottenBeforeItIsFull() {
        takeAll("spender");
        for (int key = 0; key < 100 * MAXIMUM; key++) {
            limits.tryAcquire("key" + key, 1, 5);
        }

        assertThat(takeAll("spender")).isZero();
    }

    @Test
    void s3_keysThatFindNoRoomShareOneBucket() {
        for (int key = 0; key < MAXIMUM; key++) {
            takeAll("key" + key);
        }

        assertThat(takeAll("late") + takeAll("later")).isEqualTo(5);
    }

    @Test
    void s3_fullBucketsMakeRoom() {
        for (int key = 0; key < MAXIMUM; key++) {
            takeAll("key" + key);
        }
        ticker.advance(Duration.ofSeconds(5));

        assertThat(takeAll("late")).isEqualTo(5);
        assertThat(takeAll("later")).isEqualTo(5);
        assertThat(limits.size()).isLessThanOrEqualTo(MAXIMUM);
    }

    @Test
    void s3_bucketsOfThoseWhoHaveGoneVanishWithTime() {
        for (int key = 0; key < MAXIMUM; key++) {
            takeAll("key" + key);
        }
        ticker.advance(Duration.ofMinutes(1));

        for (int key = 0; key < MAXIMUM; key++) {
            limits.tryAcquire("other" + key, 1_000_000, 5);
            ticker.advance(Duration.ofSeconds(1));
        }

        assertThat(limits.size()).isLessThan(10);
    }
}
