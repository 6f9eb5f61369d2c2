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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * The rooms that are being configured. The server changes one property after the other, so that a room may show its new
 * name before it is hidden. No room counts as being configured for long, as the server does not tell of everything that
 * it refuses. Safe for use by several threads.
 */
final class ChangingRooms {

    /** For how long a room counts as being configured where the end of that is not told. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private final Ticker ticker;
    /** Since when, in nanoseconds. */
    private final Map<JID, Long> changing = new ConcurrentHashMap<>();

    ChangingRooms(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    void begin(@Nonnull final JID room) {
        changing.put(room, ticker.read());
    }

    /**
     * The configuration of a room is done.
     *
     * @return whether it was known that it was being configured
     */
    boolean end(@Nonnull final JID room) {
        return changing.remove(room) != null;
    }

    boolean isChanging(@Nonnull final JID room) {
        return changing.containsKey(room);
    }

    boolean isEmpty() {
        return changing.isEmpty();
    }

    /** Takes out the rooms of which the end of the configuration was not told. */
    @Nonnull
    Set<JID> takeExpired() {
        final Set<JID> expired = new HashSet<>();
        final long now = ticker.read();
        changing.forEach((room, since) -> {
            if (now - since >= LONGEST.toNanos() && changing.remove(room, since)) {
                expired.add(room);
            }
        });
        return expired;
    }
}
