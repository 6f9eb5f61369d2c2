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

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.util.Collection;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;

/**
 * How many of the visits that wait for the database are whose, and how many other domains had written lately, so that
 * no user and no other domain takes all of the space. A domain counts together with its subdomains. Not safe for use by
 * several threads.
 */
final class VisitShares {

    /** How many visits of one user can wait. */
    static final int PER_USER = Reconciliation.VISITS_PER_USER;
    /** What part of the space the visits of all users of one other domain, with its subdomains, can take. */
    private static final int PART_OF_DOMAIN = 4;
    /** After how many visits of one other domain the tables are to be looked through. */
    static final int LOOK_PER_DOMAIN = Reconciliation.VISITS_PER_DOMAIN / 2;
    /** How many visits of one other domain, with its subdomains, are written between two purges. */
    static final int WRITTEN_PER_DOMAIN = Reconciliation.VISITS_PER_DOMAIN;

    /** Of how many domains what they had written is counted at a time; all others share one count. */
    private static final int DOMAINS = 10_000;
    private static final String OTHERS = "";

    private final int capacity;
    private final Predicate<JID> local;
    private final Multiset<JID> byUser = HashMultiset.create();
    private final Multiset<String> byDomain = HashMultiset.create();
    /** How many were claimed by each other domain since the last purge, whether they are written by now or not. */
    private final Multiset<String> claimed = HashMultiset.create();
    private boolean lookDue;

    /**
     * Creates shares of which none is taken.
     *
     * @param capacity how many visits can wait in all
     * @param local whether a user is one of this server
     */
    VisitShares(final int capacity, @Nonnull final Predicate<JID> local) {
        this.capacity = capacity;
        this.local = local;
    }

    /** Counts one more visit of a user; answers whether there is space for it, and counts nothing otherwise. */
    boolean claim(@Nonnull final JID user) {
        final boolean here = local.test(user);
        if (byUser.size() >= capacity || byUser.count(user) >= PER_USER || !here && !claimOfDomain(user)) {
            return false;
        }
        byUser.add(user);
        return true;
    }

    private boolean claimOfDomain(final JID user) {
        final String domain = RegisteredDomain.of(user.getDomain());
        final String key = claimed.contains(domain) || claimed.elementSet().size() < DOMAINS ? domain : OTHERS;
        if (byDomain.count(domain) >= Math.max(1, capacity / PART_OF_DOMAIN)
            || claimed.count(key) >= WRITTEN_PER_DOMAIN) {
            return false;
        }
        byDomain.add(domain);
        lookDue |= claimed.add(key, 1) % LOOK_PER_DOMAIN == LOOK_PER_DOMAIN - 1;
        return true;
    }

    /** Whether so many visits of one domain came since the last call that the tables are to be looked through. */
    boolean takeLookDue() {
        final boolean due = lookDue;
        lookDue = false;
        return due;
    }

    /** The tables were purged: what was written before no longer counts. */
    void purged() {
        claimed.clear();
    }

    /** Counts anew. */
    void reset(@Nonnull final Collection<Visit> waiting) {
        byUser.clear();
        byDomain.clear();
        for (final Visit visit : waiting) {
            byUser.add(visit.user());
            if (!local.test(visit.user())) {
                byDomain.add(RegisteredDomain.of(visit.user().getDomain()));
            }
        }
    }
}
