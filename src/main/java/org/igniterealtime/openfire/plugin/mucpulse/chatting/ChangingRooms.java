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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * The rooms that are being configured. The server changes one property after the other, so that a room can have its new
 * name before it is hidden. A room counts as being configured for {@link #TIMEOUT} at most, as the end of a refused
 * configuration is not always known. Safe for use by several threads.
 */
final class ChangingRooms {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How many configurations of a room have not ended, and when the last of them began, in nanoseconds. */
    private record Changes(int count, long since) {
    }

    private final Ticker ticker;
    private final Map<JID, Changes> changing = new ConcurrentHashMap<>();

    ChangingRooms(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    void begin(@Nonnull final JID room) {
        final long now = ticker.read();
        changing.merge(room, new Changes(1, now), (before, one) -> new Changes(before.count + 1, now));
    }

    /**
     * One configuration of a room has ended.
     *
     * @return whether that was the last one of those that were known
     */
    boolean end(@Nonnull final JID room) {
        final AtomicBoolean last = new AtomicBoolean();
        changing.computeIfPresent(room, (key, before) -> {
            last.set(before.count == 1);
            return before.count == 1 ? null : new Changes(before.count - 1, before.since);
        });
        return last.get();
    }

    boolean isChanging(@Nonnull final JID room) {
        return changing.containsKey(room);
    }

    boolean isEmpty() {
        return changing.isEmpty();
    }

    /** Removes and returns the rooms whose configuration has not ended in time. */
    @Nonnull
    Set<JID> takeExpired() {
        final Set<JID> expired = new HashSet<>();
        final long now = ticker.read();
        for (final JID room : changing.keySet()) {
            changing.computeIfPresent(room, (key, changes) -> {
                if (now - changes.since < TIMEOUT.toNanos()) {
                    return changes;
                }
                expired.add(room);
                return null;
            });
        }
        return expired;
    }
}
