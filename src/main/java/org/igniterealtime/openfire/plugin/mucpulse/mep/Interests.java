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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Finds out which nodes occupants are interested in: from what their presence announces, as soon as the client has
 * answered what fits it, and until then from what the server itself knows. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#occupant">XEP-0316 §2</a>
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#filtered-notifications">XEP-0060 §9.2</a>
 */
final class Interests {

    private static final Logger Log = LoggerFactory.getLogger(Interests.class);

    /** The number of attempts after which the server's own knowledge is not expected to grow any more. */
    private static final int ATTEMPTS_WITH_SERVER = 3;
    private static final int EXPECTED_JOINS = 10_000;
    private static final Duration JOIN_PATIENCE = Duration.ofMinutes(1);
    /** The number of announcements remembered of one user that is not in the room yet: at once, and each second. */
    private static final int EXPECTED_BURST = 300;
    private static final int EXPECTED_PER_SECOND = 5;

    private final Capabilities capabilities;
    private final Function<JID, EventingRoom> rooms;
    private final LastItemSender lastItems;
    private final Rooms serverRooms;
    private final RateLimits<JID> rates;
    private final InterestSchedule schedule;
    /** What sessions announced that have not entered the room yet. */
    private final Cache<Entrance, CapsAnnouncement> expected =
        CacheBuilder.newBuilder().maximumSize(EXPECTED_JOINS).expireAfterWrite(JOIN_PATIENCE).build();

    /** Sends the last items of the nodes that an occupant has begun to be interested in. */
    @FunctionalInterface
    interface LastItemSender {

        /**
         * Sends last items of nodes, except of those whose events the occupant was sent already.
         *
         * @param room the room
         * @param occupant the occupant
         * @param before the nodes that the occupant was interested in before
         */
        void sendNew(@Nonnull EventingRoom room, @Nonnull Occupant occupant, @Nonnull Set<String> before);
    }

    private record Entrance(JID room, JID session) {

