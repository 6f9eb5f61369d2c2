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

import com.google.common.collect.Comparators;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.xmpp.packet.JID;

/**
 * The rooms that have activity or candidates. Safe for use by several threads.
 */
final class TrackedRooms {

    /** How many rooms that ceased to exist are remembered: many more than do so while a query is under way. */
    static final int REMOVALS = 5_000;

    private final Map<JID, TrackedRoom> rooms = new ConcurrentHashMap<>();
    /** When rooms ceased to exist, the one last noted last. */
    @GuardedBy("removed")
    private final Map<JID, Removal> removed = new LinkedHashMap<>();
    /** How many of them were noted. */
    @GuardedBy("removed")
    private long removals;
    @GuardedBy("removed")
    private long removalsKnownSince = MonotonicTimestamps.NEVER;
    /** What may have been said in every room, by nobody in particular: some messages may not have been heard. */
    private volatile Activity assumed = Activity.NONE;

    /** That a room ceased to exist: when, and as which one it was noted, whatever the clocks of other servers say. */
    private record Removal(long timestamp, long number) {
    }

    /** The room's entry, made where it is missing. */
    @Nonnull
    TrackedRoom track(@Nonnull final JID room) {
        final TrackedRoom tracked = rooms.get(room);
        return tracked != null ? tracked : rooms.computeIfAbsent(room, TrackedRoom::new);
    }

    /** Notes that somebody said something in a room; returns its entry, whose activity is the new one. */
    @Nonnull
    TrackedRoom recordMessage(@Nonnull final JID room, @Nonnull final MonotonicTimestamps timestamps,
                              @Nonnull final JID author, @Nonnull final MessageIds.Pair ids) {
        while (true) {
            final TrackedRoom tracked = track(room);
            if (tracked.recordMessage(timestamps, author, ids).isPresent()) {
                return tracked;
            }
        }
    }

    @Nullable
    TrackedRoom find(@Nonnull final JID room) {
        return rooms.get(room);
    }

    /** Forgets a room that ceased to exist at a moment. */
    @Nonnull
    Optional<TrackedRoom> remove(@Nonnull final JID room, final long timestamp) {
        synchronized (removed) {
            removed.remove(room);
            removed.put(room, new Removal(timestamp, ++removals));
            if (removed.size() > REMOVALS) {
                final Iterator<Removal> eldest = removed.values().iterator();
                removalsKnownSince = eldest.next().timestamp() + 1;
                eldest.remove();
            }
        }
        final Optional<TrackedRoom> tracked = Optional.ofNullable(rooms.remove(room));
        tracked.ifPresent(TrackedRoom::forget);
        return tracked;
    }

    /** Whether a room ceased to exist after a moment, or may have: so much is remembered, and no more. */
    boolean isRemovedSince(@Nonnull final JID room, final long timestamp) {
        synchronized (removed) {
            return timestamp < removalsKnownSince || lastRemoval(room) > timestamp;
        }
    }

    /** Whether a room is known to have ceased to exist at or after a moment. */
    boolean isKnownToBeRemoved(@Nonnull final JID room, final long timestamp) {
        synchronized (removed) {
            return lastRemoval(room) >= timestamp;
        }
    }

    @GuardedBy("removed")
    private long lastRemoval(final JID room) {
        final Removal removal = removed.get(room);
        return removal == null ? MonotonicTimestamps.NEVER : removal.timestamp();
    }

    /** How many rooms were noted to have ceased to exist: see {@link #seen}. */
    long removals() {
        synchronized (removed) {
            return removals;
        }
    }

    /** The rooms that are known to have ceased to exist since a moment, and when that was; a copy. */
    @Nonnull
    Map<JID, Long> removedSince(final long timestamp) {
        synchronized (removed) {
            final Map<JID, Long> found = new LinkedHashMap<>();
            removed.forEach((room, removal) -> {
                if (removal.timestamp() >= timestamp) {
                    found.put(room, removal.timestamp());
                }
            });
            return found;
        }
    }

