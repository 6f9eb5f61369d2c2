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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;

/**
 * Those subscriptions to a service whose sessions belong to other servers or to components, in the order in which they
 * were last renewed. The server hears nothing of the end of such a session, so that they end by themselves where nobody
 * renews them. Confined to the feature's executor.
 */
final class RemoteSubscriptions {

    /** When each was last renewed, in nanoseconds of a monotonic source; the one renewed longest ago is first. */
    private final Map<Subscription, Long> renewed = new LinkedHashMap<>();
    private final Map<String, Integer> byDomain = new HashMap<>();
    private final Map<String, Integer> byRegisteredDomain = new HashMap<>();
    /** Those that a notification did not reach. */
    private final Set<Subscription> undelivered = new LinkedHashSet<>();

    void renewed(@Nonnull final Subscription subscription, final long now) {
        if (renewed.remove(subscription) == null) {
            byDomain.merge(domain(subscription), 1, Integer::sum);
            byRegisteredDomain.merge(RegisteredDomain.of(domain(subscription)), 1, Integer::sum);
        }
        renewed.put(subscription, now);
    }

    void removed(@Nonnull final Subscription subscription) {
        if (renewed.remove(subscription) != null) {
            byDomain.computeIfPresent(domain(subscription), (domain, count) -> count == 1 ? null : count - 1);
            byRegisteredDomain.computeIfPresent(RegisteredDomain.of(domain(subscription)),
                (domain, count) -> count == 1 ? null : count - 1);
        }
        undelivered.remove(subscription);
    }

    /** A notification did not reach the session, as its server could not be reached. */
    void undelivered(@Nonnull final Subscription subscription) {
        if (renewed.containsKey(subscription)) {
            undelivered.add(subscription);
        }
    }

    /** Whether a notification did not reach the session since the last call. */
    boolean takeUndelivered(@Nonnull final Subscription subscription) {
        return undelivered.remove(subscription);
    }

    /** The subscriptions of a domain that a notification did not reach. */
    @Nonnull
    List<Subscription> undelivered(@Nonnull final String domain) {
        final String name = CanonicalAddress.domain(domain);
        return undelivered.isEmpty() ? List.of()
            : undelivered.stream().filter(subscription -> domain(subscription).equals(name)).toList();
    }

    /** The domains of which sessions are subscribed; a view that follows. */
    @Nonnull
    Set<String> domains() {
        return Collections.unmodifiableSet(byDomain.keySet());
    }

    private static String domain(final Subscription subscription) {
        return CanonicalAddress.domain(subscription.session().getDomain());
    }

    int size() {
        return renewed.size();
    }

    /** How many sessions of a domain are subscribed. */
    int size(@Nonnull final String domain) {
        return byDomain.getOrDefault(CanonicalAddress.domain(domain), 0);
    }

    /** How many sessions are subscribed of a domain and all others of whoever registered it. */
    int sizeWithSubdomains(@Nonnull final String domain) {
        return byRegisteredDomain.getOrDefault(RegisteredDomain.of(domain), 0);
    }

    /** How long ago a subscription was renewed. */
    @Nonnull
    Duration age(@Nonnull final Subscription subscription, final long now) {
        return Duration.ofNanos(now - renewed.getOrDefault(subscription, now));
    }

    /** Those that were not renewed for as long as given. */
    @Nonnull
    List<Subscription> expired(final long now, @Nonnull final Duration age) {
        final List<Subscription> expired = new ArrayList<>();
        for (final Map.Entry<Subscription, Long> entry : renewed.entrySet()) {
            if (now - entry.getValue() < age.toNanos()) {
                break;
            }
            expired.add(entry.getKey());
        }
        return expired;
    }

    /** Some of the subscriptions of a domain, those renewed longest ago first. */
    @Nonnull
    List<Subscription> of(@Nonnull final String domain) {
        final String name = CanonicalAddress.domain(domain);
        // Most domains are asked for at services that they have no subscriptions to: this spares a walk over all.
        return size(domain) == 0 ? List.of()
            : renewed.keySet().stream().filter(subscription -> domain(subscription).equals(name)).toList();
    }
}
