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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.TokenBucket;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Finds out whether users who left rooms are affiliated with them. In a cluster each look at a room takes 2–3 ms, and
 * thousands can leave at once: those who left the same room meanwhile share one look, and so few rooms are looked at
 * without a pause that mentions, which wait for the same executor, are hardly delayed. Confined to that executor.
 */
final class DepartureChecks {

    /** How much of those who wait is kept in memory, in bytes; who leaves beyond that is not looked for. */
    static final long BYTES = 8 << 20;
    /** How many rooms are looked at without a pause, and in a second in the long run. */
    static final int BURST = 20;
    private static final double RATE = 100;
    static final Duration PAUSE = Duration.ofMillis(50);
    /** What an entry takes besides its texts, in bytes. */
    private static final int OVERHEAD = 250;

    private final SerialExecutor executor;
    private final Rooms rooms;
    private final Affiliated affiliated;
    private final Ticker ticker;
    private final TokenBucket looks = new TokenBucket();
    /** The nicknames of those who left, by room and user. */
    private final Map<JID, Map<JID, String>> waiting = new LinkedHashMap<>();
    private long bytes;
    private boolean planned;

    /** Is given those who are affiliated. */
    @FunctionalInterface
    interface Affiliated {

        /** A user who is affiliated with a room left it under a nickname. */
        void left(@Nonnull JID room, @Nonnull JID user, @Nonnull String nickname);
    }

    DepartureChecks(@Nonnull final SerialExecutor executor, @Nonnull final Rooms rooms,
                    @Nonnull final Affiliated affiliated, @Nonnull final Ticker ticker) {
        this.executor = executor;
        this.rooms = rooms;
        this.affiliated = affiliated;
        this.ticker = ticker;
    }

    /** Has it found out whether a user, who left a room under a nickname, is affiliated with it: now, or soon. */
    void left(@Nonnull final JID room, @Nonnull final JID user, @Nonnull final String nickname) {
        forget(room, user);
        final long size = size(room, user, nickname);
        if (bytes + size <= BYTES) {
            bytes += size;
            waiting.computeIfAbsent(room, key -> new HashMap<>()).put(user, nickname);
        }
        if (!planned) {
            look();
        }
    }

    private static long size(final JID room, final JID user, final String nickname) {
        return OVERHEAD + 2L * (room.toString().length() + user.toString().length() + nickname.length());
    }

    private void look() {
        planned = false;
        try {
            while (!waiting.isEmpty() && looks.take(ticker.read(), RATE, BURST)) {
                final JID room = waiting.keySet().iterator().next();
                look(room, take(room));
            }
        } finally {
            if (!waiting.isEmpty()) {
                executor.schedule(PAUSE, this::look);
                planned = true;
            }
        }
    }

    private void look(final JID room, final Map<JID, String> users) {
        final RoomSnapshot snapshot = rooms.snapshot(room);
        FailureIsolation.forEach(users.entrySet(), user -> {
            if (snapshot.affiliation(user.getKey()).isAffiliated()) {
                affiliated.left(room, user.getKey(), user.getValue());
            }
        });
    }

    private Map<JID, String> take(final JID room) {
        final Map<JID, String> users = waiting.remove(room);
        if (users == null) {
            return Map.of();
        }
        users.forEach((user, nickname) -> bytes -= size(room, user, nickname));
        return users;
    }

    /** Forgets that a user left a room. */
    void forget(@Nonnull final JID room, @Nonnull final JID user) {
        final Map<JID, String> users = waiting.get(room);
        if (users != null) {
            remove(room, users, user);
            if (users.isEmpty()) {
                waiting.remove(room);
            }
        }
    }

    private void remove(final JID room, final Map<JID, String> users, final JID user) {
        final String nickname = users.remove(user);
        if (nickname != null) {
            bytes -= size(room, user, nickname);
        }
    }

    /** Forgets which rooms a user left. */
    void forgetUser(@Nonnull final JID user) {
        final Iterator<Map.Entry<JID, Map<JID, String>>> all = waiting.entrySet().iterator();
        while (all.hasNext()) {
            final Map.Entry<JID, Map<JID, String>> room = all.next();
            remove(room.getKey(), room.getValue(), user);
            if (room.getValue().isEmpty()) {
                all.remove();
            }
        }
    }

    /** Forgets who left a room. */
    void forgetRoom(@Nonnull final JID room) {
        take(room);
    }
}
