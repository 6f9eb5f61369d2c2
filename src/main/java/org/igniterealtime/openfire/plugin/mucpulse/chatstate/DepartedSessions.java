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

import java.time.Duration;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Removes sessions that have left their room without an event, or whose event came before the session was remembered.
 * Safe for use by several threads.
 */
final class DepartedSessions {

    /** How often all remembered sessions are checked, as long as there are any. */
    static final Duration INTERVAL = Duration.ofMinutes(5);

    private final Rooms rooms;
    private final OccupantChatStates occupantStates;
    private final Coalescer checkingAll;

    DepartedSessions(@Nonnull final SerialExecutor executor, @Nonnull final Rooms rooms,
                     @Nonnull final OccupantChatStates occupantStates) {
        this.rooms = rooms;
        this.occupantStates = occupantStates;
        this.checkingAll = new Coalescer(task -> executor.schedule(INTERVAL, task), this::checkAll);
    }

    /** Checks a session that is remembered for the first time in a room: it may have left meanwhile. */
    void check(@Nonnull final JID room, @Nonnull final JID session) {
        if (rooms.speaker(room, session).isEmpty()) {
            occupantStates.removeSession(room.toString(), session);
        }
        checkingAll.request();
    }

    private void checkAll() {
        try {
            FailureIsolation.forEach(occupantStates.rooms(), this::checkAll);
        } finally {
            if (occupantStates.count() > 0) {
                checkingAll.request();
            }
        }
    }

    private void checkAll(final String room) {
        final RoomSnapshot snapshot = rooms.snapshot(new JID(room, true));
        occupantStates.sessions(room).stream().filter(session -> !snapshot.isInRoom(session))
            .forEach(session -> occupantStates.removeSession(room, session));
    }
}
