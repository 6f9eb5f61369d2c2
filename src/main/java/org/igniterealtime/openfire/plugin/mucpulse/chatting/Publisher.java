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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.server.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.statistics.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Brings what is published in line with what may be. Every item is written down before it is published, and is
 * forgotten only once it is gone, so that after a crash it is known what may be left. What may be published is asked
 * at the moment of publishing. For the feature's strand alone, but for what says otherwise.
 */
final class Publisher {

    private static final Logger Log = LoggerFactory.getLogger(Publisher.class);

    /** Stands for an item of which it is not known what it holds, as the server failed halfway. */
    private static final Optional<RoomProfile> UNSURE = Optional.empty();

    /** How long after it was taken away it is made sure that an item is gone. */
    static final Duration FORGETTING = Duration.ofSeconds(60);

    /** What may be published. */
    @FunctionalInterface
    interface Policy {

        /**
         * Whether it may be published, at this moment, that a user is in a room.
         *
         * @param user the user's bare JID
         * @param room the room's bare JID
         * @return the room, empty where it may not be
         */
        @Nonnull
        Optional<RoomProfile> publishable(@Nonnull JID user, @Nonnull JID room);
    }

    /** A user and a room. */
    record Pair(@Nonnull JID user, @Nonnull JID room) {

        // Written out: on Java 17, what the compiler makes of it holds the plugin's class loader.
        @Override
        public boolean equals(final Object other) {
            return other instanceof Pair that && user.equals(that.user) && room.equals(that.room);
        }

        @Override
        public int hashCode() {
            return 31 * user.hashCode() + room.hashCode();
        }

        private Publication publication() {
            return new Publication(user, Chatting.itemId(user, room));
        }
    }

    private final Policy policy;
    private final PersonalEventing eventing;
    private final ChattingStore store;
    private final InstantSource clock;

    private final Map<JID, Map<JID, Optional<RoomProfile>>> published = new ConcurrentHashMap<>();
    /** What is written down as published. */
    private final Set<Publication> noted = new HashSet<>();
    /** What was taken away, and when: it is written down until it is sure that the server has forgotten it. */
    private final Map<Publication, Instant> gone = new LinkedHashMap<>();
    /** What an earlier run published. */
    private final Set<Publication> leftOver = new LinkedHashSet<>();
    /** When a room's items may be published again. */
    private final Map<JID, Instant> renewable = new HashMap<>();
    /** Something failed since it was last begun to publish. */
    private boolean failed;
    /** It was said that something fails. */
    private boolean complained;
    private final Tally<Counted> tally = new Tally<>(Counted.class);

    Publisher(@Nonnull final Policy policy, @Nonnull final PersonalEventing eventing,
              @Nonnull final ChattingStore store, @Nonnull final InstantSource clock) {
        this.policy = policy;
        this.eventing = eventing;
        this.store = store;
        this.clock = clock;
    }

    /** Reads what an earlier run left. */
    void load() throws IOException {
        final Set<Publication> found = store.publications();
        store.retractions().forEach(publication -> gone.put(publication, Instant.MIN));
        noted.addAll(found);
        leftOver.addAll(found);
    }

    /**
     * Takes away what an earlier run left.
     *
     * @return {@code false} where some of it is still there, and this is to be called again later
     */
    boolean clearLeftOver() {
        for (final Publication publication : List.copyOf(leftOver)) {
            if (retract(publication)) {
                leftOver.remove(publication);
            }
        }
        noteGone();
        return leftOver.isEmpty();
    }

