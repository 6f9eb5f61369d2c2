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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;

/**
 * Collects the rooms of which subscriptions are about to be notified, for as long as the setting says, and has each
 * subscription notified of all of them at once. Every room is looked at again at that moment, once for all
 * subscriptions. Confined to the feature's executor.
 */
final class NotificationQueue {

    private final Rooms rooms;
    private final TrackedRooms tracked;
    private final NotificationPolicy policy;
    private final NotificationSender notifications;
    private final Coalescer flush;
    /** The subscriptions that have pending rooms, in the order in which they got the first one. */
    private Set<Subscription> pending = new LinkedHashSet<>();

    NotificationQueue(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                      @Nonnull final Rooms rooms, @Nonnull final TrackedRooms tracked,
                      @Nonnull final NotificationPolicy policy, @Nonnull final NotificationSender notifications,
                      @Nonnull final Ticker ticker) {
        this.rooms = rooms;
        this.tracked = tracked;
        this.policy = policy;
        this.notifications = notifications;
        this.flush = Coalescer.after(executor, () -> settings.get().coalescing(), ticker, this::flush);
    }

    void add(@Nonnull final Subscription subscription, @Nonnull final TrackedRoom room) {
        subscription.addPending(room);
        pending.add(subscription);
        flush.request();
    }

    private void flush() {
        final Set<Subscription> due = pending;
        pending = new LinkedHashSet<>();
        final Map<TrackedRoom, Optional<RoomState>> states = new HashMap<>();
        FailureIsolation.forEach(due, subscription -> flush(subscription, states));
    }

    private void flush(final Subscription subscription, final Map<TrackedRoom, Optional<RoomState>> states) {
        final List<TrackedRoom> candidates = subscription.takePending();
        final Subscriber subscriber = subscription.subscriber();
        final List<TrackedRoom> list = new ArrayList<>(candidates.size());
        boolean done = false;
        try {
            for (final TrackedRoom room : candidates) {
                final Optional<RoomState> state = states.computeIfAbsent(room, this::look);
                if (state.isPresent() && !state.get().isOccupiedBy(subscription.session())) {
                    if (policy.decide(subscriber, room, state.get()) != NotificationPolicy.Decision.NOTIFY) {
                        room.addCandidate(subscriber);
                    } else if (!subscription.isNotified(room)) {
                        list.add(room);
                    }
                }
            }
            notifications.send(subscription, list, NotificationSender.Source.LIVE);
            list.forEach(subscription::markNotified);
            done = true;
        } finally {
            if (!done) {
                candidates.forEach(room -> room.addCandidate(subscriber));
            }
        }
    }

    private Optional<RoomState> look(final TrackedRoom room) {
        return tracked.find(room.jid()) == room ? RoomState.of(rooms.snapshot(room.jid())) : Optional.empty();
    }
}
