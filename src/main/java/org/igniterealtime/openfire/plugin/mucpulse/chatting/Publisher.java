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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Brings what is published in line with what may be. The {@link Policy} is asked at the moment of publishing. A failure
 * of one item, of whatever kind, does not stop the others. For the feature's executor; blocks.
 */
final class Publisher {

    private static final Logger Log = LoggerFactory.getLogger(Publisher.class);

    /** How long to wait after a failure. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    /** How long to wait for the server to subscribe contacts. */
    static final Duration PREPARATION = Duration.ofMillis(250);

    /** After what time to ask again whether all choices are known. */
    static final Duration HOLD = Duration.ofSeconds(1);

    /** Decides what may be published. */
    @FunctionalInterface
    interface Policy {

        /**
         * Whether it may be published at this moment that a user is in a room.
         *
         * @param user the user's bare JID
         * @param room the room's bare JID
         * @return the room, empty where it may not be published
         */
        @Nonnull
        Optional<RoomProfile> publishable(@Nonnull JID user, @Nonnull JID room);

        /**
         * Whether everything is known that users have chosen, also on other servers of the cluster.
         *
         * @return {@code false} where nothing further is to be published for now; what is published can stay
         */
        default boolean areChoicesKnown() {
            return true;
        }
    }

    private final Policy policy;
    /** Whether a session on another server is in the room; this server is not notified when it leaves. */
    private final Predicate<UserAndRoom> heldElsewhere;
    private final PersonalEventing eventing;
    private final Ticker ticker;
    private final PublishedItems items;
    private final PublicationLog publicationLog;
    private final ItemRetraction retraction;
    private final FailureLog failures;
    /** From when on the items of a room may be published again, in nanoseconds. */
    private final Map<JID, Long> renewable = new HashMap<>();
    private final Counters counters = new Counters(ChattingMetrics.COUNTERS);

    Publisher(@Nonnull final Policy policy, @Nonnull final Predicate<UserAndRoom> heldElsewhere,
              @Nonnull final PersonalEventing eventing, @Nonnull final Ticker ticker,
              @Nonnull final PublishedItems items, @Nonnull final PublicationLog publicationLog,
              @Nonnull final ItemRetraction retraction, @Nonnull final FailureLog failures) {
        this.policy = policy;
        this.heldElsewhere = heldElsewhere;
        this.eventing = eventing;
        this.ticker = ticker;
        this.items = items;
        this.publicationLog = publicationLog;
        this.retraction = retraction;
        this.failures = failures;
    }

    /**
     * Publishes what may be published, and retracts what may not.
     *
     * @param pairs the users and rooms whose items to update
     * @param refresh how often the items of a room may be published again
     * @return those that are to be updated again, and after what time: because of a failure, or because it is too early
     */
    @Nonnull
    Map<UserAndRoom, Duration> update(@Nonnull final Collection<UserAndRoom> pairs, @Nonnull final Duration refresh) {
        failures.begin();
        final long now = ticker.read();
        renewable.values().removeIf(limit -> limit - now <= 0);
        final Map<UserAndRoom, Duration> again = new LinkedHashMap<>();
        final Map<UserAndRoom, Publication> wanted = new LinkedHashMap<>();
        final Map<JID, Integer> added = new HashMap<>();
        for (final UserAndRoom pair : pairs) {
            final Optional<RoomProfile> profile = publishable(pair, again);
            if (profile.isEmpty()) {
                if (items.contains(pair) && (heldElsewhere.test(pair) || !retract(pair))) {
                    again.put(pair, RETRY_INTERVAL);
                }
            } else if (!items.isUpToDate(pair, profile.get())) {
                final long wait = items.isKnown(pair) ? renewable.getOrDefault(pair.room(), now) - now : 0;
                if (!policy.areChoicesKnown()) {
                    again.put(pair, HOLD);
                } else if (wait > 0) {
                    again.put(pair, Duration.ofNanos(wait));
                } else if (isWithinLimit(pair, added) && isPrepared(pair, again)) {
                    wanted.put(pair, pair.publication());
                }
            }
        }
        publicationLog.write(wanted.values()).ifPresentOrElse(refused -> {
            wanted.values().removeAll(refused);
            wanted.forEach((pair, publication) -> {
                if (items.isKnown(pair)) {
                    renewable.put(pair.room(), now + refresh.toNanos());
                }
                publish(pair, publication, again);
            });
        }, () -> wanted.keySet().forEach(pair -> again.put(pair, RETRY_INTERVAL)));
        publicationLog.writeRetractions();
        failures.end();
        return again;
    }