    /**
     * Publishes what may be published, and takes away what may not.
     *
     * @param pairs whose items to look at
     * @param refresh how often the items of a room may be published again
     * @return those that are to be looked at again later: something failed, or it is too early
     */
    @Nonnull
    Collection<Pair> settle(@Nonnull final Collection<Pair> pairs, @Nonnull final Duration refresh) {
        failed = false;
        final Instant now = clock.instant();
        final Set<Pair> again = new LinkedHashSet<>();
        final Map<Pair, RoomProfile> wanted = new HashMap<>();
        for (final Pair pair : pairs) {
            final Optional<RoomProfile> profile = publishable(pair, again);
            if (profile.isPresent()) {
                wanted.put(pair, profile.get());
            } else if (isPublished(pair) && !retract(pair)) {
                again.add(pair);
            }
        }
        wanted.entrySet().removeIf(entry -> isUpToDate(entry.getKey(), entry.getValue()));
        final List<Pair> early = wanted.keySet().stream()
            .filter(pair -> isRenewal(pair) && renewable.getOrDefault(pair.room(), now).isAfter(now)).toList();
        early.forEach(wanted::remove);
        again.addAll(early);
        if (!wanted.isEmpty() && !note(wanted.keySet())) {
            again.addAll(wanted.keySet());
            wanted.clear();
        }
        for (final Pair pair : wanted.keySet()) {
            if (isRenewal(pair)) {
                renewable.put(pair.room(), now.plus(refresh));
            }
            publish(pair, again);
        }
        noteGone();
        complained &= failed;
        return again;
    }

    /** Says once what fails, until everything works again. */
    private void complain(final String what, final Exception e) {
        failed = true;
        if (complained) {
            Log.debug("{} This is tried again.", what, e);
        } else {
            complained = true;
            Log.warn("{} This is tried again, and not complained of again before it has worked.", what, e);
        }
    }

    private Optional<RoomProfile> publishable(final Pair pair, final Set<Pair> again) {
        try {
            return policy.publishable(pair.user(), pair.room());
        } catch (final RuntimeException e) {
            // What cannot be asked is not allowed.
            complain("Cannot find out whether to publish that " + pair.user() + " is in a room.", e);
            again.add(pair);
            return Optional.empty();
        }
    }

    private boolean isPublished(final Pair pair) {
        return known(pair) != null;
    }

    /** The same user's item was published before, with something else in it. */
    private boolean isRenewal(final Pair pair) {
        final Optional<RoomProfile> known = known(pair);
        return known != null && known.isPresent();
    }

    private boolean isUpToDate(final Pair pair, final RoomProfile profile) {
        final Optional<RoomProfile> known = known(pair);
        return known != null && known.isPresent() && known.get().name().equals(profile.name())
            && known.get().topic().equals(profile.topic());
    }

    @Nullable
    private Optional<RoomProfile> known(final Pair pair) {
        return published.getOrDefault(pair.user(), Map.of()).get(pair.room());
    }

    private boolean note(final Collection<Pair> pairs) {
        final Set<Publication> fresh = new LinkedHashSet<>();
        for (final Pair pair : pairs) {
            final Publication publication = pair.publication();
            if (!noted.contains(publication) || gone.containsKey(publication)) {
                fresh.add(publication);
            }
        }
        if (fresh.isEmpty()) {
            return true;
        }
        try {
            store.add(fresh);
            noted.addAll(fresh);
            return true;
        } catch (final IOException | RuntimeException e) {
            complain("Nothing new is published of the rooms that users are in: the database cannot be written.", e);
            return false;
        }
    }

    private void publish(final Pair pair, final Set<Pair> again) {
        // Writing took its time.
        final Optional<RoomProfile> profile = publishable(pair, again);
        final Publication publication = pair.publication();
        if (profile.isEmpty()) {
            if (isPublished(pair)) {
                if (!retract(pair)) {
                    again.add(pair);
                }
            } else if (!leftOver.contains(publication)) {
                gone.put(publication, clock.instant());
            }
            return;
        }
        gone.remove(publication);
        leftOver.remove(publication);
        final Map<JID, Optional<RoomProfile>> items =
            published.computeIfAbsent(pair.user(), key -> new ConcurrentHashMap<>(4));
        items.put(pair.room(), UNSURE);
        try {
            eventing.publish(pair.user(), Chatting.NAMESPACE, publication.item(), Chatting.payload(profile.get()),
                items.size());
            items.put(pair.room(), profile);
            tally.count(pair.room().getDomain(), Counted.PUBLISHED);
        } catch (final RuntimeException e) {
            complain("Cannot publish which rooms " + pair.user() + " is in.", e);
            again.add(pair);
        }
    }

