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
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * What the notifications share that are sent for the same reason, such as those of one message to all who are
 * subscribed: a snapshot of each room, as a look at a room can be expensive. A snapshot is taken when the first of the
 * notifications is made, and again when it is too old for a further one. It is not kept from the garbage collector,
 * since notifications can wait for long. Safe for use by several threads.
 */
final class FanOut {

    /** For how long a snapshot is used. */
    static final Duration MAXIMUM_AGE = Duration.ofMillis(10);

    private final Rooms rooms;
    private final Ticker ticker;
    /** One object for all subscriptions that have to wait. */
    private final Long since;
    private final Map<JID, Look> looks = new ConcurrentHashMap<>(2);

    /**
     * A look at a room.
     *
     * @param snapshot what was seen
     * @param taken when, in nanoseconds of the ticker
     */
    private record Look(@Nonnull WeakReference<RoomSnapshot> snapshot, long taken) {
    }

    /**
     * Begins to notify.
     *
     * @param rooms the server's rooms
     * @param ticker a monotonic source of time
     * @param since when it was said what is notified of, by that source; {@code Histogram.UNTIMED} where nobody knows
     */
    FanOut(@Nonnull final Rooms rooms, @Nonnull final Ticker ticker, final long since) {
        this.rooms = rooms;
        this.ticker = ticker;
        this.since = since;
    }

    @Nonnull
    Long since() {
        return since;
    }

    /** A room as it is, or was a moment ago. */
    @Nonnull
    RoomSnapshot look(@Nonnull final JID room) {
        final long now = ticker.read();
        final Look known = looks.get(room);
        final RoomSnapshot recent =
            known == null || now - known.taken() > MAXIMUM_AGE.toNanos() ? null : known.snapshot().get();
        if (recent != null) {
            return recent;
        }
        final RoomSnapshot snapshot = rooms.snapshot(room);
        looks.put(room, new Look(new WeakReference<>(snapshot), now));
        return snapshot;
    }
}
