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
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.xmpp.packet.JID;

/**
 * The book-keeping of {@link DiscoCapabilities}: the sessions whose announced capabilities are not known yet, and the
 * requests that are open. Both are bounded for each user and each other domain, for all other domains together, and in
 * all, so that no user or domain can keep the server from asking others, and other servers leave half of everything to
 * this one. Open requests are bounded for each session, too.
 * <p>
 * A session waits only while a request is open: one to itself, or one that another session was sent on behalf of all
 * that announced the same. So nothing is kept of sessions that could not be asked, or that are gone. Safe for use by
 * several threads.
 *
 * @param <K> the type of the keys that are equal for announcements of the same capabilities
 */
final class CapsQuestions<K> {

    /** The number of sessions that can wait for an answer, in all, of other servers, of one of them, and of a user. */
    static final int WAITING = 20_000;
    static final int WAITING_REMOTE = 10_000;
    static final int WAITING_OF_DOMAIN = 2_500;
    static final int WAITING_OF_USER = 100;
    /** The number of requests that can be open, in all, to other servers, to one of them, to a user and a session. */
    static final int OPEN = 10_000;
    static final int OPEN_REMOTE = 5_000;
    static final int OPEN_TO_DOMAIN = 500;
    static final int OPEN_TO_USER = 20;
    static final int OPEN_TO_SESSION = 2;
    /** How many requests a user is sent in a burst, and how many each second on average. */
    static final int BURST = 20;
    static final double PER_SECOND = 1.0 / Duration.ofSeconds(30).toSeconds();
    /** The same, for all users of another domain together. */
    static final int DOMAIN_BURST = 1_000;
    static final double DOMAIN_PER_SECOND = 20;

    /** The keys of the counters that are not for one domain, user or session. No address begins with a slash. */
    private static final String ALL = "/all";
    private static final String REMOTE = "/remote";
    private static final int REMEMBERED_USERS = 20_000;
    private static final int REMEMBERED_DOMAINS = 10_000;

    private final String localDomain;
    private final RateLimits<String> localRates;
    /** Kept apart from those of this server's users, as another server can make up any number of users. */
    private final RateLimits<String> remoteRates;
    private final RateLimits<String> domainRates;
    /** The announcement of each session that waits for an answer. */
    @GuardedBy("this")
    private final Map<JID, Wish<K>> wishes = new HashMap<>();
    /** The sessions that wait for an answer, by the key of what they announced. */
    @GuardedBy("this")
    private final Map<K, Set<JID>> waiting = new HashMap<>();
    /** The numbers of sessions that wait: in all, of other servers, by domain and by user. */
    @GuardedBy("this")
    private final Multiset<String> waitingBy = HashMultiset.create();
    /** The session that is asked on behalf of all that announced the same, by key. */
    @GuardedBy("this")
    private final Map<K, JID> asked = new HashMap<>();
    /** The numbers of open requests: in all, to other servers, by domain, by user and by session. */
    @GuardedBy("this")
    private final Multiset<String> open = HashMultiset.create();

    /**
     * The announcement of a session that waits for an answer.
     *
     * @param <K> the type of the keys
     * @param key equal for all announcements of the same capabilities
     * @param service the domain of the group chat service to one of whose rooms it was sent
     * @param announcement what the session announced last
     */
    record Wish<K>(@Nonnull K key, @Nonnull String service, @Nonnull CapsAnnouncement announcement) {
    }

    /**
     * Creates an instance in which no session waits and no request is open.
     *
     * @param ticker a monotonic source of time
     * @param localDomain the domain of this server, to which the limits for other servers do not apply
     */
    CapsQuestions(@Nonnull final Ticker ticker, @Nonnull final String localDomain) {
        this.localDomain = localDomain;
        this.localRates = new RateLimits<>(ticker, REMEMBERED_USERS);
        this.remoteRates = new RateLimits<>(ticker, REMEMBERED_USERS);
        this.domainRates = new RateLimits<>(ticker, REMEMBERED_DOMAINS);
    }

    private boolean isLocal(final JID session) {
        return session.getDomain().equals(localDomain);
    }

