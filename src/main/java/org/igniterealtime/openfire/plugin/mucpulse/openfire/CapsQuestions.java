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
 * Who wants to know what is behind an announcement, and which clients are being asked. Everything is bounded for each
 * session, user and domain, and in all, so that nobody keeps the server from asking others. Safe for use by several
 * threads.
 *
 * @param <K> identifies what announcements stand for
 */
final class CapsQuestions<K> {

    /** How many announcements can be wanted, in all and of one user. */
    static final int WANTED = 20_000;
    static final int WANTED_OF_USER = 100;
    /** How many questions can be open, in all, and to one domain, user and session. */
    static final int OPEN = 10_000;
    static final int OPEN_TO_DOMAIN = 2_000;
    static final int OPEN_TO_USER = 20;
    static final int OPEN_TO_SESSION = 2;
    /** How often a user is asked: at once, and on average. */
    static final int BURST = 20;
    static final double PER_SECOND = 1.0 / Duration.ofSeconds(30).toSeconds();

    private static final int REMEMBERED_USERS = 20_000;

    private final RateLimits<String> rates;
    private final String localDomain;
    @GuardedBy("this")
    private final Map<JID, Wish<K>> wishes = new HashMap<>();
    /** The sessions that want to know, by what they announced. */
    @GuardedBy("this")
    private final Map<K, Set<JID>> wanted = new HashMap<>();
    @GuardedBy("this")
    private final Multiset<String> wantedOfUsers = HashMultiset.create();
    /** What somebody is being asked for on behalf of all. */
    @GuardedBy("this")
    private final Map<K, JID> asked = new HashMap<>();
    /** The questions that are open, by the full JID, the bare JID and the domain that is asked. */
    @GuardedBy("this")
    private final Multiset<String> open = HashMultiset.create();
    @GuardedBy("this")
    private int openInAll;

    /**
     * What a session announced last.
     *
     * @param <K> identifies what announcements stand for
     * @param key what it stands for
     * @param announcement the announcement
     */
    record Wish<K>(@Nonnull K key, @Nonnull CapsAnnouncement announcement) {
    }

    /**
     * Creates it, without questions.
     *
     * @param ticker a monotonic source of time
     * @param localDomain the domain of this server, whose users are not bounded together
     */
    CapsQuestions(@Nonnull final Ticker ticker, @Nonnull final String localDomain) {
        this.rates = new RateLimits<>(ticker, REMEMBERED_USERS);
        this.localDomain = localDomain;
    }

    /**
     * Notes that a session wants to know something; what it wanted before is forgotten.
     *
     * @param session the session
     * @param wish what it wants to know
     * @return {@code true} where the session is to be asked now
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

    /** Forgets what a session wants to know. */
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

    /** Notes that a session is asked, unless it, its user, its domain or all are asked too much. */
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

    /** Notes that a question has ended, however it did. */
    synchronized void end(@Nonnull final JID session) {
        openInAll--;
        open.remove(session.toString());
        open.remove(session.toBareJID());
        open.remove(session.getDomain());
    }

    /**
     * Notes that something is known now.
     *
     * @param key what
     * @return who wanted to know it
     */
    @Nonnull
    synchronized List<JID> known(@Nonnull final K key) {
        asked.remove(key);
        final List<JID> sessions = List.copyOf(wanted.getOrDefault(key, Set.of()));
        sessions.forEach(this::forget);
        return sessions;
    }

    /**
     * Notes that nothing came of a question.
     *
     * @param key what was asked for
     * @param session who was asked
     * @return what the others want to know who announced the same, and are to be asked each for itself now; nothing
     *     where this question was not asked for all
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
            // Who may not be asked now will be wanted again, with the pauses of whoever wants it.
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

    /** How many questions are open. */
    synchronized int open() {
        return openInAll;
    }

    /** How many announcements are wanted. */
    synchronized int wanted() {
        return wishes.size();
    }
}
