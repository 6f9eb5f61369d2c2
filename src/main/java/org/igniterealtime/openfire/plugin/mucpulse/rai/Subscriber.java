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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.xmpp.packet.JID;

/**
 * A user with at least one subscription, and when that user was last in which room. Confined to the feature's executor.
 */
final class Subscriber {

    /** How many visits of one user are known at a time; the oldest are forgotten. */
    static final int MAX_VISITS = 10_000;

    private final JID user;
    /** When the user was last in which room; not to be changed while it is empty. */
    private Map<JID, Long> visits = Map.of();
    /** Whether the visits of earlier times were read from the database. */
    private boolean visitsLoaded;
    /** The rooms whose next message concerns this user, or {@code null} for none. */
    @Nullable
    private Set<TrackedRoom> candidacies;
    /** The rooms in which something was said while the visits were being read, or {@code null} for none. */
    @Nullable
    private Set<TrackedRoom> deferred;
    @Nullable
    private Subscription first;

    Subscriber(@Nonnull final JID user) {
        this.user = user;
    }

    @Nonnull
    JID user() {
        return user;
    }

    @Nullable
    Subscription first() {
        return first;
    }

    void add(@Nonnull final Subscription subscription) {
        subscription.sibling = first;
        first = subscription;
    }

    void remove(@Nonnull final Subscription subscription) {
        if (first == subscription) {
            first = subscription.sibling;
            return;
        }
        for (Subscription s = first; s != null; s = s.sibling) {
            if (s.sibling == subscription) {
                s.sibling = subscription.sibling;
                return;
            }
        }
    }

    /** How many sessions of this user are subscribed to a service. */
    int count(@Nonnull final ServiceSubscriptions service) {
        int count = 0;
        for (Subscription s = first; s != null; s = s.sibling) {
            if (s.service() == service) {
                count++;
            }
        }
        return count;
    }

    void addCandidacy(@Nonnull final TrackedRoom room) {
        if (candidacies == null) {
            candidacies = new HashSet<>(4);
        }
        candidacies.add(room);
    }

    void removeCandidacy(@Nonnull final TrackedRoom room) {
        if (candidacies != null && candidacies.remove(room) && candidacies.isEmpty()) {
            candidacies = null;
        }
    }

    @Nonnull
    List<TrackedRoom> candidacies() {
        return candidacies == null ? List.of() : List.copyOf(candidacies);
    }

    /** Has a room evaluated for this user once the visits of earlier times are known. */
    void defer(@Nonnull final TrackedRoom room) {
        if (deferred == null) {
            deferred = new HashSet<>(4);
        }
        deferred.add(room);
    }

    /** Hands over the rooms that were deferred, and forgets them. */
    @Nonnull
    Set<TrackedRoom> takeDeferred() {
        final Set<TrackedRoom> rooms = deferred == null ? Set.of() : deferred;
        deferred = null;
        return rooms;
    }

    boolean areVisitsLoaded() {
        return visitsLoaded;
    }

    /** Adds what the database knows; what was heard since then is newer. */
    void addEarlierVisits(@Nonnull final Map<JID, Long> earlier) {
        earlier.forEach(this::visited);
        visitsLoaded = true;
    }

    void visited(@Nonnull final JID room, final long timestamp) {
        if (visits.isEmpty()) {
            visits = new HashMap<>(4);
        }
        visits.merge(room, timestamp, Math::max);
        if (visits.size() > MAX_VISITS) {
            forgetOldestVisits();
        }
    }

    /** Makes room for a while, so that this is done seldom. */
    private void forgetOldestVisits() {
        final long[] timestamps = visits.values().stream().mapToLong(Long::longValue).sorted().toArray();
        final long oldestKept = timestamps[timestamps.length / 10];
        visits.values().removeIf(timestamp -> timestamp < oldestKept);
    }

    boolean hasVisited(@Nonnull final JID room) {
        return visits.containsKey(room);
    }

    /**
     * When the user was last in a room that exists since some moment, {@link MonotonicTimestamps#NEVER} if that is not
     * known: a visit from before was one of another room of that name.
     */
    long lastVisit(@Nonnull final JID room, final long created) {
        final long visit = visits.getOrDefault(room, MonotonicTimestamps.NEVER);
        return visit < created ? MonotonicTimestamps.NEVER : visit;
    }

    /**
     * Forgets rooms that were destroyed: those that come to have their names are others. What is known of such a room
     * already stays, as it can be heard late that another server had the old one destroyed.
     *
     * @param rooms when each was destroyed
     */
    void forgetRooms(@Nonnull final Map<JID, Long> rooms) {
        if (!visits.isEmpty()) {
            rooms.forEach((room, timestamp) ->
                visits.computeIfPresent(room, (key, visit) -> visit <= timestamp ? null : visit));
        }
        for (Subscription s = first; s != null; s = s.sibling) {
            s.rearm(rooms);
        }
    }

    /** Whether a session was notified of what was said in a room before a moment, and of nothing since. */
    boolean isNotifiedUpTo(@Nonnull final JID room, final long timestamp) {
        for (Subscription s = first; s != null; s = s.sibling) {
            if (s.isNotifiedUpTo(room, timestamp)) {
                return true;
            }
        }
        return false;
    }

    int visitCount() {
        return visits.size();
    }

    void forgetVisits() {
        visits = Map.of();
    }
}
