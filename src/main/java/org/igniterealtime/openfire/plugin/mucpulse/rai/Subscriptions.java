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
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.xmpp.packet.JID;

/**
 * All subscriptions, by service and by user. Confined to the feature's executor, except {@link #of},
 * {@link #ensure}, {@link #services} and {@link #counts}.
 */
final class Subscriptions {

    private final Map<String, ServiceSubscriptions> services = new ConcurrentHashMap<>();
    private final Map<JID, Subscriber> subscribers = new HashMap<>();
    /** The number of the newest subscription; rooms outlive services, so that it never begins anew. */
    private long sequence;

    /** The subscriptions to a service, {@code null} where there never were any. For all threads. */
    @Nullable
    ServiceSubscriptions of(@Nonnull final String service) {
        return services.get(service);
    }

    /** The subscriptions to a service, possibly none. For all threads. */
    @Nonnull
    ServiceSubscriptions ensure(@Nonnull final String service) {
        return services.computeIfAbsent(service, ServiceSubscriptions::new);
    }

    /** The services that have, or had, subscriptions. For all threads; a view that follows. */
    @Nonnull
    Set<String> services() {
        return Collections.unmodifiableSet(services.keySet());
    }

    /** How many subscriptions each service has now. For all threads. */
    @Nonnull
    Map<String, Integer> counts() {
        final Map<String, Integer> counts = new TreeMap<>();
        services.forEach((service, found) -> counts.put(service, found.size()));
        return counts;
    }

    @Nullable
    Subscription find(@Nonnull final String service, @Nonnull final JID session) {
        final ServiceSubscriptions found = services.get(service);
        return found == null ? null : found.find(session);
    }

    /** A user with subscriptions, {@code null} where the user has none. */
    @Nullable
    Subscriber subscriber(@Nonnull final JID user) {
        return subscribers.get(user);
    }

    /** All users with subscriptions; a view that follows. */
    @Nonnull
    Collection<Subscriber> subscribers() {
        return Collections.unmodifiableCollection(subscribers.values());
    }

    @Nonnull
    Subscription add(@Nonnull final ServiceSubscriptions service, @Nonnull final JID session,
                     @Nonnull final Subscription.Origin origin, @Nonnull final Instant made) {
        final Subscriber subscriber = subscribers.computeIfAbsent(
            CanonicalAddress.of(session).asBareJID(), Subscriber::new);
        return service.add(session, subscriber, ++sequence, origin, made);
    }

    void remove(@Nonnull final Subscription subscription) {
        subscription.service().remove(subscription);
        subscription.end();
        subscription.setListDue(false);
        subscription.takePending();
        final Subscriber subscriber = subscription.subscriber();
        if (subscriber.first() == null) {
            subscribers.remove(subscriber.user());
            subscriber.candidacies().forEach(room -> room.removeCandidate(subscriber));
        }
    }

    void removeAll(@Nonnull final String service) {
        final ServiceSubscriptions found = services.get(service);
        if (found != null) {
            found.all().forEach(this::remove);
            services.remove(service);
        }
    }

    /** The subscriptions of a domain, to all services, that a notification did not reach. */
    @Nonnull
    List<Subscription> undelivered(@Nonnull final String domain) {
        return services.values().stream().flatMap(service -> service.remote().undelivered(domain).stream()).toList();
    }

    boolean isGone(@Nonnull final Subscription subscription) {
        return subscription.service().find(subscription.session()) != subscription;
    }

    /** Something of subscriptions to any services, of so many at most. */
    @Nonnull
    <T> List<T> some(final int limit, @Nonnull final Function<Subscription, T> part) {
        return services.values().stream().flatMap(service -> service.all().stream()).limit(limit).map(part).toList();
    }

    /** Every subscription to every service; a copy. */
    @Nonnull
    List<Subscription> all() {
        return services.values().stream().flatMap(service -> service.all().stream()).toList();
    }
}