    private boolean retract(final Pair pair) {
        if (!retract(pair.publication())) {
            return false;
        }
        published.computeIfPresent(pair.user(), (key, items) -> {
            items.remove(pair.room());
            return items.isEmpty() ? null : items;
        });
        tally.count(pair.room().getDomain(), Counted.RETRACTED);
        return true;
    }

    private boolean retract(final Publication publication) {
        try {
            eventing.retract(publication.user(), Chatting.NAMESPACE, publication.item(), Chatting.farewell());
            gone.put(publication, clock.instant());
            return true;
        } catch (final RuntimeException e) {
            complain("Cannot take away what was published of the rooms of " + publication.user() + '.', e);
            return false;
        }
    }

    private void noteGone() {
        final List<Publication> fresh = gone.keySet().stream().filter(noted::contains).toList();
        if (!fresh.isEmpty()) {
            try {
                store.retract(fresh);
                fresh.forEach(noted::remove);
            } catch (final IOException | RuntimeException e) {
                complain("Cannot write down what is no longer published.", e);
            }
        }
    }

    /**
     * Makes sure that the server has forgotten what was taken away some time ago.
     *
     * @return {@code false} where there is more, and this is to be called again later
     */
    boolean forgetGone() {
        final Instant due = clock.instant().minus(FORGETTING);
        final List<Publication> forgotten = gone.entrySet().stream()
            .filter(entry -> !entry.getValue().isAfter(due)).map(Map.Entry::getKey).filter(this::forget).toList();
        if (!forgotten.isEmpty()) {
            try {
                store.remove(forgotten);
                forgotten.forEach(gone::remove);
                forgotten.forEach(noted::remove);
            } catch (final IOException | RuntimeException e) {
                complain("Cannot forget what is no longer published.", e);
            }
        }
        return gone.isEmpty();
    }

    private boolean forget(final Publication publication) {
        try {
            eventing.forget(publication.user(), Chatting.NAMESPACE, publication.item());
            return true;
        } catch (final RuntimeException e) {
            complain("Cannot make sure that what was published of the rooms of " + publication.user() + " is gone.", e);
            return false;
        }
    }

    /** Takes everything away, as far as that can be done before a moment. */
    void retractAll(@Nonnull final Instant deadline) {
        for (final Pair pair : pairs()) {
            if (clock.instant().isAfter(deadline)) {
                Log.info("There was no time to take away all that was published of users' rooms. This is done at the "
                    + "next start.");
                break;
            }
            retract(pair);
        }
        noteGone();
    }

    /** All that is published, or may be. */
    @Nonnull
    Collection<Pair> pairs() {
        return published.entrySet().stream()
            .flatMap(entry -> entry.getValue().keySet().stream().map(room -> new Pair(entry.getKey(), room))).toList();
    }

    /** When a room's items may be published again. */
    @Nonnull
    Instant renewable(@Nonnull final JID room) {
        return renewable.getOrDefault(room, clock.instant());
    }

    /** Forgets limits that have passed. */
    void forgetLimits() {
        final Instant now = clock.instant();
        renewable.values().removeIf(limit -> !limit.isAfter(now));
    }

    /** The rooms that a user is published to be in. For any thread. */
    @Nonnull
    Set<JID> roomsOf(@Nonnull final JID user) {
        return Set.copyOf(published.getOrDefault(user, Map.of()).keySet());
    }

    /** How many users have something published. For any thread. */
    int users() {
        return published.size();
    }

    /** What happened so far. For any thread. */
    @Nonnull
    Tally<Counted> tally() {
        return tally;
    }
}