    private static String domain(final JID session) {
        return "/domain/" + RegisteredDomain.of(session.getDomain());
    }

    private static String user(final JID session) {
        return "/user/" + session.toBareJID();
    }

    private static String session(final JID session) {
        return session.toString();
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
        final Wish<K> before = wishes.get(session);
        if (before != null && before.key().equals(wish.key())) {
            return false;
        }
        forget(session);
        final boolean othersAreAsked = asked.containsKey(wish.key());
        if (!mayWait(session) || !othersAreAsked && !begin(session)) {
            return false;
        }
        add(session, wish);
        if (!othersAreAsked) {
            asked.put(wish.key(), session);
        }
        return !othersAreAsked;
    }

    @GuardedBy("this")
    private boolean mayWait(final JID session) {
        return waitingBy.count(ALL) < WAITING && waitingBy.count(user(session)) < WAITING_OF_USER
            && (isLocal(session) || waitingBy.count(REMOTE) < WAITING_REMOTE
                && waitingBy.count(domain(session)) < WAITING_OF_DOMAIN);
    }

    @GuardedBy("this")
    private void add(final JID session, final Wish<K> wish) {
        wishes.put(session, wish);
        waiting.computeIfAbsent(wish.key(), key -> new LinkedHashSet<>()).add(session);
        waitingBy.add(ALL);
        waitingBy.add(user(session));
        if (!isLocal(session)) {
            waitingBy.add(REMOTE);
            waitingBy.add(domain(session));
        }
    }

    /** Lets a session wait no longer. Returns what it had announced, or {@code null} if it did not wait. */
    @Nullable
    @GuardedBy("this")
    private Wish<K> forget(final JID session) {
        final Wish<K> wish = wishes.remove(session);
        if (wish != null) {
            waiting.computeIfPresent(wish.key(), (key, sessions) -> {
                sessions.remove(session);
                return sessions.isEmpty() ? null : sessions;
            });
            waitingBy.remove(ALL);
            waitingBy.remove(user(session));
            if (!isLocal(session)) {
                waitingBy.remove(REMOTE);
                waitingBy.remove(domain(session));
            }
        }
        return wish;
    }

    /** Counts a request to a session as open. Returns {@code false} where a limit or a rate is reached. */
    @GuardedBy("this")
    private boolean begin(final JID session) {
        final boolean local = isLocal(session);
        if (open.count(ALL) >= OPEN || open.count(session(session)) >= OPEN_TO_SESSION
            || open.count(user(session)) >= OPEN_TO_USER
            || !local && (open.count(REMOTE) >= OPEN_REMOTE || open.count(domain(session)) >= OPEN_TO_DOMAIN)
            // The user's rate comes first, so that a user who is over it takes nothing from that of the domain.
            || !(local ? localRates : remoteRates).tryAcquire(user(session), PER_SECOND, BURST)
            || !local && !domainRates.tryAcquire(domain(session), DOMAIN_PER_SECOND, DOMAIN_BURST)) {
            return false;
        }
        open.add(ALL);
        open.add(session(session));
        open.add(user(session));
        if (!local) {
            open.add(REMOTE);
            open.add(domain(session));
        }
        return true;
    }

    /** Counts a request to a session as no longer open, whether or not it was answered. */
    synchronized void end(@Nonnull final JID session) {
        open.remove(ALL);
        open.remove(session(session));
        open.remove(user(session));
        if (!isLocal(session)) {
            open.remove(REMOTE);
            open.remove(domain(session));
        }
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
        final List<JID> sessions = List.copyOf(waiting.getOrDefault(key, Set.of()));
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
        for (final JID other : List.copyOf(waiting.getOrDefault(key, Set.of()))) {
            // A session that may not be asked now is forgotten; the feature asks for it again later.
            final Wish<K> one = forget(other);
            if (one != null && begin(other)) {
                next.put(other, one);
                add(other, one);
            }
        }
        return next;
    }

    /** Returns the number of open requests. */
    synchronized int open() {
        return open.count(ALL);
    }

    /** Returns the number of sessions that wait for an answer. */
    synchronized int waiting() {
        return wishes.size();
    }
}
