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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.xmpp.packet.JID;

/**
 * Which sessions are in which rooms, and up to when they got what was said there, as far as that is known. Holds no
 * more than the server itself has occupants. Safe for use by several threads.
 */
final class Occupancies {

    /** What is known of one session; an object for each stay, from the first room in to the last one out. */
    static final class Stay {
        private static final long NOTHING = Long.MAX_VALUE;

        private final Set<JID> rooms = new HashSet<>(4);
        /** When the session last sent something. */
        private long heard;
        /** When the first stanza was sent that did not reach it, of those since it was last heard. */
        private long missed = NOTHING;
        /** It was asked for a sign of life, and has given none. */
        private boolean pinged;

        private synchronized void joined(final JID room, final long timestamp) {
            rooms.add(room);
            heard(timestamp);
        }

        /** Answers whether that was the last one. */
        private synchronized boolean left(final JID room) {
            rooms.remove(room);
            return rooms.isEmpty();
        }

        /** Leaves a room, unless the session was heard after that; answers whether that was the last room. */
        private synchronized boolean leftBy(final JID room, final long timestamp) {
            return heard < timestamp && left(room);
        }

        private synchronized void heard(final long timestamp) {
            heard = timestamp;
            missed = NOTHING;
            pinged = false;
        }

        private synchronized void missed(@Nullable final Long since) {
            missed = Math.min(missed, since == null ? heard : since);
        }

        private synchronized void pinged(final boolean open) {
            pinged = open;
        }

        /** Whether the session is known to have joined a room on this server. */
        synchronized boolean isKnown() {
            return heard != 0;
        }

        /** Whether a stanza did not reach the session, so that errors for earlier ones may follow. */
        synchronized boolean hasMissed() {
            return missed != NOTHING;
        }

        /**
         * Up to when the session got what was said, if it leaves now.
         *
         * @param now the timestamp of this moment
         */
        synchronized long end(final long now) {
            return hasMissed() ? missed : pinged ? heard : now;
        }

        private synchronized boolean isIn(final JID room) {
            return rooms.contains(room);
        }

        private synchronized Set<JID> rooms() {
            return Set.copyOf(rooms);
        }
    }

    private final Map<JID, Stay> stays = new ConcurrentHashMap<>();
    /** The sessions that left a short while ago without having got everything. */
    private final Map<JID, Stay> ended = new ConcurrentHashMap<>();

    void joined(@Nonnull final JID room, @Nonnull final JID session, final long timestamp) {
        stays.compute(session, (key, known) -> {
            final Stay stay = known == null ? new Stay() : known;
            stay.joined(room, timestamp);
            return stay;
        });
    }

    /** Whether a session is known to be in a room. */
    boolean isIn(@Nonnull final JID room, @Nonnull final JID session) {
        final Stay stay = stays.get(session);
        return stay != null && stay.isIn(room);
    }

    /** Ends a session's stay in one room; answers what is known of it. */
    @Nonnull
    Stay left(@Nonnull final JID room, @Nonnull final JID session) {
        final Stay[] found = {new Stay()};
        stays.computeIfPresent(session, (key, stay) -> {
            found[0] = stay;
            return stay.left(room) ? null : stay;
        });
        if (found[0].hasMissed()) {
            ended.put(session, found[0]);
        }
        return found[0];
    }

    /** Ends a session's stay in a room of which another server heard that it left at a moment. */
    void leftElsewhere(@Nonnull final JID room, @Nonnull final JID session, final long timestamp) {
        stays.computeIfPresent(session, (key, stay) -> stay.leftBy(room, timestamp) ? null : stay);
    }

    /** Forgets a session that left without having got everything. */
    void forget(@Nonnull final JID session, @Nonnull final Stay stay) {
        ended.remove(session, stay);
    }

    void heard(@Nonnull final JID session, final long timestamp) {
        final Stay stay = stays.get(session);
        if (stay != null) {
            stay.heard(timestamp);
        }
    }

    /**
     * A stanza did not reach a session.
     *
     * @param session a full JID
     * @param since when the stanza was sent, {@code null} where that is not known: then after the session was last
     *     heard
     */
    void missed(@Nonnull final JID session, @Nullable final Long since) {
        final Stay stay = stays.get(session);
        if (stay != null) {
            stay.missed(since);
        }
        final Stay before = ended.get(session);
        if (before != null && before != stay) {
            before.missed(since);
        }
    }

    void pinged(@Nonnull final JID session) {
        final Stay stay = stays.get(session);
        if (stay != null) {
            stay.pinged(true);
        }
    }

    void pingAnswered(@Nonnull final JID session) {
        final Stay stay = stays.get(session);
        if (stay != null) {
            stay.pinged(false);
        }
    }

    /**
     * Tells who is where. What is thrown for one session is thrown on when all had their turn.
     *
     * @param visitor receives each session, and what is known of it, with each of its rooms
     */
    void forEach(@Nonnull final Visitor visitor) {
        FailureIsolation.forEach(stays.entrySet(), entry -> FailureIsolation.forEach(entry.getValue().rooms(),
            room -> visitor.accept(room, entry.getKey(), entry.getValue())));
    }

    /** Receives who is where. */
    @FunctionalInterface
    interface Visitor {
        void accept(JID room, JID session, Stay stay);
    }
}
