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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import com.google.common.base.Ticker;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.RateLimits;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.xmpp.packet.JID;

/**
 * The book-keeping of {@link DiscoCapabilities}: the sessions whose announced capabilities are not known yet, and the
 * requests that are open. Both are bounded for each user and in all, open requests also for each session and each other
 * domain, so that no user or domain can keep the server from asking others. Safe for use by several threads.
 *
 * @param <K> the type of the keys that are equal for announcements of the same capabilities
 */
final class CapsQuestions<K> {

    /** The number of sessions that can wait for an answer, in all and of one user. */
    static final int WANTED = 20_000;
    static final int WANTED_OF_USER = 100;
    /** The number of requests that can be open, in all, and to one domain, user and session. */
    static final int OPEN = 10_000;
    static final int OPEN_TO_DOMAIN = 2_000;
    static final int OPEN_TO_USER = 20;
    static final int OPEN_TO_SESSION = 2;
    /** How many requests a user is sent in a burst, and how many each second on average. */
    static final int BURST = 20;
    static final double PER_SECOND = 1.0 / Duration.ofSeconds(30).toSeconds();

    private static final int REMEMBERED_USERS = 20_000;

    private final RateLimits<String> rates;
    private final String localDomain;
    @GuardedBy("this")
    private final Map<JID, Wish<K>> wishes = new HashMap<>();
    /** The sessions that wait for an answer, by the key of what they announced. */
    @GuardedBy("this")
    private final Map<K, Set<JID>> wanted = new HashMap<>();
    @GuardedBy("this")
    private final Multiset<String> wantedOfUsers = HashMultiset.create();
    /** The session that is asked on behalf of all that announced the same, by key. */
    @GuardedBy("this")
    private final Map<K, JID> asked = new HashMap<>();
    /** The numbers of open requests, by the full JID, the bare JID and the domain that they were sent to. */
    @GuardedBy("this")
    private final Multiset<String> open = HashMultiset.create();
    @GuardedBy("this")
    private int openInAll;

    /**
     * The announcement of a session that waits for an answer.
     *
     * @param <K> the type of the keys
     * @param key equal for all announcements of the same capabilities
     * @param announcement what the session announced last
     */
    record Wish<K>(@Nonnull K key, @Nonnull CapsAnnouncement announcement) {
    }

    /**
     * Creates an instance in which no session waits and no request is open.
     *
     * @param ticker a monotonic source of time
     * @param localDomain the domain of this server, to which the limit for a domain does not apply
     */
    CapsQuestions(@Nonnull final Ticker ticker, @Nonnull final String localDomain) {
        this.rates = new RateLimits<>(ticker, REMEMBERED_USERS);
        this.localDomain = localDomain;
    }

    /**
     * Lets a session wait for an answer to what it announced, instead of what it announced before. Has no effect
     * beyond forgetting the latter where the limits are reached.
     *
     * @param session the session, a full JID
     * @param wish what it announced
     * @return {@code true} if the session is to be sent a request now, which is then counted as open
     */
    synchronized boolean want(@Nonnull final JID session, @Nonnull final Wish<K> wish) {
        forget(session);
        final String user = session.toBareJID();
        if (wishes.size() >= WANTED || wantedOfUsers.count(user) >= WANTED_OF_USER) {
            return false;
        }
        wishes.put(session, wish);
        wanted.computeIfAbsent(wish.key(), key -> new LinkedHashSet<>()).add(session);
        wantedOfUsers.add(user);
        if (asked.containsKey(wish.key()) || !begin(session)) {
            return false;
        }
        asked.put(wish.key(), session);
        return true;
    }

    /** Lets a session wait no longer. Returns what it had announced, or {@code null} if it did not wait. */
    @Nullable
    synchronized Wish<K> forget(@Nonnull final JID session) {
        final Wish<K> wish = wishes.remove(session);
        if (wish != null) {
            wantedOfUsers.remove(session.toBareJID());
            wanted.computeIfPresent(wish.key(), (key, sessions) -> {
                sessions.remove(session);
                return sessions.isEmpty() ? null : sessions;
            });
        }
        return wish;
    }

    /** Counts a request to a session as open. Returns {@code false} where a limit or the rate is reached. */
    @GuardedBy("this")
    private boolean begin(final JID session) {
        final String user = session.toBareJID();
        final String domain = session.getDomain();
        if (openInAll >= OPEN || open.count(session.toString()) >= OPEN_TO_SESSION
            || open.count(user) >= OPEN_TO_USER
            || !domain.equals(localDomain) && open.count(domain) >= OPEN_TO_DOMAIN
            || !rates.tryAcquire(user, PER_SECOND, BURST)) {
            return false;
        }
        openInAll++;
        open.add(session.toString());
        open.add(user);
        open.add(domain);
        return true;
    }

    /** Counts a request to a session as no longer open, whether or not it was answered. */
    synchronized void end(@Nonnull final JID session) {
        openInAll--;
        open.remove(session.toString());
        open.remove(session.toBareJID());
        open.remove(session.getDomain());
    }

    /**
     * Ends the waiting for a key whose capabilities are known now.
     *
     * @param key the key
     * @return the sessions that have waited for it
     */
    @Nonnull
    synchronized List<JID> known(@Nonnull final K key) {
        asked.remove(key);
        final List<JID> sessions = List.copyOf(wanted.getOrDefault(key, Set.of()));
        sessions.forEach(this::forget);
        return sessions;
    }

    /**
     * Ends a request that led to no answer that can be used.
     *
     * @param key the key that the request was sent for
     * @param session the session that it was sent to
     * @return the other sessions that announced the same, each of which is to be sent a request of its own now; empty
     *     if the request was not sent on behalf of all
     */
    @Nonnull
    synchronized Map<JID, Wish<K>> failed(@Nonnull final K key, @Nonnull final JID session) {
        final Wish<K> wish = wishes.get(session);
        if (wish != null && wish.key().equals(key)) {
            forget(session);
        }
        if (!asked.remove(key, session)) {
            return Map.of();
        }
        final Map<JID, Wish<K>> next = new LinkedHashMap<>();
        for (final JID other : List.copyOf(wanted.getOrDefault(key, Set.of()))) {
            // A session that may not be asked now is forgotten; the feature asks for it again later.
            final Wish<K> one = forget(other);
            if (begin(other)) {
                next.put(other, one);
                wishes.put(other, one);
                wanted.computeIfAbsent(key, missing -> new LinkedHashSet<>()).add(other);
                wantedOfUsers.add(other.toBareJID());
            }
        }
        return next;
    }

    /** Returns the number of open requests. */
    synchronized int open() {
        return openInAll;
    }

    /** Returns the number of sessions that wait for an answer. */
    synchronized int wanted() {
        return wishes.size();
    }
}
