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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ByteBudget;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;

/**
 * Bounds the memory that the interests of occupants take: for each user over all sessions and rooms, for each other
 * domain with its subdomains, for all other domains, which leave half to the users of this server, and in all (S3).
 * Most clients have the same interests as many others: sets that are equal are one object, and count once for a user,
 * once for a domain, and once in all. For the feature's executor alone.
 */
final class InterestBudget {

    /** The number of bytes that are held at most for one user, and for the users of one other domain. */
    static final long MAX_OF_USER = 262_144;
    static final long MAX_OF_DOMAIN = 4_194_304;

    /** What a set takes in memory besides its elements, and an element besides its characters, in bytes. */
    private static final int OVERHEAD = 200;
    private static final int OVERHEAD_OF_ELEMENT = 60;

    private final long mostInAll;
    private final Predicate<JID> local;
    private final Map<Set<String>, Held> sets = new HashMap<>();
    private final ByteBudget<String> bytes = new ByteBudget<>();

    private record Owner(String key, long most) {
    }

    private static final class Held {

        private final Set<String> interests;
        private final long size;
        /** The number of occupants, by owner. */
        private final Multiset<String> owners = HashMultiset.create();

        Held(final Set<String> interests) {
            this.interests = interests;
            this.size = size(interests);
        }
    }

    /**
     * Creates a budget of which nothing is taken.
     *
     * @param mostInAll the number of bytes that are held at most for all users
     * @param local whether a JID is of this server's own domain, which is the same at each moment of asking
     */
    InterestBudget(final long mostInAll, @Nonnull final Predicate<JID> local) {
        this.mostInAll = mostInAll;
        this.local = local;
    }

    /** How many bytes of memory a set takes, roughly. */
    static long size(@Nonnull final Set<String> interests) {
        return OVERHEAD + interests.stream().mapToLong(node -> OVERHEAD_OF_ELEMENT + 2L * node.length()).sum();
    }

    private List<Owner> owners(final JID session) {
        final Owner user = new Owner("user " + session.toBareJID(), MAX_OF_USER);
        final Owner all = new Owner("all", mostInAll);
        return local.test(session) ? List.of(user, all)
            : List.of(user, new Owner("domain " + RegisteredDomain.of(session.getDomain()), MAX_OF_DOMAIN),
                new Owner("all other domains", mostInAll / 2), all);
    }

    /**
     * Holds interests for an occupant.
     *
     * @param session the session that the occupant is
     * @param interests the nodes that it is interested in
     * @return the same set, or one that is equal; empty where it does not fit, so that nothing is held
     */
    @Nonnull
    Optional<Set<String>> take(@Nonnull final JID session, @Nonnull final Set<String> interests) {
        if (interests.isEmpty()) {
            return Optional.of(interests);
        }
        final Held known = sets.get(interests);
        final Held held = known == null ? new Held(interests) : known;
        final List<Owner> owners = owners(session);
        if (!owners.stream().allMatch(owner -> held.owners.contains(owner.key())
            || bytes.held(owner.key()) + held.size <= owner.most())) {
            return Optional.empty();
        }
        for (final Owner owner : owners) {
            if (held.owners.add(owner.key(), 1) == 0) {
                bytes.add(owner.key(), held.size);
            }
        }
        sets.put(held.interests, held);
        return Optional.of(held.interests);
    }

    /**
     * Holds interests for an occupant no longer.
     *
     * @param session the session that the occupant is
     * @param interests what {@link #take} returned for it
     */
    void release(@Nonnull final JID session, @Nonnull final Set<String> interests) {
        final Held held = sets.get(interests);
        if (held == null) {
            return;
        }
        for (final Owner owner : owners(session)) {
            if (held.owners.remove(owner.key(), 1) == 1) {
                bytes.release(owner.key(), held.size);
            }
        }
        if (held.owners.isEmpty()) {
            sets.remove(interests);
        }
    }

    /** The number of bytes that are held for a user, a bare JID. */
    long ofUser(@Nonnull final JID user) {
        return bytes.held("user " + user.toBareJID());
    }

    /** The number of bytes that are held in all. */
    long inAll() {
        return bytes.held("all");
    }
}
