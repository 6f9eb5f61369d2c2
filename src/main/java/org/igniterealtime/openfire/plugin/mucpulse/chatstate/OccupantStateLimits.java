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

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget;
import org.xmpp.packet.JID;

/**
 * Bounds what is remembered of each user over all rooms and sessions, and of all users together. Users are identified
 * by bare JID. Safe for use by several threads.
 */
final class OccupantStateLimits {

    /** In how many rooms the sessions of one user can be remembered, counted by session. */
    static final int MAX_ROOMS = 500;
    /** How many bytes of one user's notifications can be delayed. */
    static final int MAX_BYTES_PER_USER = 65_536;
    /** How many bytes of notifications can be delayed in all. */
    static final int MAX_BYTES = 16_777_216;

    private final Multiset<JID> sessions = ConcurrentHashMultiset.create();
    private final ByteBudget<JID> delayed = new ByteBudget<>();

    /** Whether no further room can be remembered for the user of a session. */
    boolean isFull(@Nonnull final JID session) {
        return sessions.count(session.asBareJID()) >= MAX_ROOMS;
    }

    /** Counts that a session is remembered in one more room. */
    void addSession(@Nonnull final JID session) {
        sessions.add(session.asBareJID());
    }

    /** Counts that a session is remembered in one room less. */
    void removeSession(@Nonnull final JID session) {
        sessions.remove(session.asBareJID());
    }

    /**
     * Counts a notification as delayed.
     *
     * @param notification the notification
     * @return {@code false} where a limit would be exceeded; nothing is counted then
     */
    boolean reserve(@Nonnull final DelayedNotification notification) {
        return delayed.reserve(notification.getFrom().asBareJID(), notification.bytes(), MAX_BYTES_PER_USER, MAX_BYTES);
    }

    /** Counts a notification as no longer delayed. */
    void release(@Nonnull final DelayedNotification notification) {
        delayed.release(notification.getFrom().asBareJID(), notification.bytes());
    }

    /** Whether any notification of the user of a session is delayed. */
    boolean hasDelayed(@Nonnull final JID session) {
        return delayed.held(session.asBareJID()) > 0;
    }

    /** How many bytes of notifications are delayed in all. */
    long delayedBytes() {
        return delayed.total();
    }

    /** How many sessions are remembered, counted once for each room. */
    int sessions() {
        return sessions.size();
    }
}
