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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import com.google.common.base.Ticker;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;

/**
 * Limits what something that is done again and again may take to a part of the time. It is done by one thread; any
 * thread may ask whether it may be done.
 */
final class TimeShare {

    private final long part;
    private final Ticker ticker;
    /** From when on it may be done again, in nanoseconds of the ticker. */
    private final AtomicLong from;

    /**
     * Creates a share.
     *
     * @param part 100 for a hundredth of the time
     * @param ticker a monotonic source of time
     */
    TimeShare(final long part, @Nonnull final Ticker ticker) {
        this.part = part;
        this.ticker = ticker;
        this.from = new AtomicLong(ticker.read());
    }

    /** Whether it may be done now, in nanoseconds of the ticker. */
    boolean isFree(final long now) {
        return now - from.get() >= 0;
    }

    /** It was done, from some time on until now, in nanoseconds of the ticker. */
    void took(final long begun) {
        final long taken = ticker.read() - begun;
        from.updateAndGet(before -> (begun - before > 0 ? begun : before) + taken * part);
    }
}
