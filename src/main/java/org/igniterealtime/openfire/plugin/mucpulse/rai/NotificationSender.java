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

import com.google.common.base.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanding;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Sends notifications. Each is made at the moment of sending, when the rooms themselves are asked once more: a room is
 * named only where the session is not in it and its user may know of it at that moment, whatever events have or have
 * not arrived by then. A room that cannot be asked is not named. Rooms that were left out are re-armed; one that the
 * session is about to enter is looked at again when that is settled, and one that the server does not know, a moment
 * later.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class NotificationSender {

    private static final Logger Log = LoggerFactory.getLogger(NotificationSender.class);

    /** How the rooms of a notification were found. */
    enum Source {
        /** By a message that was just sent there: they are in memory. */
        LIVE,
        /** By a query, which also decided of those that are not in memory: nobody is in them. */
        QUERY
    }

    /** What a room says at the moment of sending. */
    private enum Finding {
        TO_BE_NAMED, LEFT_OUT, UNKNOWN
    }

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final StanzaSender sender;
    private final Rooms rooms;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final RoomApproaches approaches;
    private final Occupancies occupancies;
    private final Consumer<TrackedRoom> evaluation;
    private final Counters counters;
    private final Histogram delays;
    private final Ticker ticker;

    NotificationSender(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
           @Nonnull final StanzaSender sender, @Nonnull final Rooms rooms, @Nonnull final TrackedRooms tracked,
           @Nonnull final Subscriptions subscriptions, @Nonnull final RoomApproaches approaches,
           @Nonnull final Occupancies occupancies, @Nonnull final Consumer<TrackedRoom> evaluation,
           @Nonnull final Counters counters, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.sender = sender;
        this.rooms = rooms;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.approaches = approaches;
        this.occupancies = occupancies;
        this.evaluation = evaluation;
        this.counters = counters;
        this.delays = counters.histogram(RaiMetrics.DELAY);
        this.ticker = ticker;
    }

    /** For notifications that are sent soon, because of what was said at a moment; see {@link Histogram#UNTIMED}. */
    @Nonnull
    FanOut fanOut(final long since) {
        return new FanOut(rooms, ticker, since);
    }

    /**
     * Notifies a session of rooms, in one message unless it would grow too long. For the feature's executor.
     *
     * @param subscription whom to notify
     * @param list the rooms, possibly none
     * @param source how they were found
     * @param fanOut the notifications that are sent for the same reason
     * @param since when the first message was sent in one of the rooms; {@link Histogram#UNTIMED} where nobody knows
     */
    void send(@Nonnull final Subscription subscription, @Nonnull final Collection<TrackedRoom> list,
              @Nonnull final Source source, @Nonnull final FanOut fanOut, final long since) {
        final String service = subscription.service().service();
        for (final List<TrackedRoom> part
            : Rai.split(service, subscription.session(), list, settings.get().stanzaSize())) {
            sender.sendLate(subscription.session(), () -> notification(subscription, part, source, fanOut, since));
        }
    }

    /** On a thread of the sender. */
    @Nullable
    private Message notification(final Subscription subscription, final List<TrackedRoom> part, final Source source,
                                 final FanOut fanOut, final long since) {
        if (subscription.hasEnded()) {
            // It can have waited for long in the queue of another domain.
            return null;
        }
        final List<JID> named = new ArrayList<>(part.size());
        final List<TrackedRoom> leftOut = new ArrayList<>(0);
        final List<TrackedRoom> approached = new ArrayList<>(0);
        final List<TrackedRoom> unknown = new ArrayList<>(0);
        for (final TrackedRoom room : part) {
            final Finding finding = look(room, subscription.session(), source, fanOut);
            if (finding != Finding.TO_BE_NAMED) {
                (finding == Finding.UNKNOWN ? unknown : leftOut).add(room);
            } else if (approaches.isApproaching(subscription.session(), room.jid())) {
                approached.add(room);
            } else {
                named.add(room.jid());
            }
        }
        evaluateLater(subscription, approached, RoomApproaches.EXPECTED);
        evaluateLater(subscription, unknown, UnknownRooms.FIRST);
        if (!leftOut.isEmpty()) {
            executor.execute(() -> takeBack(subscription, leftOut));
        }
        if (named.isEmpty()) {
            return null;
        }
        final String service = subscription.service().service();
        delays.record(since, ticker.read());
        counters.count(service, RaiMetrics.NOTIFIED);
        counters.count(service, RaiMetrics.ROOMS, named.size());
        counters.count(service, RaiMetrics.COALESCED, named.size() - 1L);
        return Rai.notification(service, subscription.session(), named);
    }

    private Finding look(final TrackedRoom room, final JID session, final Source source, final FanOut fanOut) {
        try {
            if (tracked.find(room.jid()) != room || !settings.get().isOffered(room.jid())) {
                return Finding.LEFT_OUT;
            }
            final Optional<RoomStanding> standing = fanOut.look(room.jid()).standing(session);
            if (standing.isEmpty()) {
                // One that somebody is in is in memory, or soon is again.
                return source == Source.QUERY && !occupancies.isIn(room.jid(), CanonicalAddress.of(session))
                    ? Finding.TO_BE_NAMED : Finding.UNKNOWN;
            }
            return standing.get().isAdmitted() && !standing.get().inside() ? Finding.TO_BE_NAMED : Finding.LEFT_OUT;
        } catch (final RuntimeException | LinkageError e) {
            Log.warn("The room {} cannot be asked, and nobody is notified of it.", room.jid(), e);
            return Finding.LEFT_OUT;
        }
    }

    private void evaluateLater(final Subscription subscription, final List<TrackedRoom> found, final Duration delay) {
        if (found.isEmpty()) {
            return;
        }
        final boolean later = executor.trySchedule(delay, () -> {
            takeBack(subscription, found);
            found.forEach(evaluation);
        });
        if (!later) {
            // Then the next message decides.
            executor.execute(() -> takeBack(subscription, found));
        }
    }

    private void takeBack(final Subscription subscription, final List<TrackedRoom> leftOut) {
        if (!subscriptions.isGone(subscription)) {
            for (final TrackedRoom room : leftOut) {
                subscription.rearm(room);
                if (tracked.find(room.jid()) == room) {
                    room.addCandidate(subscription.subscriber());
                }
            }
        }
    }
}
