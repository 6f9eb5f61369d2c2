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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.RegisteredDomain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * When the interests of which sessions are looked at again, with growing pauses. Entries are held by addresses, one for
 * each session in each room, and bounded; one task goes through them once a second. For the feature's executor alone.
 */
final class InterestSchedule {

    private static final Logger Log = LoggerFactory.getLogger(InterestSchedule.class);

    private static final Duration SECOND = Duration.ofSeconds(1);
    /** The pauses between attempts, in seconds; the last one repeats. */
    private static final List<Integer> PAUSES = List.of(2, 8, 30, 120, 600, 1_800, 3_600);
    /** The longest pause after a presence stanza, in seconds. */
    private static final int SOON = 30;
    /** How long earlier interests remain valid, in seconds: longer than an answer is awaited. */
    private static final int VALIDITY = 90;
    /** The number of entries at most: in all, of other domains, of the users of one of them, and of one user. */
    static final int MAX_ENTRIES = 50_000;
    static final int MAX_ENTRIES_OF_OTHERS = 25_000;
    static final int MAX_ENTRIES_OF_DOMAIN = 10_000;
    static final int MAX_ENTRIES_OF_USER = 500;

    /** The length of a full JID, in characters, above which a session is not looked at again. */
    static final int MAX_ADDRESS = 512;

    private static final String OTHERS = "all other domains";

    private final Predicate<JID> local;
    private final Check check;
    /** By session and room. */
    private final Map<JID, Map<JID, Attempts>> entries = new HashMap<>();
    private final Coalescer tick;
    /** The number of entries by user, by other domain, and of all other domains. */
    private final Multiset<String> numbers = HashMultiset.create();
    private int number;
    /** The time, in seconds as this class counts them. */
    private long second;

    /** Looks at the interests of a session in a room. */
    @FunctionalInterface
    interface Check {

        /**
         * Looks once more.
         *
         * @param session the session
         * @param room the room
         * @param attempt the number of this attempt, from 1 on
         * @param isOverdue whether interests that were known earlier are not valid any more
         * @return whether to look again
         */
        boolean check(@Nonnull JID session, @Nonnull JID room, int attempt, boolean isOverdue);
    }

    private static final class Attempts {

        private final long since;
        private long due;
        private int done;

        Attempts(final long now) {
            since = now;
            plan(now);
        }

        void plan(final long now) {
            due = now + PAUSES.get(Math.min(done, PAUSES.size() - 1));
            if (now < since + VALIDITY) {
                due = Math.min(due, since + VALIDITY);
            }
        }
    }

    /**
     * Creates a schedule without entries.
     *
     * @param executor the feature's executor
     * @param local whether a JID is of this server's own domain, which is the same at each moment of asking
     * @param check looks at the interests of a session
     */
    InterestSchedule(@Nonnull final SerialExecutor executor, @Nonnull final Predicate<JID> local,
                     @Nonnull final Check check) {
        this.local = local;
        this.check = check;
        this.tick = new Coalescer(task -> executor.schedule(SECOND, task), this::tick);
    }

    /** Begins anew with a session in a room, unless there are too many entries. */
    void begin(@Nonnull final JID session, @Nonnull final JID room) {
        end(session, room);
        if (number < MAX_ENTRIES && session.toString().length() <= MAX_ADDRESS
            && numbers.count(user(session)) < MAX_ENTRIES_OF_USER
            && (local.test(session) || numbers.count(OTHERS) < MAX_ENTRIES_OF_OTHERS
                && numbers.count(domain(session)) < MAX_ENTRIES_OF_DOMAIN)) {
            entries.computeIfAbsent(session, key -> new HashMap<>()).put(room, new Attempts(second));
            number++;
            numbers.add(user(session));
            if (!local.test(session)) {
                numbers.add(OTHERS);
                numbers.add(domain(session));
            }
            tick.request();
        }
    }

    /**
     * Has a session in a room looked at before long, whatever the pause is by now: a request that is open already may
     * lead to nothing.
     */
    void hasten(@Nonnull final JID session, @Nonnull final JID room) {
        final Attempts attempts = entries.getOrDefault(session, Map.of()).get(room);
        if (attempts == null) {
            begin(session, room);
        } else {
            attempts.due = Math.min(attempts.due, second + SOON);
        }
    }

    private static String user(final JID session) {
        return "user " + session.toBareJID();
    }

    private static String domain(final JID session) {
        return "domain " + RegisteredDomain.of(session.getDomain());
    }

    /** Does not look at a session in a room any more. */
    void end(@Nonnull final JID session, @Nonnull final JID room) {
        entries.computeIfPresent(session, (key, rooms) -> {
            if (rooms.remove(room) != null) {
                number--;
                numbers.remove(user(session));
                if (!local.test(session)) {
                    numbers.remove(OTHERS);
                    numbers.remove(domain(session));
                }
            }
            return rooms.isEmpty() ? null : rooms;
        });
    }

    /** The rooms for which there is an entry of a session. */
    @Nonnull
    Set<JID> rooms(@Nonnull final JID session) {
        return Set.copyOf(entries.getOrDefault(session, Map.of()).keySet());
    }

    private void tick() {
        try {
            second++;
            for (final JID session : List.copyOf(entries.keySet())) {
                for (final Map.Entry<JID, Attempts> entry
                    : List.copyOf(entries.getOrDefault(session, Map.of()).entrySet())) {
                    if (entry.getValue().due <= second) {
                        lookAt(session, entry.getKey(), entry.getValue());
                    }
                }
            }
        } finally {
            if (!entries.isEmpty()) {
                tick.request();
            }
        }
    }

    private void lookAt(final JID session, final JID room, final Attempts attempts) {
        boolean again = false;
        try {
            again = check.check(session, room, attempts.done + 1, second >= attempts.since + VALIDITY);
        } catch (final RuntimeException | Error e) {
            // One session that cannot be looked at must not keep the others from it.
            Log.warn("Could not look again at what an occupant of {} is interested in.", room, e);
        }
        if (again) {
            attempts.done++;
            attempts.plan(second);
        } else {
            end(session, room);
        }
    }
}
