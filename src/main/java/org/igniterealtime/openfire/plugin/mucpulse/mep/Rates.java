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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Ticker;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.xmpp.packet.JID;

/**
 * Limits how often users change and read something, and how many bytes they are sent: each by the bare JID, over all
 * rooms and sessions, also after they left and came back. Safe for use by several threads.
 */
final class Rates {

    private static final int REMEMBERED_USERS = 100_000;

    private final RateLimits<JID> changes;
    private final RateLimits<JID> reads;
    private final RateLimits<JID> bytes;

    /**
     * Creates limits that nobody has used yet.
     *
     * @param ticker a monotonic source of time
     */
    Rates(@Nonnull final Ticker ticker) {
        changes = new RateLimits<>(ticker, REMEMBERED_USERS);
        reads = new RateLimits<>(ticker, REMEMBERED_USERS);
        bytes = new RateLimits<>(ticker, REMEMBERED_USERS);
    }

    /** Whether a user may change something once more. */
    boolean mayChange(@Nonnull final JID user, @Nonnull final MepSettings settings) {
        return changes.tryAcquire(user, settings.publishesPerSecond(), settings.publishBurst());
    }

    /** Whether a user may read something once more. */
    boolean mayRead(@Nonnull final JID user, @Nonnull final MepSettings settings) {
        return reads.tryAcquire(user, settings.limits().readsPerSecond(), settings.limits().readBurst());
    }

    /** Whether a user may be sent a number of bytes of items that were published earlier. */
    boolean mayReceive(@Nonnull final JID user, final long size, @Nonnull final MepSettings settings) {
        return bytes.tryAcquire(user, size, settings.limits().readBytesPerSecond(),
            settings.limits().readBytesBurst());
    }
}