    /** What a user said counts as said by nobody in particular: the account is gone, and the name is free. */
    void forgetAuthor(@Nonnull final JID user, final long before) {
        rooms.values().forEach(room -> room.forgetAuthor(user, before));
    }

    synchronized void assumeActivityUpTo(final long timestamp) {
        assumed = later(assumed, new Activity(timestamp, null, MonotonicTimestamps.NEVER));
    }

    /** What was last said in a room, or may have been. */
    @Nonnull
    Activity latest(@Nonnull final TrackedRoom room) {
        return later(room.activity(), assumed);
    }

    /** Of two the later, or else the first. */
    private static Activity later(final Activity one, final Activity other) {
        return other.timestamp() > one.timestamp() ? other : one;
    }

    boolean assumesActivity() {
        return assumed != Activity.NONE;
    }

    /**
     * Whether somebody other than a user said something in a room after a moment. What was said, or is assumed to have
     * been said, before the room came to be does not count: that was in another room of that name.
     */
    boolean hasNews(@Nonnull final JID room, @Nonnull final JID user, final long since, final long created) {
        final TrackedRoom tracked = rooms.get(room);
        return tracked == null ? assumed.timestamp() > Math.max(since, created - 1)
            : hasNews(tracked, user, since, created);
    }

    boolean hasNews(@Nonnull final TrackedRoom room, @Nonnull final JID user, final long since, final long created) {
        return Math.max(assumed.timestamp(), room.activity().notBy(user)) > Math.max(since, created - 1);
    }

    /** The rooms of a service of which some activity is known. */
    @Nonnull
    Collection<JID> withActivity(@Nonnull final String service) {
        final List<JID> active = new ArrayList<>();
        for (final TrackedRoom room : rooms.values()) {
            if (room.service().equals(service) && room.activity() != Activity.NONE) {
                active.add(room.jid());
            }
        }
        return active;
    }

    /** The rooms with the most messages within about an hour before a moment, those with more first. */
    @Nonnull
    List<ActiveRoom> mostActive(final long timestamp, final int limit) {
        return rooms.values().stream()
            .map(room -> new ActiveRoom(room.jid(), room.messagesWithinAnHour(timestamp)))
            .filter(room -> room.messages() > 0)
            .collect(Comparators.greatest(limit, Comparator.comparingLong(ActiveRoom::messages)));
    }

    /** The rooms of a service of which some activity is known, and which the database does not hold. */
    @Nonnull
    Collection<JID> temporary(@Nonnull final String service) {
        final List<JID> temporary = new ArrayList<>();
        for (final TrackedRoom room : rooms.values()) {
            if (room.isTemporary() && room.service().equals(service)) {
                temporary.add(room.jid());
            }
        }
        return temporary;
    }

    /**
     * Notes whether the database holds a room that is in memory; otherwise nothing says so before its next message.
     *
     * @param room the room, which is left out where it ceased to exist while the rooms were looked at
     * @param before what {@link #removals} was when that began
     */
    void seen(@Nonnull final RoomView room, final long before) {
        if (!room.persistent()) {
            // Under the lock, so that a room whose end is noted from now on is removed after that.
            synchronized (removed) {
                final Removal removal = removed.get(room.jid());
                if (removal == null || removal.number() <= before) {
                    track(room.jid()).setTemporary(true);
                }
            }
        }
    }

    /** All rooms, as they are while the stream is read. */
    @Nonnull
    Stream<TrackedRoom> all() {
        return rooms.values().stream();
    }

    /** Forgets old activity. Confined to the executor. */
    void forgetBefore(final long timestamp) {
        synchronized (this) {
            if (assumed.timestamp() < timestamp) {
                assumed = Activity.NONE;
            }
        }
        rooms.values().removeIf(room -> room.forgetIfOlderThan(timestamp));
    }
}
