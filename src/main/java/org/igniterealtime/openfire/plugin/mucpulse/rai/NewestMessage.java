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

import java.util.OptionalLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;

/**
 * Knows the newest message of a room by its ids, and what changed an earlier message since: whoever has had one of
 * these displayed has seen everything. Takes the same space for any number of messages. Guarded by the lock of the
 * {@link TrackedRoom} that holds it.
 */
final class NewestMessage {

    /** How many ids of messages are remembered to recognize one that is used again. */
    private static final int REMEMBERED = 16;

    private long timestamp = MonotonicTimestamps.NEVER;
    private MessageIds.Pair newest = MessageIds.Pair.UNKNOWN;
    private MessageIds.Pair amendment = MessageIds.Pair.UNKNOWN;
    /** The ids that senders chose for the latest messages, oldest first from {@link #next} on. */
    private final long[] chosen = new long[REMEMBERED];
    private int next;

    /**
     * Something was said.
     *
     * @param ids the ids of the message
     * @param newTimestamp its timestamp
     */
    void said(@Nonnull final MessageIds.Pair ids, final long newTimestamp) {
        timestamp = newTimestamp;
        newest = unmistakable(ids);
        amendment = MessageIds.Pair.UNKNOWN;
    }

    /**
     * An earlier message was corrected, retracted or the like.
     *
     * @param ids the ids of the message that says so
     */
    void amended(@Nonnull final MessageIds.Pair ids) {
        amendment = unmistakable(ids);
    }

    /** An id that a sender chose can name an earlier message as well, which somebody may have had displayed. */
    private MessageIds.Pair unmistakable(final MessageIds.Pair ids) {
        if (ids.chosen() == MessageIds.NONE) {
            return ids;
        }
        for (final long earlier : chosen) {
            if (earlier == ids.chosen()) {
                return new MessageIds.Pair(ids.assigned(), MessageIds.NONE);
            }
        }
        chosen[next] = ids.chosen();
        next = (next + 1) % REMEMBERED;
        return ids;
    }

    /**
     * Up to when a user has seen what was said.
     *
     * @param id the hash of the id that was displayed
     * @param anyId whether it may be one that the sender chose
     * @param last the timestamp of the room's last activity, which can be one of which no ids are known
     * @return the timestamp of the newest message; empty where the id names another, or it is not known which
     */
    @Nonnull
    OptionalLong displayed(final long id, final boolean anyId, final long last) {
        final boolean known = id != MessageIds.NONE && timestamp == last
            && (id == newest.assigned() || id == amendment.assigned()
            || anyId && (id == newest.chosen() || id == amendment.chosen()));
        return known ? OptionalLong.of(last) : OptionalLong.empty();
    }
}
