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

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.xmpp.packet.JID;

/**
 * One session's subscription to the activity in the rooms of one service. Confined to the feature's executor.
 */
final class Subscription {

    /** Where a session comes from. */
    enum Origin {
        /** A session of a user with an account on this server. */
        LOCAL,
        /** A session of this server without an account. */
        ANONYMOUS,
        /** A session of another server or of a component. */
        REMOTE
    }

    private final JID session;
    private final Subscriber subscriber;
    private final ServiceSubscriptions service;
    private final long sequence;

    /** The rooms that the session was notified of, and of what there; {@code null} for none: mostly few. */
    @Nullable
    private Map<JID, Activity> notified;
    /** The rooms that the session is about to be notified of, and since when, or {@code null} for none. */
    @Nullable
    private Map<TrackedRoom, Long> pending;
    /** It has ended: nothing is sent any more. */
    private volatile boolean ended;
    /** The initial list that answers a request is being put together. */
    private boolean listDue;
    /**
     * When the session was last notified, or renewed the subscription, in nanoseconds of a monotonic source. Volatile
     * like all numbers of this size in objects that several threads see.
     */
    private volatile long windowStart;
    /** The session was notified, or renewed the subscription, at least once. */
    private boolean windowStarted;
    /** Has the list sent that answers a renewal, or {@code null} where there was none yet. */
    @Nullable
    private Coalescer renewal;
    private final boolean remote;
    private final boolean anonymous;
    private final Instant made;

    /** Neighbours in the service's list, oldest first. */
    @Nullable
    Subscription older;
    @Nullable
    Subscription newer;
    /** The next subscription of the same subscriber. */
    @Nullable
    Subscription sibling;

    Subscription(@Nonnull final JID session, @Nonnull final Subscriber subscriber,
                 @Nonnull final ServiceSubscriptions service, final long sequence, @Nonnull final Origin origin,
                 @Nonnull final Instant made) {
        this.session = session;
        this.subscriber = subscriber;
        this.service = service;
        this.sequence = sequence;
        this.remote = origin == Origin.REMOTE;
        this.anonymous = origin == Origin.ANONYMOUS;
        this.made = made;
    }

    @Nonnull
    Origin origin() {
        return remote ? Origin.REMOTE : anonymous ? Origin.ANONYMOUS : Origin.LOCAL;
    }

    @Nonnull
    JID session() {
        return session;
    }

    @Nonnull
    Subscriber subscriber() {
        return subscriber;
    }

    @Nonnull
    ServiceSubscriptions service() {
        return service;
    }

    /** When it was made; renewals and restarts of the plugin leave that as it is. */
    @Nonnull
    Instant made() {
        return made;
    }

    long sequence() {
        return sequence;
    }

    /** Whether it has ended. For all threads. */
    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    boolean isListDue() {
        return listDue;
    }

    void setListDue(final boolean due) {
        listDue = due;
    }

    /** Starts the window within which further rooms are collected: the session is notified now, or about to be. */
    void startWindow(final long now) {
        windowStart = now;
        windowStarted = true;
    }

    /** When the window last started, in nanoseconds. */
    long windowStart() {
        return windowStart;
    }

    /** Whether the window, of a length in nanoseconds, has started and not ended. */
    boolean isWithinWindow(final long window, final long now) {
        return windowStarted && now - windowStart < window;
    }

    /** What has the list sent that answers a renewal; made where there was no renewal before. */
    @Nonnull
    Coalescer renewal(@Nonnull final Supplier<Coalescer> factory) {
        if (renewal == null) {
            renewal = factory.get();
        }
        return renewal;
    }

    /** The rooms that the session was notified of, with the timestamp of what was said there; a copy. */
    @Nonnull
    Map<JID, Long> notifiedRooms() {
        final Map<JID, Long> rooms = new HashMap<>();
        if (notified != null) {
            notified.forEach((room, activity) -> rooms.put(room, activity.timestamp()));
        }
        return rooms;
    }

    /** Restores what the session was notified of before the plugin was reloaded, as {@link #notifiedRooms} gave it. */
    void restoreNotified(@Nonnull final Map<JID, Long> rooms) {
        notified = null;
        if (!rooms.isEmpty()) {
            notified = new HashMap<>();
            rooms.forEach((room, timestamp) ->
                notified.put(room, new Activity(timestamp, null, MonotonicTimestamps.NEVER)));
        }
    }

    boolean isNotified(@Nonnull final TrackedRoom room) {
        return notified != null && notified.containsKey(room.jid());
    }

    /** Whether the session was notified of what was said in a room before a moment, and of nothing since. */
    boolean isNotifiedUpTo(@Nonnull final JID room, final long timestamp) {
        final Activity last = notified == null ? null : notified.get(room);
        return last != null && last.timestamp() <= timestamp;
    }

    /**
     * Notes that the session was notified of a room.
     *
     * @param room the room
     * @param activity what was said there, or may have been
     */
    void markNotified(@Nonnull final TrackedRoom room, @Nonnull final Activity activity) {
        if (notified == null) {
            notified = new HashMap<>(4);
        }
        notified.put(room.jid(), activity);
    }

    /** Allows a further notification of a room. */
    void rearm(@Nonnull final TrackedRoom room) {
        rearm(Map.of(room.jid(), Long.MAX_VALUE));
    }

    /**
     * Allows a further notification of a room, unless what the session was notified of was said after a moment: of a
     * visit on another server is heard later than of what was said here since.
     */
    void rearm(@Nonnull final TrackedRoom room, final long visit) {
        rearm(Map.of(room.jid(), visit));
    }

    /** Allows a further notification of each room, unless what the session was notified of was said after a moment. */
    void rearm(@Nonnull final Map<JID, Long> rooms) {
        if (notified != null) {
            rooms.forEach((room, timestamp) ->
                notified.computeIfPresent(room, (key, said) -> said.timestamp() <= timestamp ? null : said));
            notified = notified.isEmpty() ? null : notified;
        }
    }

    /** Allows a further notification of every room; returns those of which there was one. */
    @Nonnull
    Set<JID> rearmAll() {
        final Set<JID> all = notified == null ? Set.of() : notified.keySet();
        notified = null;
        return all;
    }

    /** Adds a room to those that the session is about to be notified of, because of a message of that moment. */
    void addPending(@Nonnull final TrackedRoom room, @Nonnull final Long since) {
        if (pending == null) {
            pending = new HashMap<>(4);
        }
        pending.putIfAbsent(room, since);
    }

    /** Whether the session is about to be notified of a room. */
    boolean isPending(@Nonnull final TrackedRoom room) {
        return pending != null && pending.containsKey(room);
    }

    /** Whether rooms were collected since the last call of {@link #takePending}. */
    boolean hasPending() {
        return pending != null;
    }

    @Nonnull
    Map<TrackedRoom, Long> takePending() {
        final Map<TrackedRoom, Long> rooms = pending == null ? Map.of() : pending;
        pending = null;
        return rooms;
    }

    void removePending(@Nonnull final TrackedRoom room) {
        if (pending != null) {
            pending.remove(room);
        }
    }
}