        // Written out for the reason that the package's description gives.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Entrance that && room.equals(that.room) && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return 31 * room.hashCode() + session.hashCode();
        }
    }

    /**
     * Creates it.
     *
     * @param executor the feature's executor
     * @param capabilities the capabilities of clients
     * @param rooms finds a room by its JID; {@code null} where it is not open
     * @param lastItems sends last items
     * @param serverRooms the server's rooms
     * @param ticker a monotonic source of time
     * @param local whether a JID is of this server's own domain
     */
    Interests(@Nonnull final SerialExecutor executor, @Nonnull final Capabilities capabilities,
              @Nonnull final Function<JID, EventingRoom> rooms, @Nonnull final LastItemSender lastItems,
              @Nonnull final Rooms serverRooms, @Nonnull final Ticker ticker, @Nonnull final Predicate<JID> local) {
        this.capabilities = capabilities;
        this.rooms = rooms;
        this.lastItems = lastItems;
        this.serverRooms = serverRooms;
        this.rates = new RateLimits<>(ticker, EXPECTED_JOINS);
        this.schedule = new InterestSchedule(executor, local, this::check);
        capabilities.listen(session -> executor.execute(() -> answered(session)));
    }

    @Nullable
    private Occupant find(final JID room, final JID session) {
        final EventingRoom open = rooms.apply(room);
        return open == null ? null : open.find(session);
    }

    /** A session announces its capabilities in a room, or on its way into it. */
    void announced(@Nonnull final JID jid, @Nonnull final JID session, @Nonnull final CapsAnnouncement announcement) {
        final Occupant occupant = find(jid, session);
        if (occupant != null) {
            announced(rooms.apply(jid), occupant, announcement);
        } else if (rates.tryAcquire(session.asBareJID(), EXPECTED_PER_SECOND, EXPECTED_BURST)) {
            expected.put(new Entrance(jid, session), announcement);
        }
    }

    /** A session is present in a room, or on its way into it, and says nothing of its capabilities. */
    void present(@Nonnull final JID jid, @Nonnull final JID session) {
        final Occupant occupant = find(jid, session);
        if (occupant != null && occupant.announcement() != null) {
            findOut(rooms.apply(jid), occupant);
        }
    }

    private void announced(final EventingRoom room, final Occupant occupant, final CapsAnnouncement announcement) {
        if (occupant.announces(announcement)) {
            track(room, occupant);
        }
        findOut(room, occupant);
    }

    /** Finds out what the occupant announced, unless that is known. */
    private void findOut(final EventingRoom room, final Occupant occupant) {
        if (!occupant.isResolved() && !resolve(room, occupant)) {
            schedule.hasten(occupant.session(), room.jid());
            ask(room.jid(), occupant, Objects.requireNonNull(occupant.announcement()));
            // The answer may be known at once.
            resolve(room, occupant);
        }
    }

    /**
     * A session has entered a room, or what it announces there is followed from now on.
     *
     * @param room the room
     * @param occupant the session in the room
     * @param before what the session announced there before, as far as that is known
     */
    void entered(@Nonnull final EventingRoom room, @Nonnull final Occupant occupant,
                 @Nullable final CapsAnnouncement before) {
        final CapsAnnouncement onTheWay = expected.asMap().remove(new Entrance(room.jid(), occupant.session()));
        final CapsAnnouncement latest = onTheWay == null ? before : onTheWay;
        if (latest != null) {
            announced(room, occupant, latest);
        } else {
            track(room, occupant);
        }
        if (!occupant.isResolved()) {
            lastItems.sendNew(room, occupant, Set.of());
        }
    }

    /** A session has left a room. */
    void left(@Nonnull final JID room, @Nonnull final JID session) {
        schedule.end(session, room);
    }

    /** The meaning of what a session announced is known by now. */
    private void answered(final JID session) {
        for (final JID jid : schedule.rooms(session)) {
            final Occupant occupant = find(jid, session);
            if (occupant != null && occupant.announcement() != null) {
                resolve(rooms.apply(jid), occupant);
            }
        }
    }

    /** Asks the client what it announced, unless that is known and there was no memory for it. */
    private void ask(final JID room, final Occupant occupant, final CapsAnnouncement announcement) {
        if (capabilities.interests(announcement).isEmpty()) {
            capabilities.ask(occupant.session(), room, announcement);
        }
    }

    /**
     * Takes the interests from what the occupant announced; returns {@code false} where they are not known yet, or
     * where there is no memory for them now, so that this is to be tried again.
     */
    private boolean resolve(final EventingRoom room, final Occupant occupant) {
        if (occupant.isResolved()) {
            return true;
        }
        final Optional<Set<String>> known = capabilities.interests(Objects.requireNonNull(occupant.announcement()));
        if (known.isEmpty()) {
            return false;
        }
        final Set<String> before = occupant.interests();
        if (!room.setInterests(occupant, known.get())) {
            Log.debug("No memory for what {} is interested in in {}.", occupant.session(), room.jid());
            return false;
        }
        schedule.end(occupant.session(), room.jid());
        lastItems.sendNew(room, occupant, before);
        occupant.stopRecording();
        return true;
    }

    private void track(final EventingRoom room, final Occupant occupant) {
        occupant.startRecording();
        schedule.begin(occupant.session(), room.jid());
    }

    /** As {@link InterestSchedule.Check#check}. */
    private boolean check(final JID session, final JID jid, final int attempt, final boolean isOverdue) {
        final Occupant occupant = find(jid, session);
        if (occupant == null) {
            return false;
        }
        final EventingRoom room = rooms.apply(jid);
        if (isOverdue) {
            room.forgetInterests(occupant);
        }
        if (occupant.isUnheard()) {
            occupant.lookedAt();
            final Optional<CapsAnnouncement> missed = serverRooms.announcement(jid, session);
            if (missed.isPresent()) {
                announced(room, occupant, missed.get());
                return !occupant.isResolved();
            }
        }
        final CapsAnnouncement announcement = occupant.announcement();
        if (announcement != null && resolve(room, occupant)) {
            return false;
        }
        if (attempt <= ATTEMPTS_WITH_SERVER) {
            lastItems.sendNew(room, occupant, occupant.interests());
        }
        if (announcement != null) {
            ask(jid, occupant, announcement);
        }
        if (attempt >= ATTEMPTS_WITH_SERVER) {
            occupant.stopRecording();
        }
        return announcement != null || attempt < ATTEMPTS_WITH_SERVER;
    }
}
