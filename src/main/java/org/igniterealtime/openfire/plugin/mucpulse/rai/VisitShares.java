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
import org.xmpp.packet.JID;

/**
 * How many of the visits that wait for the database are whose, so that no user and no other domain takes all of the
 * space. Not safe for use by several threads.
 */
final class VisitShares {

    /** How many visits of one user can wait. */
    static final int PER_USER = Reconciliation.VISITS_PER_USER;
    /** What part of the space the visits of all users of one other domain can take. */
    private static final int PART_OF_DOMAIN = 4;

    private final int capacity;
    private final Predicate<JID> local;
    private final Multiset<JID> byUser = HashMultiset.create();
    private final Multiset<String> byDomain = HashMultiset.create();

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
        if (byUser.size() >= capacity || byUser.count(user) >= PER_USER
            || !here && byDomain.count(user.getDomain()) >= Math.max(1, capacity / PART_OF_DOMAIN)) {
            return false;
        }
        byUser.add(user);
        if (!here) {
            byDomain.add(user.getDomain());
        }
        return true;
    }

    /** Counts anew. */
    void reset(@Nonnull final Collection<Visit> waiting) {
        byUser.clear();
        byDomain.clear();
        for (final Visit visit : waiting) {
            byUser.add(visit.user());
            if (!local.test(visit.user())) {
                byDomain.add(visit.user().getDomain());
            }
        }
    }
}
