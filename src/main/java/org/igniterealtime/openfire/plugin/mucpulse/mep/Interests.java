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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Capabilities;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Finds out what occupants are interested in: from what their presence announces, as soon as the client has answered
 * what fits it, and until then from what the server itself knows. Looks again with growing pauses. What waits is noted
 * by addresses, one entry for each session in each room; one task looks through them. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#occupant">XEP-0316 §2</a>
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#filtered-notifications">XEP-0060 §9.2</a>
 */
final class Interests {

    private static final Logger Log = LoggerFactory.getLogger(Interests.class);

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** The pauses between looks, in seconds; the last one repeats. */
    private static final List<Integer> PAUSES = List.of(2, 8, 30, 120, 600, 1_800, 3_600);
    /** After how many looks the server's own knowledge is not expected to grow any more. */
    private static final int LOOKS_AT_THE_SERVER = 3;
    /** How long what was known holds, in seconds: longer than it is waited for the answer. */
    private static final int DOUBT = 90;
    /** How many may be looked at again. */
    private static final int MAX_LOOKS = 50_000;
    private static final int EXPECTED_JOINS = 10_000;
    private static final Duration JOIN_PATIENCE = Duration.ofMinutes(1);
    /** How many announcements of one user are noted that is not in the room yet: at once, and each second. */
    private static final int EXPECTED_BURST = 300;
    private static final int EXPECTED_PER_SECOND = 5;

    private final SerialExecutor executor;
    private final Capabilities capabilities;
    private final Function<JID, EventingRoom> rooms;
    private final LastItemSender lastItems;
    private final RateLimits<JID> rates;
    /** What sessions said of themselves that have not entered the room yet. */
    private final Cache<Entrance, CapsAnnouncement> expected =
        CacheBuilder.newBuilder().maximumSize(EXPECTED_JOINS).expireAfterWrite(JOIN_PATIENCE).build();
    /** What is looked at again, by session and room. */
    private final Map<JID, Map<JID, Look>> looks = new HashMap<>();
    private int number;
    private long second;
    private boolean ticking;

    /** Sends the last items of the nodes that an occupant has begun to be interested in. */
    @FunctionalInterface
    interface LastItemSender {

        /**
         * Sends last items of nodes, except those of nodes of which the occupant was told already.
         *
         * @param room the room
         * @param occupant the occupant
         * @param before the nodes that the occupant was interested in before
         */
        void sendNew(@Nonnull EventingRoom room, @Nonnull Occupant occupant, @Nonnull Set<String> before);
    }

    private record Entrance(JID room, JID session) {

