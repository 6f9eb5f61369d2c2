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

import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Brings what is published in line with what may be. What may be published is asked at the moment of publishing. What
 * fails for one item, in whatever way, is no obstacle to the others. For the feature's executor alone, but for what
 * says otherwise.
 */
final class Publisher {

    private static final Logger Log = LoggerFactory.getLogger(Publisher.class);

    /** How many items a user can have published. Of further rooms nothing is, until others are left. */
    static final int MOST_ITEMS = 50;
    /** How long to wait after something failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    /** How long to wait for the server to subscribe contacts. */
    static final Duration PREPARATION = Duration.ofMillis(250);

    /** Stands for an item of which it is not known what it holds, as the server failed halfway. */
    private static final Optional<RoomProfile> UNSURE = Optional.empty();

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

    private final Policy policy;
    private final PersonalEventing eventing;
    private final Ticker ticker;
    private final FailureLog failures = new FailureLog();
    private final PublicationLog publicationLog;

    private final Map<JID, Map<JID, Optional<RoomProfile>>> published = new ConcurrentHashMap<>();
    /** From when on a room's items may be published again, in nanoseconds. */
    private final Map<JID, Long> renewable = new HashMap<>();
    /** The users who had as many items as they can, and have fewer now. */
    private final Set<JID> relieved = new HashSet<>();
    private final Counters counters = new Counters(ChattingMetrics.COUNTERS);

    Publisher(@Nonnull final Policy policy, @Nonnull final PersonalEventing eventing,
              @Nonnull final ChattingStore store, @Nonnull final Ticker ticker) {
        this.policy = policy;
        this.eventing = eventing;
        this.ticker = ticker;
        this.publicationLog = new PublicationLog(store, ticker, failures);
    }

    /** Reads what an earlier run left. */
    void load() throws IOException {
        publicationLog.load();
    }

    /**
     * Takes away what an earlier run left.
     *
     * @return {@code false} where some of it is still there, and this is to be called again later
     */
    boolean clearLeftOver() {
        publicationLog.leftOver().forEach(this::retract);
        publicationLog.noteGone();
        return publicationLog.leftOver().isEmpty();
    }

    /**
     * Publishes what may be published, and takes away what may not.
     *
     * @param pairs whose items to look at
     * @param refresh how often the items of a room may be published again
     * @return those that are to be looked at again, and after what time: something failed, or it is too early
     */
    @Nonnull
    Map<UserAndRoom, Duration> settle(@Nonnull final Collection<UserAndRoom> pairs, @Nonnull final Duration refresh) {
        failures.begin();
        final long now = ticker.read();
        final Map<UserAndRoom, Duration> again = new LinkedHashMap<>();
        final Map<UserAndRoom, Publication> wanted = new LinkedHashMap<>();
        final Map<JID, Integer> items = new HashMap<>();
        for (final UserAndRoom pair : pairs) {
            final Optional<RoomProfile> profile = publishable(pair, again);
            if (profile.isEmpty()) {
                if (known(pair) != null && !retract(pair)) {
                    again.put(pair, RETRY_INTERVAL);
                }
            } else if (!isUpToDate(pair, profile.get())) {
                final long wait = isRenewal(pair) ? renewable.getOrDefault(pair.room(), now) - now : 0;
                if (wait > 0) {
                    again.put(pair, Duration.ofNanos(wait));
                } else if (hasPlace(pair, items) && isPrepared(pair, again)) {
                    wanted.put(pair, pair.publication());
                }
            }
        }
        if (publicationLog.note(wanted.values())) {
            wanted.forEach((pair, publication) -> {
                if (isRenewal(pair)) {
                    renewable.put(pair.room(), now + refresh.toNanos());
                }
                publish(pair, publication, again);
            });
        } else {
            wanted.keySet().forEach(pair -> again.put(pair, RETRY_INTERVAL));
        }
        publicationLog.noteGone();
        failures.end();
        return again;
    }

    private Optional<RoomProfile> publishable(final UserAndRoom pair, final Map<UserAndRoom, Duration> again) {
        try {
            return policy.publishable(pair.user(), pair.room());
        } catch (final RuntimeException | Error e) {
            // What cannot be asked is not allowed.
            failures.log("Cannot find out whether to publish that " + pair.user() + " is in a room.", e);
            again.put(pair, RETRY_INTERVAL);
            return Optional.empty();
        }
    }

    /** Whether all contacts will be told of the first item. */
    private boolean isPrepared(final UserAndRoom pair, final Map<UserAndRoom, Duration> again) {
        if (published.containsKey(pair.user())) {
            return true;
        }
        try {
            if (eventing.prepare(pair.user(), ChattingElements.NAMESPACE)) {
                return true;
            }
            again.put(pair, PREPARATION);
        } catch (final RuntimeException | Error e) {
            failures.log("Cannot publish which rooms " + pair.user() + " is in.", e);
            again.put(pair, RETRY_INTERVAL);
        }
        return false;
    }

