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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Answers requests for a subscription with the list of the rooms that have news (XEP-0437, section 4). What the user
 * visited, and which rooms are of interest, is looked up in batches; several requests of one user share one look-up.
 * Whatever is thrown on the way, the request does not stay behind: it is tried again. Confined to the feature's
 * executor.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class InitialLists implements InterestBatches.Listener {

    private static final Logger Log = LoggerFactory.getLogger(InitialLists.class);

    /** When a query is tried again after the database failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final NotificationSender notifications;
    private final Ticker ticker;
    private final Consumer<TrackedRoom> evaluation;
    private final InterestBatches batches;
    /** The requests for a list whose queries are under way. */
    private final Map<UserAtService, Pending> pending = new HashMap<>();
    private boolean failed;

    private static final class Pending {
        /** The subscriptions that asked before the queries began. */
        private Set<Subscription> asked = new LinkedHashSet<>();
        /** Those that asked since then: they need queries of their own. */
        private Set<Subscription> askedSince = new LinkedHashSet<>();
        /** When the queries were last begun, in nanoseconds. */
        private long begun;
    }

    InitialLists(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
            @Nonnull final Executor queries, @Nonnull final Users users, @Nonnull final InterestFinder finder,
            @Nonnull final TrackedRooms tracked,
            @Nonnull final Subscriptions subscriptions, @Nonnull final NotificationSender notifications,
            @Nonnull final MonotonicTimestamps timestamps, @Nonnull final Ticker ticker,
            @Nonnull final Consumer<TrackedRoom> evaluation) {
        this.settings = settings;
        this.executor = executor;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.notifications = notifications;
        this.ticker = ticker;
        this.evaluation = evaluation;
        this.batches = new InterestBatches(settings, executor, queries, users, finder, timestamps, ticker,
            () -> notifications.fanOut(Histogram.UNTIMED), this);
    }

    /** Has the list sent to a subscription. */
    void request(@Nonnull final Subscription subscription) {
        subscription.setListDue(true);
        final UserAtService key = new UserAtService(subscription.service().service(), subscription.subscriber().user());
        final Pending known = pending.get(key);
        if (known == null) {
            final Pending added = new Pending();
            added.asked.add(subscription);
            pending.put(key, added);
            query(key);
        } else {
            known.askedSince.add(subscription);
            if (ticker.read() - known.begun > InterestBatches.OVERDUE.toNanos()) {
                // Executors that have too much to do drop tasks.
                query(key);
            }
        }
    }

    /** Has the list sent to a subscription that can be reached again, where it missed a notification. */
    void requestMissed(@Nonnull final Subscription subscription) {
        if (subscription.service().remote().takeUndelivered(subscription)) {
            request(subscription);
        }
    }

    private void query(final UserAtService key) {
        final Pending waiting = pending.get(key);
        if (waiting == null) {
            return;
        }
        waiting.begun = ticker.read();
        batches.add(key);
    }

    @Override
    public void found(@Nonnull final UserAtService key, @Nonnull final InterestFinder.Found found, final long asOf,
                      @Nonnull final FanOut fanOut) {
        final Pending answered = pending.get(key);
        if (answered == null) {
            return;
        }
        final Set<Subscription> asked = answered.asked;
        answered.asked = answered.askedSince;
        answered.askedSince = new LinkedHashSet<>();
        try {
            failed = false;
            addEarlierVisits(key.user(), found.visits());
            FailureIsolation.forEach(asked, subscription -> {
                if (subscription.isListDue() && !subscriptions.isGone(subscription)) {
                    subscription.setListDue(answered.asked.contains(subscription));
                    send(subscription, found.rooms(), asOf, fanOut);
                }
            });
        } finally {
            goOn(key, answered);
        }
    }

    private void goOn(final UserAtService key, final Pending answered) {
        if (answered.asked.isEmpty()) {
            pending.remove(key);
        } else {
            query(key);
        }
    }

    private void addEarlierVisits(final JID user, final Map<JID, Long> visits) {
        final Subscriber subscriber = subscriptions.subscriber(user);
        if (subscriber == null) {
            return;
        }
        if (subscriber.areVisitsLoaded()) {
            // Where the database failed before, interest may have been missed.
            visits.keySet().stream().filter(room -> !subscriber.hasVisited(room)).map(tracked::find)
                .filter(Objects::nonNull).forEach(room -> room.addCandidate(subscriber));
            subscriber.addEarlierVisits(visits);
        } else {
            subscriber.addEarlierVisits(visits);
            // What was said while the visits were looked up.
            for (final TrackedRoom room : subscriber.takeDeferred()) {
                if (tracked.find(room.jid()) == room) {
                    room.addCandidate(subscriber);
                }
            }
            subscriber.candidacies().forEach(evaluation);
        }
    }

    private void send(final Subscription subscription, final Map<JID, Long> found, final long asOf,
                      final FanOut fanOut) {
        final Subscriber subscriber = subscription.subscriber();
        final List<TrackedRoom> list = new ArrayList<>(found.size());
        found.forEach((room, created) -> {
            // Much can have happened since the query: the user may have been there, or the room may be gone.
            if (settings.get().isOffered(room) && !tracked.isRemovedSince(room, asOf)
                && tracked.hasNews(room, subscriber.user(), subscriber.lastVisit(room, created), created)) {
                final TrackedRoom entry = tracked.track(room);
                if (!subscription.isNotified(entry)) {
                    subscription.markNotified(entry, tracked.latest(entry));
                    subscription.removePending(entry);
                    list.add(entry);
                }
            }
        });
        if (!list.isEmpty()) {
            notifications.send(subscription, list, NotificationSender.Source.QUERY, fanOut,
                Histogram.UNTIMED);
            subscription.startWindow(ticker.read());
        }
    }

    @Override
    public void failed(@Nonnull final UserAtService key, @Nonnull final Throwable cause) {
        final Pending waiting = pending.get(key);
        if (waiting == null) {
            return;
        }
        if (DatabaseUnavailableException.isCauseOf(cause) || cause instanceof RejectedExecutionException) {
            // Of the one, and of too much that waits, the overview says so; or the plugin is being stopped.
            Log.debug("Cannot look up the rooms of a subscriber.", cause);
        } else if (!failed) {
            failed = true;
            Log.warn("Cannot look up the rooms of a subscriber. This is tried again every {} s until it succeeds.",
                RETRY_INTERVAL.toSeconds(), cause);
        }
        boolean planned = false;
        try {
            waiting.asked.addAll(waiting.askedSince);
            waiting.askedSince.clear();
            waiting.asked.removeIf(subscriptions::isGone);
            if (!waiting.asked.isEmpty()) {
                executor.schedule(RETRY_INTERVAL, () -> query(key));
                planned = true;
            }
        } finally {
            if (!planned) {
                pending.remove(key);
            }
        }
        // Better to notify too often than to wait for the database to recover.
        addEarlierVisits(key.user(), Map.of());
    }

    /** For how many users lists are being put together. */
    int pending() {
        return pending.size();
    }
}
