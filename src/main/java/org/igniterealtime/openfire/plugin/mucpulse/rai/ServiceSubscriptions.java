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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.xmpp.packet.JID;

/**
 * The subscriptions to one service, in the order in which they were made. Confined to the feature's executor, except
 * {@link #newest()} and {@link #size()}.
 */
final class ServiceSubscriptions {

    private final String service;
    /** By the canonical address of the session. */
    private final Map<JID, Subscription> bySession = new HashMap<>();
    private final RemoteSubscriptions remote = new RemoteSubscriptions();
    /** The end of the list that the subscriptions form; walked from there towards the older ones. */
    @Nullable
    private Subscription last;
    private volatile long newest;
    private volatile int size;

    ServiceSubscriptions(@Nonnull final String service) {
        this.service = service;
    }

    @Nonnull
    String service() {
        return service;
    }

    /** The sequence number of the newest subscription to this service. For all threads. */
    long newest() {
        return newest;
    }

    /** How many there are. For all threads. */
    int size() {
        return size;
    }

    /** Those of sessions that do not belong to this server. */
    @Nonnull
    RemoteSubscriptions remote() {
        return remote;
    }

    @Nullable
    Subscription find(@Nonnull final JID session) {
        return bySession.get(CanonicalAddress.of(session));
    }

    /** Adds a subscription, of which the sequence number is greater than all before it. */
    @Nonnull
    Subscription add(@Nonnull final JID session, @Nonnull final Subscriber subscriber, final long sequence,
                     @Nonnull final Subscription.Origin origin, @Nonnull final Instant made) {
        final Subscription subscription = new Subscription(session, subscriber, this, sequence, origin, made);
        subscription.older = last;
        if (last != null) {
            last.newer = subscription;
        }
        last = subscription;
        bySession.put(CanonicalAddress.of(session), subscription);
        subscriber.add(subscription);
        size = bySession.size();
        newest = sequence;
        return subscription;
    }

    void remove(@Nonnull final Subscription subscription) {
        if (!bySession.remove(CanonicalAddress.of(subscription.session()), subscription)) {
            return;
        }
        remote.removed(subscription);
        if (subscription.newer == null) {
            last = subscription.older;
        } else {
            subscription.newer.older = subscription.older;
        }
        if (subscription.older != null) {
            subscription.older.newer = subscription.newer;
        }
        subscription.subscriber().remove(subscription);
        size = bySession.size();
    }

    /** Adds the users of all subscriptions that are newer than a given one. */
    void collectNewerThan(final long sequence, @Nonnull final Collection<Subscriber> subscribers) {
        for (Subscription s = last; s != null && s.sequence() > sequence; s = s.older) {
            subscribers.add(s.subscriber());
        }
    }

    @Nonnull
    List<Subscription> all() {
        return new ArrayList<>(bySession.values());
    }
}
