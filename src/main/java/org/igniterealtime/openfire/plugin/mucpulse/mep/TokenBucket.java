/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

/**
 * Lets something happen often for a moment, and less often in the long run. For one thread at a time. (Guava's rate
 * limiter lets nothing happen at once that it has not saved up, and cannot change its burst.)
 */
final class TokenBucket {

    private double tokens = Double.NaN;
    private long filled;

    /**
     * Takes a token.
     *
     * @param now the time in milliseconds
     * @param perSecond how many tokens are added in a second
     * @param burst how many there are at most
     * @return {@code false} where there is none
     */
    boolean take(final long now, final int perSecond, final int burst) {
        if (Double.isNaN(tokens)) {
            tokens = burst;
        } else {
            tokens = Math.min(burst, tokens + Math.max(0, now - filled) * perSecond / 1000.0);
        }
        filled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
