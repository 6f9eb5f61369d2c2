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
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.AddressHash;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;

/**
 * Limits how often a session is sent a refusal of its subscription, as there are clients that react to a refusal by
 * entering and leaving the room and subscribing again at once. Bounded: where too many sessions were refused within the
 * interval, further ones are sent none; too many of one user, of one other domain with its subdomains, and of all other
 * domains, so that none takes the places of others (S3). Anonymous users count as those of another domain, as each of
 * their logins has another address. Safe for use by several threads.
 */
final class RefusalLimiter {

    /** For how long a session is sent no further refusal. */
    static final Duration SILENCE = Duration.ofMinutes(5);
    /** How many sessions are remembered. */
    static final int MAXIMUM = 20_000;
    /** How many of them can be sessions of other domains. */
    static final int FOREIGN = MAXIMUM / 2;
    /** How many of those can be of one domain and its subdomains. */
    static final int PER_DOMAIN = MAXIMUM / 20;
    /** How many sessions of one user are remembered, counted once for each service. */
    static final int PER_USER = 50;

    private final Users users;
    private final Ticker ticker;
    private final AddressHash hash = new AddressHash();
    /** By the hash of the session and the service, the earliest refusal first. */
    @GuardedBy("this")
    private final Map<Long, Refused> refused = new LinkedHashMap<>();
    @GuardedBy("this")
    private final Multiset<Long> byUser = HashMultiset.create();
    /** Of sessions of other domains alone. */
    @GuardedBy("this")
    private final Multiset<Long> byDomain = HashMultiset.create();

    /** A session that was refused. */
    private static final class Refused {
        /** In nanoseconds of the ticker. */
        private final long at;
        private final long user;
        private final long domain;
        private final boolean foreign;

        Refused(final long at, final long user, final long domain, final boolean foreign) {
            this.at = at;
            this.user = user;
            this.domain = domain;
            this.foreign = foreign;
        }
    }

    RefusalLimiter(@Nonnull final Users users, @Nonnull final Ticker ticker) {
        this.users = users;
        this.ticker = ticker;
    }

    /** Whether a session is to be sent a refusal now; counts it as sent. */
    boolean claim(@Nonnull final String service, @Nonnull final JID session) {
        final boolean foreign = !users.isLocal(session) || users.isAnonymous(session);
        final long user = hash.of(CanonicalAddress.of(session).toBareJID());
        final long domain = foreign ? hash.of(RegisteredDomain.of(session.getDomain())) : 0;
        return claim(hash.of(session, service), new Refused(ticker.read(), user, domain, foreign));
    }

    private synchronized boolean claim(final long key, final Refused place) {
        forgetBefore(place.at - SILENCE.toNanos());
        if (refused.containsKey(key) || refused.size() >= MAXIMUM || byUser.count(place.user) >= PER_USER
            || place.foreign && (byDomain.size() >= FOREIGN || byDomain.count(place.domain) >= PER_DOMAIN)) {
            return false;
        }
        refused.put(key, place);
        byUser.add(place.user);
        if (place.foreign) {
            byDomain.add(place.domain);
        }
        return true;
    }

    @GuardedBy("this")
    private void forgetBefore(final long moment) {
        final Iterator<Refused> eldest = refused.values().iterator();
        while (eldest.hasNext()) {
            final Refused next = eldest.next();
            if (next.at - moment > 0) {
                break;
            }
            eldest.remove();
            release(next);
        }
    }

    @GuardedBy("this")
    private void release(final Refused place) {
        byUser.remove(place.user);
        if (place.foreign) {
            byDomain.remove(place.domain);
        }
    }

    /** A session was admitted: its next refusal is sent. */
    synchronized void forget(@Nonnull final String service, @Nonnull final JID session) {
        final Refused place = refused.isEmpty() ? null : refused.remove(hash.of(session, service));
        if (place != null) {
            release(place);
        }
    }

    synchronized int size() {
        return refused.size();
    }
}
