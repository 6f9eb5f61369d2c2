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

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.xmpp.packet.JID;

/**
 * The rooms that were destroyed, and that subscribers have still to forget: all of them in one walk over the
 * subscribers, after a while or when there is a room of such a name again. Confined to the executor.
 */
final class DestroyedRooms {

    private final Subscriptions subscriptions;
    private final SerialExecutor executor;
    /** Up to when what is known of a room of that name is of this one. */
    private Map<JID, Long> waiting = new HashMap<>();

    DestroyedRooms(@Nonnull final Subscriptions subscriptions, @Nonnull final SerialExecutor executor) {
        this.subscriptions = subscriptions;
        this.executor = executor;
    }

    /**
     * Adds a room.
     *
     * @param room the room
     * @param timestamp up to when what is known of a room of that name is of this one
     * @param entry what was known of it, if anything was
     */
    void add(@Nonnull final JID room, final long timestamp, @Nonnull final Optional<TrackedRoom> entry) {
        entry.ifPresent(TrackedRoom::takeCandidates);
        if (waiting.isEmpty()) {
            executor.schedule(ActivityEvaluator.AUDIT_INTERVAL, this::forget);
        }
        waiting.merge(room, timestamp, Math::max);
    }

    /** There is a room of that name again: what was known of the old one must not mix with it. */
    void created(@Nonnull final JID room) {
        if (waiting.containsKey(room)) {
            forget();
        }
    }

    private void forget() {
        final Map<JID, Long> rooms = waiting;
        waiting = new HashMap<>();
        FailureIsolation.forEach(subscriptions.subscribers(), subscriber -> subscriber.forgetRooms(rooms));
    }
}
