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

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.xmpp.packet.JID;

/**
 * Decides whether a user is to be notified of the last activity in a room (XEP-0437, section 4). Confined to the
 * feature's executor.
 */
final class NotificationPolicy {

    /** What follows from the last activity in a room for one user. */
    enum Decision {
        /** The user has no interest in the room. */
        NOT_INTERESTED,
        /** The feature is switched off in the room; that can be otherwise at the next message, as can what follows. */
        SWITCHED_OFF,
        /** The user may not know what happens in the room. */
        NOT_ADMITTED,
        /** There is nothing new. */
        NOTHING_NEW,
        /** The user's sessions that are not in the room are to be notified. */
        NOTIFY
    }

    /** What follows for one session of a user of whom {@link Decision#NOTIFY} was decided. */
    enum SessionDecision {
        /** It is in the room itself. */
        IN_ROOM,
        /** It was notified since the user was last there. */
        NOTIFIED,
        /** It is to be notified. */
        NOTIFY
    }

    private final Supplier<RaiSettings> settings;
    private final TrackedRooms tracked;

    NotificationPolicy(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final TrackedRooms tracked) {
        this.settings = settings;
        this.tracked = tracked;
    }

    /**
     * Tells of many users at once of whom it is to be decided. To ask a room for the affiliation of somebody who has
     * none can cost the server a walk through all of its lists, and mostly few of a service's subscribers have an
     * interest in one of its rooms.
     *
     * @param room the room
     * @param snapshot the room as it is
     * @return {@code false} for users of whom {@link #decide} would say that they have no interest in the room
     */
    @Nonnull
    Predicate<Subscriber> interested(@Nonnull final TrackedRoom room, @Nonnull final RoomSnapshot snapshot) {
        final Optional<Set<JID>> affiliated =
            settings.get().interest() == RaiSettings.Interest.ALL ? Optional.empty() : snapshot.affiliated();
        return subscriber -> !affiliated.isPresent() || !subscriber.areVisitsLoaded()
            || subscriber.hasVisited(room.jid()) || affiliated.get().contains(subscriber.user());
    }

    @Nonnull
    Decision decide(@Nonnull final Subscriber subscriber, @Nonnull final TrackedRoom room,
                    @Nonnull final RoomState state) {
        final JID user = subscriber.user();
        final Affiliation affiliation = state.affiliation(user);
        final long visit = subscriber.lastVisit(room.jid(), state.created());
        final boolean visited = visit != MonotonicTimestamps.NEVER;
        if (!settings.get().interest().covers(affiliation.isAffiliated(), visited)) {
            return Decision.NOT_INTERESTED;
        }
        if (!settings.get().isOffered(room.jid())) {
            return Decision.SWITCHED_OFF;
        }
        if (!state.access().admits(affiliation)) {
            return Decision.NOT_ADMITTED;
        }
        return tracked.hasNews(room, user, visit, state.created()) ? Decision.NOTIFY : Decision.NOTHING_NEW;
    }

    /** Decides on one session of a user who is to be notified. */
    @Nonnull
    SessionDecision decide(@Nonnull final Subscription subscription, @Nonnull final TrackedRoom room,
                           @Nonnull final RoomState state) {
        if (state.isOccupiedBy(subscription.session())) {
            return SessionDecision.IN_ROOM;
        }
        return subscription.isNotified(room) ? SessionDecision.NOTIFIED : SessionDecision.NOTIFY;
    }
}
