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

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Follows who enters and leaves rooms. A visit is recorded with the timestamp of the event, and re-arms the user's
 * subscriptions for that room. Safe for use by several threads: what concerns subscriptions is done on the feature's
 * executor.
 */
final class VisitTracker {

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final VisitLog visitLog;
    private final MonotonicTimestamps timestamps;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final ActivityEvaluator evaluator;

    // Confined to the executor from here on.
    private final Occupancies occupancies = new Occupancies();
    /** The rooms that were destroyed, and that subscribers have still to forget. */
    private Set<JID> destroyed = new HashSet<>();

    VisitTracker(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                 @Nonnull final Rooms rooms, @Nonnull final VisitLog visitLog,
                 @Nonnull final MonotonicTimestamps timestamps, @Nonnull final TrackedRooms tracked,
                 @Nonnull final Subscriptions subscriptions, @Nonnull final ActivityEvaluator evaluator) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.visitLog = visitLog;
        this.timestamps = timestamps;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.evaluator = evaluator;
    }

    /** Treats the sessions that are in rooms already as having just joined them. */
    void start() {
        for (final RoomView room : rooms.loaded()) {
            for (final OccupantView occupant : room.occupants()) {
                occupantJoined(room.jid(), occupant.session());
            }
        }
    }

    void occupantJoined(@Nonnull final JID room, @Nonnull final JID session) {
        final long timestamp = record(room, session);
        executor.execute(() -> {
            occupancies.joined(room, session);
            visited(room, session, timestamp);
        });
    }

    void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        final long timestamp = record(room, session);
        executor.execute(() -> {
            occupancies.left(room, session);
            visited(room, session, timestamp);
        });
    }

    private long record(final JID room, final JID session) {
        final long timestamp = timestamps.next();
        if (settings.get().enabled()) {
            visitLog.visited(session.asBareJID(), room, timestamp);
        }
        return timestamp;
    }

    private void visited(final JID room, final JID session, final long timestamp) {
        if (destroyed.contains(room)) {
            // There is a room of that name again: what was known of the old one must not mix with it.
            forgetDestroyed();
        }
        final Subscriber subscriber = subscriptions.subscriber(session.asBareJID());
        if (subscriber == null) {
            return;
        }
        subscriber.visited(room, timestamp);
        final ServiceSubscriptions service = subscriptions.of(room.getDomain());
        if (service == null || subscriber.count(service) == 0) {
            return;
        }
        final TrackedRoom entry = tracked.track(room);
        for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
            s.rearm(entry);
            s.removePending(entry);
        }
        entry.addCandidate(subscriber);
        if (tracked.hasNews(entry, subscriber.user(), timestamp, timestamp)) {
            evaluator.requestEvaluation(entry);
        }
    }

    /** Records for every session in a room that it was there until now. Confined to the executor. */
    void recordDepartures() {
        if (settings.get().enabled()) {
            occupancies.forEach((room, session) ->
                visitLog.visited(session.asBareJID(), room, timestamps.next()));
        }
    }

    void roomDestroyed(@Nonnull final JID room) {
        visitLog.forgetRoom(room);
        // At once, as messages sent from now on are sent in another room of that name.
        final TrackedRoom removed = tracked.remove(room, timestamps.next()).orElse(null);
        executor.execute(() -> {
            if (removed != null) {
                removed.takeCandidates();
            }
            if (destroyed.isEmpty()) {
                executor.schedule(ActivityEvaluator.AUDIT_INTERVAL, this::forgetDestroyed);
            }
            destroyed.add(room);
        });
    }

    /** One walk over all subscribers for all rooms destroyed within a while. */
    private void forgetDestroyed() {
        final Set<JID> rooms = destroyed;
        destroyed = new HashSet<>();
        FailureIsolation.forEach(subscriptions.subscribers(), subscriber -> subscriber.forgetRooms(rooms));
    }

    void userDeleted(@Nonnull final JID user) {
        visitLog.forgetUser(user);
        final long timestamp = timestamps.next();
        executor.execute(() -> {
            tracked.forgetAuthor(user, timestamp);
            final Subscriber subscriber = subscriptions.subscriber(user);
            if (subscriber != null) {
                subscriber.forgetVisits();
            }
        });
    }
}
