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

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.xmpp.packet.JID;

/**
 * When rooms got the messages and presence stanzas that they passed on lately, by their ids. Errors that come back tell
 * nothing but the id. Where an id was used more than once, the first time counts. The number of stanzas that are
 * remembered is bounded; the oldest are forgotten. Safe for use by several threads.
 */
final class RecentStanzas {

    /** How many stanzas of all rooms are remembered: some 5 MB. */
    static final int CAPACITY = 50_000;

    private final HashFunction hash = Hashing.goodFastHash(Long.SIZE);
    /** Timestamps by a hash of room and id, the oldest first. */
    @GuardedBy("this")
    private final Map<Long, Long> timestamps = new LinkedHashMap<>();

    private long key(final JID room, final String id) {
        // As bytes at once: for each stanza, character by character would take several times as long.
        return hash.hashBytes((room.toString() + '/' + id).getBytes(StandardCharsets.UTF_8)).asLong();
    }

    void received(@Nonnull final JID room, @Nonnull final String id, final long timestamp) {
        final Long key = key(room, id);
        synchronized (this) {
            if (timestamps.putIfAbsent(key, timestamp) == null && timestamps.size() > CAPACITY) {
                timestamps.remove(timestamps.keySet().iterator().next());
            }
        }
    }

    /** When a room got a stanza, empty where that is not known (any more). */
    @Nonnull
    OptionalLong timestamp(@Nonnull final JID room, @Nonnull final String id) {
        final Long key = key(room, id);
        synchronized (this) {
            final Long timestamp = timestamps.get(key);
            return timestamp == null ? OptionalLong.empty() : OptionalLong.of(timestamp);
        }
    }
}