    private Optional<RoomProfile> publishable(final UserAndRoom pair, final Map<UserAndRoom, Duration> again) {
        try {
            return policy.publishable(pair.user(), pair.room());
        } catch (final RuntimeException | Error e) {
            // Without an answer nothing may be published.
            failures.log("Cannot find out whether to publish that " + pair.user() + " is in a room.", e);
            again.put(pair, RETRY_INTERVAL);
            return Optional.empty();
        }
    }

    /** Whether one more item of a user can be published; it is counted then. */
    private boolean isWithinLimit(final UserAndRoom pair, final Map<JID, Integer> added) {
        return items.contains(pair)
            || added.merge(pair.user(), 1, Integer::sum) + items.count(pair.user()) <= PublishedItems.MAX_ITEMS;
    }

    /** Whether all contacts of a user will be notified of the first item. */
    private boolean isPrepared(final UserAndRoom pair, final Map<UserAndRoom, Duration> again) {
        if (items.hasUser(pair.user())) {
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

    private void publish(final UserAndRoom pair, final Publication publication,
                         final Map<UserAndRoom, Duration> again) {
        // Asked again, as writing to the database may have taken long.
        final Optional<RoomProfile> profile = publishable(pair, again);
        if (profile.isEmpty()) {
            if (!items.contains(pair)) {
                publicationLog.notPublished(publication);
            } else if (!retract(pair)) {
                again.put(pair, RETRY_INTERVAL);
            }
            return;
        }
        if (!policy.areChoicesKnown()) {
            if (!items.contains(pair)) {
                publicationLog.notPublished(publication);
            }
            again.put(pair, HOLD);
            return;
        }
        publicationLog.publishing(publication);
        final int count = items.putUnknown(pair);
        try {
            eventing.publish(pair.user(), ChattingElements.NAMESPACE, publication.item(),
                ChattingElements.room(profile.get()), count);
            items.put(pair, profile.get());
            counters.count(pair.room().getDomain(), ChattingMetrics.PUBLISHED);
        } catch (final RuntimeException | Error e) {
            failures.log("Cannot publish which rooms " + pair.user() + " is in.", e);
            again.put(pair, RETRY_INTERVAL);
        }
    }

    private boolean retract(final UserAndRoom pair) {
        if (!retraction.retract(pair.publication())) {
            return false;
        }
        items.remove(pair);
        counters.count(pair.room().getDomain(), ChattingMetrics.RETRACTED);
        return true;
    }

    /**
     * Retracts everything, as far as there is time for it. The rest is retracted at the next start.
     *
     * @param time how long this may take
     * @param spared what is not retracted
     */
    void retractAll(@Nonnull final Duration time, @Nonnull final Predicate<UserAndRoom> spared) {
        final long began = ticker.read();
        for (final UserAndRoom pair : items.all()) {
            if (ticker.read() - began > time.toNanos()) {
                Log.info("There was no time to take away all that was published of users' rooms. This is done at the "
                    + "next start.");
                break;
            }
            if (!spared.test(pair)) {
                retract(pair);
            }
        }
        publicationLog.writeRetractions();
    }

    /** What was published and retracted so far. For any thread. */
    @Nonnull
    Counters counters() {
        return counters;
    }
}