        // Written out: on Java 17, what the compiler makes of it holds the plugin's class loader.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Entrance that && room.equals(that.room) && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return 31 * room.hashCode() + session.hashCode();
        }
    }

    /** When it is looked again, in seconds as this class counts them. */
    private static final class Look {

        private final long since;
        private long due;
        private int done;

        Look(final long now) {
            since = now;
            plan(now);
        }

        void plan(final long now) {
            due = now + PAUSES.get(Math.min(done, PAUSES.size() - 1));
            if (now < since + DOUBT) {
                due = Math.min(due, since + DOUBT);
            }
        }
    }

    /**
     * Creates it.
     *
     * @param executor the feature's executor
     * @param capabilities knows what clients are capable of
     * @param rooms finds a room by its JID; {@code null} where nobody is in it
     * @param lastItems sends last items
     * @param ticker a monotonic source of time
     */
    Interests(@Nonnull final SerialExecutor executor, @Nonnull final Capabilities capabilities,
              @Nonnull final Function<JID, EventingRoom> rooms, @Nonnull final LastItemSender lastItems,
              @Nonnull final Ticker ticker) {
        this.executor = executor;
        this.capabilities = capabilities;
        this.rooms = rooms;
        this.lastItems = lastItems;
        this.rates = new RateLimits<>(ticker, EXPECTED_JOINS);
        capabilities.listen(session -> executor.execute(() -> answered(session)));
    }

    /** A session announces in a room, or on its way into it, what it is capable of. */
    void announced(@Nonnull final JID jid, @Nonnull final JID session, @Nonnull final CapsAnnouncement announcement) {
        final EventingRoom room = rooms.apply(jid);
        final Occupant occupant = room == null ? null : room.find(session);
        if (occupant != null) {
            announced(room, occupant, announcement);
        } else if (rates.tryAcquire(session.asBareJID(), EXPECTED_PER_SECOND, EXPECTED_BURST)) {
            expected.put(new Entrance(jid, session), announcement);
        }
    }

    private void announced(final EventingRoom room, final Occupant occupant, final CapsAnnouncement announcement) {
        if (occupant.announces(announcement)) {
            track(room, occupant);
        }
        if (!occupant.isResolved() && !resolve(room, occupant)) {
            capabilities.ask(occupant.session(), announcement);
            // Where somebody knows the answer at once, it is not waited for.
            resolve(room, occupant);
        }
    }

    /** A session has entered a room; {@code before} is what was announced there by the session that it replaces. */
    void entered(@Nonnull final EventingRoom room, @Nonnull final Occupant occupant,
                 @Nullable final CapsAnnouncement before) {
        final CapsAnnouncement said = expected.asMap().remove(new Entrance(room.jid(), occupant.session()));
        final CapsAnnouncement latest = said == null ? before : said;
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
        forget(session, room);
    }

    /** What a session announced is known by now. */
    private void answered(final JID session) {
        for (final JID jid : List.copyOf(looks.getOrDefault(session, Map.of()).keySet())) {
            final EventingRoom room = rooms.apply(jid);
            final Occupant occupant = room == null ? null : room.find(session);
            if (occupant != null && occupant.announcement() != null) {
                resolve(room, occupant);
            }
        }
    }

    private boolean resolve(final EventingRoom room, final Occupant occupant) {
        if (occupant.isResolved()) {
            return true;
        }
        final Optional<Set<String>> known = capabilities.interests(Objects.requireNonNull(occupant.announcement()));
        known.ifPresent(nodes -> {
            final Set<String> before = occupant.interests();
            occupant.setInterests(nodes);
            forget(occupant.session(), room.jid());
            lastItems.sendNew(room, occupant, before);
            occupant.stopRecording();
        });
        return known.isPresent();
    }

    private void track(final EventingRoom room, final Occupant occupant) {
        occupant.startRecording();
        forget(occupant.session(), room.jid());
        if (number < MAX_LOOKS) {
            looks.computeIfAbsent(occupant.session(), key -> new HashMap<>()).put(room.jid(), new Look(second));
            number++;
            if (!ticking) {
                ticking = true;
                executor.schedule(SECOND, this::tick);
            }
        }
    }

    private void forget(final JID session, final JID room) {
        looks.computeIfPresent(session, (key, places) -> {
            if (places.remove(room) != null) {
                number--;
            }
            return places.isEmpty() ? null : places;
        });
    }

    private void tick() {
        try {
            second++;
            for (final JID session : List.copyOf(looks.keySet())) {
                looks.getOrDefault(session, Map.of()).entrySet().stream()
                    .filter(look -> look.getValue().due <= second).map(Map.Entry::getKey).toList()
                    .forEach(room -> look(session, room));
            }
        } finally {
            ticking = !looks.isEmpty();
            if (ticking) {
                executor.schedule(SECOND, this::tick);
            }
        }
    }

    private Look dueLook(final JID session, final JID jid) {
        return Objects.requireNonNull(Objects.requireNonNull(looks.get(session)).get(jid));
    }

    private void look(final JID session, final JID jid) {
        final EventingRoom room = rooms.apply(jid);
        final Occupant occupant = room == null ? null : room.find(session);
        try {
            if (occupant == null || !look(room, occupant, dueLook(session, jid))) {
                forget(session, jid);
            }
        } catch (final RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // One that cannot be looked at must not keep the others from it.
            forget(session, jid);
            Log.warn("Could not look again at what an occupant of {} is interested in.", jid, e);
        }
    }

    /** Returns {@code false} where nothing is to be looked at any more. */
    private boolean look(final EventingRoom room, final Occupant occupant, final Look look) {
        if (second >= look.since + DOUBT) {
            occupant.assumeNoInterests();
        }
        final CapsAnnouncement announcement = occupant.announcement();
        if (announcement != null && resolve(room, occupant)) {
            return false;
        }
        if (look.done < LOOKS_AT_THE_SERVER) {
            lastItems.sendNew(room, occupant, occupant.interests());
        }
        if (announcement != null) {
            capabilities.ask(occupant.session(), announcement);
        }
        if (second >= look.due) {
            look.done++;
        }
        if (look.done >= LOOKS_AT_THE_SERVER) {
            occupant.stopRecording();
        }
        look.plan(second);
        return announcement != null || look.done < LOOKS_AT_THE_SERVER;
    }

    /** How many are looked at again. */
    int waiting() {
        return number;
    }
}