    /** The same user's item was published before, with something else in it. */
    private boolean isRenewal(final UserAndRoom pair) {
        final Optional<RoomProfile> known = known(pair);
        return known != null && known.isPresent();
    }

    private boolean isUpToDate(final UserAndRoom pair, final RoomProfile profile) {
        final Optional<RoomProfile> known = known(pair);
        return known != null && known.isPresent() && known.get().name().equals(profile.name())
            && known.get().topic().equals(profile.topic());
    }

    /** What an item holds, {@code null} where there is none. */
    @Nullable
    private Optional<RoomProfile> known(final UserAndRoom pair) {
        return published.getOrDefault(pair.user(), Map.of()).get(pair.room());
    }

    private void publish(final UserAndRoom pair, final Publication publication,
                         final Map<UserAndRoom, Duration> again) {
        // Writing took its time.
        final Optional<RoomProfile> profile = publishable(pair, again);
        if (profile.isEmpty()) {
            if (known(pair) == null) {
                publicationLog.omits(publication);
            } else if (!retract(pair)) {
                again.put(pair, RETRY_INTERVAL);
            }
            return;
        }
        publicationLog.publishes(publication);
        final Map<JID, Optional<RoomProfile>> items =
            published.computeIfAbsent(pair.user(), key -> new ConcurrentHashMap<>(4));
        items.put(pair.room(), UNSURE);
        try {
            eventing.publish(pair.user(), ChattingElements.NAMESPACE, publication.item(),
                ChattingElements.payload(profile.get()), items.size());
            items.put(pair.room(), profile);
            counters.count(pair.room().getDomain(), ChattingMetrics.PUBLISHED);
        } catch (final RuntimeException | Error e) {
            failures.log("Cannot publish which rooms " + pair.user() + " is in.", e);
            again.put(pair, RETRY_INTERVAL);
        }
    }

    /** Whether one more item can be published of a user; it is counted then. */
    private boolean hasPlace(final UserAndRoom pair, final Map<JID, Integer> items) {
        return known(pair) != null
            || items.merge(pair.user(), 1, Integer::sum) + count(pair.user()) <= MOST_ITEMS;
    }

    private int count(final JID user) {
        return published.getOrDefault(user, Map.of()).size();
    }

    private boolean retract(final UserAndRoom pair) {
        if (!retract(pair.publication())) {
            return false;
        }
        if (count(pair.user()) >= MOST_ITEMS) {
            relieved.add(pair.user());
        }
        published.computeIfPresent(pair.user(), (key, items) -> {
            items.remove(pair.room());
            return items.isEmpty() ? null : items;
        });
        counters.count(pair.room().getDomain(), ChattingMetrics.RETRACTED);
        return true;
    }

    private boolean retract(final Publication publication) {
        try {
            eventing.retract(publication.user(), ChattingElements.NAMESPACE, publication.item(),
                ChattingElements.farewell());
            publicationLog.retracted(publication);
            return true;
        } catch (final RuntimeException | Error e) {
            failures.log("Cannot take away what was published of the rooms of " + publication.user() + '.', e);
            return false;
        }
    }

    /**
     * Makes sure that the server has forgotten what was taken away some time ago.
     *
     * @return {@code false} where there is more, and this is to be called again later
     */
    boolean forgetGone() {
        return publicationLog.forgetGone(this::forget);
    }

    private boolean forget(final Publication publication) {
        try {
            eventing.forget(publication.user(), ChattingElements.NAMESPACE, publication.item());
            return true;
        } catch (final RuntimeException | Error e) {
            failures.log(
                "Cannot make sure that what was published of the rooms of " + publication.user() + " is gone.", e);
            return false;
        }
    }

    /** Whether something was taken away that the server may not have forgotten yet. */
    boolean hasGone() {
        return publicationLog.hasGone();
    }

    /** Takes everything away, as far as that can be done in some time. */
    void retractAll(@Nonnull final Duration time) {
        final long began = ticker.read();
        for (final UserAndRoom pair : pairs()) {
            if (ticker.read() - began > time.toNanos()) {
                Log.info("There was no time to take away all that was published of users' rooms. This is done at the "
                    + "next start.");
                break;
            }
            retract(pair);
        }
        publicationLog.noteGone();
    }

    /** All that is published, or may be. */
    @Nonnull
    Collection<UserAndRoom> pairs() {
        return published.entrySet().stream()
            .flatMap(entry -> entry.getValue().keySet().stream().map(room -> new UserAndRoom(entry.getKey(), room)))
            .toList();
    }

    /** The users of whom more rooms can be published than before; each is told of once. */
    @Nonnull
    Set<JID> takeRelieved() {
        final Set<JID> users = Set.copyOf(relieved);
        relieved.clear();
        return users;
    }

    /** Forgets limits that have passed. */
    void forgetLimits() {
        final long now = ticker.read();
        renewable.values().removeIf(limit -> limit - now <= 0);
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
    Counters counters() {
        return counters;
    }
}
