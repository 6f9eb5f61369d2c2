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

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;

/**
 * The last chat states that were dropped in each room, and why. Bounded: some rooms, those that were the last in which
 * something was dropped, and a few drops of each. In memory alone. Safe for use by several threads.
 */
final class RecentDrops {

    /** How many drops of a room are remembered. */
    static final int DROPS = 10;
    /** Of how many rooms. */
    static final int ROOMS = 500;
    /** How much is remembered of a nickname, in characters. */
    static final int LONGEST = 64;

    private final Ticker ticker;
    private final Cache<String, Ring> rooms = CacheBuilder.newBuilder().maximumSize(ROOMS).build();

    /**
     * A chat state that was dropped. Immutable.
     *
     * @param nickname of whom
     * @param state which one; the first where there were several
     * @param decision why
     * @param age how long ago
     */
    record Drop(@Nonnull String nickname, @Nonnull ChatState state, @Nonnull Decision decision,
                @Nonnull Duration age) {
    }

    private record Entry(String nickname, ChatState state, Decision decision, long when) {
    }

    private static final class Ring {

        @GuardedBy("this")
        private final Deque<Entry> entries = new ArrayDeque<>(DROPS);

        synchronized void add(final Entry entry) {
            if (entries.size() == DROPS) {
                entries.removeLast();
            }
            entries.addFirst(entry);
        }

        synchronized List<Entry> all() {
            return new ArrayList<>(entries);
        }
    }

    RecentDrops(@Nonnull final Ticker ticker) {
        this.ticker = ticker;
    }

    void dropped(@Nonnull final String room, @Nonnull final String nickname, @Nonnull final ChatState state,
                 @Nonnull final Decision decision) {
        Ring ring = rooms.getIfPresent(room);
        if (ring == null) {
            ring = new Ring();
            // Where another thread was as quick, one of two drops is forgotten, which harms nobody.
            rooms.put(room, ring);
        }
        ring.add(new Entry(nickname.length() > LONGEST ? nickname.substring(0, LONGEST) : nickname, state, decision,
            ticker.read()));
    }

    /** The last drops of a room, the latest first. */
    @Nonnull
    List<Drop> of(@Nonnull final String room) {
        final Ring ring = rooms.getIfPresent(room);
        final long now = ticker.read();
        return ring == null ? List.of() : ring.all().stream().map(entry -> new Drop(entry.nickname(), entry.state(),
            entry.decision(), Duration.ofNanos(Math.max(0, now - entry.when())))).toList();
    }

    /** Forgets a room that is no more. */
    void forget(@Nonnull final String room) {
        rooms.invalidate(room);
    }
}
