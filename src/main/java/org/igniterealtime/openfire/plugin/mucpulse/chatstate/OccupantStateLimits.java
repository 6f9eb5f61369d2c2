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

import com.google.common.collect.ConcurrentHashMultiset;
import com.google.common.collect.Multiset;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget;
import org.xmpp.packet.JID;

/**
 * Bounds what is remembered of each user over all rooms and sessions, and in all. Safe for use by several threads.
 */
final class OccupantStateLimits {

    /** In how many rooms something can be remembered of one user's sessions. */
    static final int MOST_ROOMS = 500;
    /** How many bytes can be held back of one user. */
    static final int MOST_BYTES = 65_536;
    /** How many bytes can be held back in all. */
    static final int MOST_BYTES_IN_ALL = 16_777_216;

    private final Multiset<JID> sessions = ConcurrentHashMultiset.create();
    private final ByteBudget<JID> held = new ByteBudget<>();

    /** Whether nothing can be remembered of a user in yet another room. */
    boolean isFull(@Nonnull final JID session) {
        return sessions.count(session.asBareJID()) >= MOST_ROOMS;
    }

    /** Something is remembered of a session in a room. */
    void remembers(@Nonnull final JID session) {
        sessions.add(session.asBareJID());
    }

    /** Nothing is remembered of a session in a room any longer. */
    void forgets(@Nonnull final JID session) {
        sessions.remove(session.asBareJID());
    }

    /**
     * Counts a notification as held.
     *
     * @param notification the notification
     * @return {@code false} where there is no place for it
     */
    boolean holds(@Nonnull final DelayedNotification notification) {
        return held.reserve(notification.getFrom().asBareJID(), notification.bytes(), MOST_BYTES, MOST_BYTES_IN_ALL);
    }

    /** A notification is no longer held. */
    void releases(@Nonnull final DelayedNotification notification) {
        held.release(notification.getFrom().asBareJID(), notification.bytes());
    }

    /** Whether anything of a user is held back. */
    boolean isHolding(@Nonnull final JID session) {
        return held.held(session.asBareJID()) > 0;
    }

    /** How many bytes are held back in all. */
    long heldBytes() {
        return held.total();
    }

    /** Of how many sessions something is remembered, in all rooms together. */
    int sessions() {
        return sessions.size();
    }
}
