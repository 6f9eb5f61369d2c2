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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.JID;
import org.xmpp.packet.PacketError;

/**
 * Begins, renews and ends subscriptions. Confined to the feature's executor.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class SubscriptionManager {

    /** Without renewal, the subscription of a session that does not belong to this server ends after that time. */
    static final Duration REMOTE_LIFETIME = Duration.ofHours(24);
    /** How often it is looked which of them have come to their end. */
    static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(10);

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final StanzaSender sender;
    private final Users users;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final InitialLists initialLists;
    private final DomainChecks checks;
    private final ConnectionWatch connections;
    private final SubscriptionPolicy policy;
    private final RefusalLimiter refusals;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Counters counters;
    private final Coalescer expiry;
    private boolean anonymousAdmitted;
    private boolean remoteAdmitted;

    SubscriptionManager(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                @Nonnull final StanzaSender sender, @Nonnull final Users users, @Nonnull final TrackedRooms tracked,
                @Nonnull final Subscriptions subscriptions, @Nonnull final InitialLists initialLists,
                @Nonnull final DomainChecks checks, @Nonnull final ConnectionWatch connections,
                @Nonnull final RefusalLimiter refusals, @Nonnull final InstantSource clock,
                @Nonnull final Ticker ticker, @Nonnull final Counters counters) {
        this.settings = settings;
        this.executor = executor;
        this.sender = sender;
        this.users = users;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.initialLists = initialLists;
        this.checks = checks;
        this.connections = connections;
        this.policy = new SubscriptionPolicy(settings, users);
        this.refusals = refusals;
        this.clock = clock;
        this.ticker = ticker;
        this.counters = counters;
        this.expiry = Coalescer.after(executor, () -> EXPIRY_INTERVAL, this::expire);
        this.anonymousAdmitted = settings.get().anonymousUsers();
        this.remoteAdmitted = settings.get().remoteUsers();
    }

    void subscribe(@Nonnull final String service, @Nonnull final JID session, @Nullable final String id) {
        if (!settings.get().enabled() || !users.isReachable(session)) {
            return;
        }
        final ServiceSubscriptions here = subscriptions.ensure(service);
        final Subscription renewed = here.find(session);
        if (renewed != null) {
            counters.count(service, RaiMetrics.SUBSCRIBED);
            renew(renewed);
            return;
        }
        final Subscription.Origin origin = policy.originOf(session);
        Optional<PacketError.Condition> refusal = policy.refusalOf(here, subscriptions, session, origin);
        if (refusal.isPresent() && expire(here)) {
            refusal = policy.refusalOf(here, subscriptions, session, origin);
        }
        if (refusal.isPresent()) {
            refuse(service, session, id, refusal.get());
        } else {
            counters.count(service, RaiMetrics.SUBSCRIBED);
            refusals.forget(service, session);
            initialLists.request(add(here, session, origin, Duration.ZERO, clock.instant()));
        }
    }

    private Subscription add(final ServiceSubscriptions service, final JID session, final Subscription.Origin origin,
                             final Duration age, final Instant made) {
        final Subscription added = subscriptions.add(service, session, origin, made);
        if (origin == Subscription.Origin.REMOTE) {
            service.remote().renewed(added, ticker.read() - age.toNanos());
            expiry.request();
            connections.start();
        }
        return added;
    }

    /**
     * Takes back a subscription of an earlier life of the plugin, where it would be admitted now.
     *
     * @param service the service's domain
     * @param session the subscribed session, which exists as far as the server can tell
     * @param notified the rooms that it was notified of
     * @param age how long ago it was renewed; only of interest for sessions that do not belong to this server
     * @param made when it was made
     */
    void restore(@Nonnull final String service, @Nonnull final JID session, @Nonnull final Map<JID, Long> notified,
                 @Nonnull final Duration age, @Nonnull final Instant made) {
        final ServiceSubscriptions here = subscriptions.ensure(service);
        final Subscription.Origin origin = policy.originOf(session);
        if (!settings.get().enabled() || here.find(session) != null
            || origin == Subscription.Origin.REMOTE && age.compareTo(REMOTE_LIFETIME) >= 0
            || policy.refusalOf(here, subscriptions, session, origin).isPresent()) {
            return;
        }
        final Subscription restored = add(here, session, origin, age, made);
        restored.restoreNotified(notified);
        initialLists.request(restored);
        if (origin == Subscription.Origin.REMOTE) {
            // It may have ended while nobody listened.
            checks.lost(session.getDomain());
        }
    }

    private void refuse(final String service, final JID session, @Nullable final String id,
                        final PacketError.Condition reason) {
        if (refusals.claim(service, session)) {
            counters.count(service, reason == PacketError.Condition.forbidden ? RaiMetrics.REFUSED_FORBIDDEN
                : RaiMetrics.REFUSED_LIMIT);
            sender.send(Rai.refusal(service, session, id, reason));
        } else {
            counters.count(service, RaiMetrics.REFUSED_REPEATED);
        }
    }

    private void renew(final Subscription subscription) {
        rearm(subscription);
        if (subscription.origin() == Subscription.Origin.REMOTE) {
            subscription.service().remote().renewed(subscription, ticker.read());
        }
        if (settings.get().coalescing().isZero()) {
            initialLists.request(subscription);
        } else {
            subscription.startWindow(ticker.read());
            // Clients renew and join a room right afterwards: by then the room is known to be one of the session's.
            subscription.renewal(() -> Coalescer.after(executor, () -> settings.get().coalescing(),
                () -> sendList(subscription))).request();
        }
    }

    private void sendList(final Subscription subscription) {
        if (!subscriptions.isGone(subscription)) {
            initialLists.request(subscription);
        }
    }

    private void rearm(final Subscription subscription) {
        for (final JID room : subscription.rearmAll()) {
            final TrackedRoom entry = tracked.find(room);
            if (entry != null) {
                entry.addCandidate(subscription.subscriber());
            }
        }
    }

    void unsubscribe(@Nonnull final String service, @Nonnull final JID session) {
        final Subscription subscription = subscriptions.find(service, session);
        if (subscription != null) {
            subscriptions.remove(subscription);
        }
    }

    /** A notification did not reach the session's server: what it named is re-armed, and listed once that is back. */
    void undelivered(@Nonnull final String service, @Nonnull final JID session) {
        final Subscription subscription = subscriptions.find(service, session);
        if (subscription != null) {
            rearm(subscription);
            if (subscription.origin() == Subscription.Origin.REMOTE) {
                subscription.service().remote().undelivered(subscription);
                checks.unreachable(session);
            }
        }
    }

    private void expire() {
        final List<ServiceSubscriptions> services =
            subscriptions.services().stream().map(subscriptions::ensure).toList();
        try {
            FailureIsolation.forEach(services, this::expire);
        } finally {
            if (services.stream().anyMatch(service -> service.remote().size() > 0)) {
                expiry.request();
            }
        }
    }

    private boolean expire(final ServiceSubscriptions service) {
        final List<Subscription> expired = service.remote().expired(ticker.read(), REMOTE_LIFETIME);
        expired.forEach(subscriptions::remove);
        return !expired.isEmpty();
    }

    /** Ends the subscriptions of those who are no longer admitted. */
    void settingsChanged() {
        final RaiSettings now = settings.get();
        final boolean fewer = anonymousAdmitted && !now.anonymousUsers() || remoteAdmitted && !now.remoteUsers();
        anonymousAdmitted = now.anonymousUsers();
        remoteAdmitted = now.remoteUsers();
        if (!now.enabled()) {
            List.copyOf(subscriptions.services()).forEach(subscriptions::removeAll);
        } else if (fewer) {
            subscriptions.all().stream().filter(one -> !policy.admits(one.origin())).toList()
                .forEach(subscriptions::remove);
        }
    }

    @Nonnull
    List<SubscribedSession> subscriptionsOf(@Nonnull final JID user) {
        final List<SubscribedSession> sessions = new ArrayList<>();
        final Subscriber subscriber = subscriptions.subscriber(user);
        for (Subscription s = subscriber == null ? null : subscriber.first(); s != null; s = s.sibling) {
            sessions.add(new SubscribedSession(s.service().service(), s.session()));
        }
        return sessions;
    }

    void endAll(@Nonnull final JID user) {
        subscriptionsOf(user).forEach(one -> unsubscribe(one.service(), one.session()));
    }
}
