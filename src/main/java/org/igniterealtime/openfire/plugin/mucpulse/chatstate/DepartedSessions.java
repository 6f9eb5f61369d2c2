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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.time.Duration;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Forgets sessions that left a room without a word of the server, or before it was noted that something was heard of
 * them. Safe for use by several threads.
 */
final class DepartedSessions {

    /** How often all are looked for. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    private final Rooms rooms;
    private final OccupantChatStates occupantStates;
    private final Coalescer looking;

    DepartedSessions(@Nonnull final SerialExecutor executor, @Nonnull final Rooms rooms,
               @Nonnull final OccupantChatStates occupantStates) {
        this.rooms = rooms;
        this.occupantStates = occupantStates;
        this.looking = new Coalescer(task -> executor.schedule(INTERVAL, task), this::look);
    }

    /** Something was heard of a session for the first time, and it may have left meanwhile. */
    void check(@Nonnull final JID room, @Nonnull final JID session) {
        if (rooms.speaker(room, session).isEmpty()) {
            occupantStates.left(room.toString(), session);
        }
        looking.request();
    }

    private void look() {
        try {
            for (final String room : occupantStates.rooms()) {
                final JID jid = new JID(room, true);
                occupantStates.sessions(room).stream().filter(session -> rooms.speaker(jid, session).isEmpty())
                    .forEach(session -> occupantStates.left(room, session));
            }
        } finally {
            if (occupantStates.count() > 0) {
                looking.request();
            }
        }
    }
}
