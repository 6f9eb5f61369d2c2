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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.xmpp.packet.JID;

/**
 * Finds who misses what is said in a room. Users are looked at in the order of their keys, so that a page goes on where
 * the last one ended, whatever changed in between: first the room and the database are asked, on the executor of
 * queries, and then the subscriptions, on that of the feature. A search looks at a bounded number of users, and so many
 * searches run at a time. Safe for use by several threads.
 */
final class AbsentUserFinder implements AbsentUsers {

    /** How many users are looked at in one step. */
    private static final int STEP = 1_000;
    /** After how many steps a search ends with what it has found. */
    private static final int STEPS = 10;
    /** How many searches run at a time. */
    static final int SEARCHES = 16;

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Executor queries;
    private final Rooms rooms;
    private final RoomVisitors visitors;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final AtomicInteger searches = new AtomicInteger();

    AbsentUserFinder(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                     @Nonnull final Executor queries, @Nonnull final Rooms rooms, @Nonnull final RoomVisitors visitors,
                     @Nonnull final TrackedRooms tracked, @Nonnull final Subscriptions subscriptions) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.rooms = rooms;
        this.visitors = visitors;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
    }

    @Override
    @Nonnull
    public CompletionStage<Page> find(@Nonnull final JID room, @Nullable final JID after, final int limit) {
        if (limit < 1 || limit > MAX_LIMIT || room.getNode() == null || room.getResource() != null) {
            return CompletableFuture.failedFuture(new IllegalArgumentException(
                "No room, or not from 1 to " + MAX_LIMIT + " users: " + room + ", " + limit));
        }
        if (searches.incrementAndGet() > SEARCHES) {
            searches.decrementAndGet();
            return CompletableFuture.failedFuture(new RejectedExecutionException("Too many ask at a time"));
        }
        final Search search = new Search(room, after, limit);
        search.page.whenComplete((page, failure) -> searches.decrementAndGet());
        search.run(queries, search::look);
        return search.page.thenApply(page -> page);
    }

    /** One call; its steps run one after the other. */
    private final class Search {

        private final JID room;
        private final int limit;
        private final CompletableFuture<Page> page = new CompletableFuture<>();
        private final List<JID> found = new ArrayList<>();
        /** The last user who was looked at, {@code null} in the beginning. */
        @Nullable
        private JID cursor;
        @Nullable
        private NavigableMap<String, JID> affiliated;
        private int steps;

        Search(final JID room, @Nullable final JID after, final int limit) {
            this.room = room;
            this.limit = limit;
            this.cursor = after == null ? null : after.asBareJID();
        }

        /** Whatever is thrown fails the call, and nothing else. */
        void run(final Executor where, final Runnable step) {
            try {
                where.execute(() -> {
                    try {
                        step.run();
                    } catch (final Throwable thrown) {
                        page.completeExceptionally(thrown);
                    }
                });
            } catch (final RejectedExecutionException e) {
                page.completeExceptionally(e);
            }
        }

        /** May block. */
        void look() {
            if (!settings.get().enabled() || !settings.get().isOffered(room) || !rooms.exists(room)) {
                throw new IllegalArgumentException("There are no indicators for " + room);
            }
            final RoomState state = RoomState.of(rooms.snapshot(room))
                .orElseThrow(() -> new IllegalArgumentException("There is no room " + room));
            final String after = cursor == null ? "" : Sql.key(cursor);
            final RoomVisitors.Part part = visitors.visitors(room, after, STEP);
            final NavigableMap<String, Candidate> candidates = candidates(after, part);
            final Set<JID> inside = state.sessions().stream().map(session -> CanonicalAddress.of(session).asBareJID())
                .collect(Collectors.toSet());
            final List<JID> missing = new ArrayList<>();
            int looked = 0;
            JID last = cursor;
            boolean more = !part.last();
            for (final Candidate candidate : candidates.values()) {
                if (++looked > STEP) {
                    more = true;
                    break;
                }
                last = candidate.user();
                if (!inside.contains(last) && misses(candidate, state)) {
                    missing.add(last);
                }
            }
            cursor = last;
            final boolean goesOn = more;
            run(executor, () -> choose(missing, goesOn));
        }

        /** Those who are affiliated with the room or have been there, as far as the visitors are known. */
        private NavigableMap<String, Candidate> candidates(final String after, final RoomVisitors.Part part) {
            final NavigableMap<String, Candidate> candidates = new TreeMap<>();
            final NavigableMap<String, JID> others = affiliated().tailMap(after, false);
            final Map<String, JID> range = part.last() ? others : others.headMap(part.visitors().lastKey(), true);
            range.forEach((key, user) -> candidates.put(key, new Candidate(user, MonotonicTimestamps.NEVER)));
            part.visitors().forEach((key, visitor) ->
                candidates.put(key, new Candidate(visitor.user(), visitor.timestamp())));
            return candidates;
        }

        private NavigableMap<String, JID> affiliated() {
            NavigableMap<String, JID> known = affiliated;
            if (known == null) {
                known = new TreeMap<>();
                for (final JID user : rooms.affiliates(room)) {
                    known.put(Sql.key(user), user);
                }
                affiliated = known;
            }
            return known;
        }

        private boolean misses(final Candidate candidate, final RoomState state) {
            final JID user = candidate.user();
            final boolean visited = candidate.visit() != MonotonicTimestamps.NEVER
                && candidate.visit() >= state.created();
            final long since = visited ? candidate.visit() : MonotonicTimestamps.NEVER;
            if (!tracked.hasNews(room, user, since, state.created())) {
                return false;
            }
            final Affiliation affiliation = state.affiliation(user);
            return settings.get().interest().covers(affiliation.isAffiliated(), visited)
                && state.access().admits(affiliation);
        }

        /** Confined to the feature's executor. */
        private void choose(final List<JID> missing, final boolean more) {
            for (final JID user : missing) {
                if (found.size() == limit) {
                    page.complete(new Page(found, found.get(limit - 1)));
                    return;
                }
                if (!isTold(user)) {
                    found.add(user);
                }
            }
            if (!more) {
                page.complete(new Page(found, null));
            } else if (found.size() == limit || ++steps == STEPS) {
                page.complete(new Page(found, cursor));
            } else {
                run(queries, this::look);
            }
        }

        private boolean isTold(final JID user) {
            final Subscriber subscriber = subscriptions.subscriber(user);
            final TrackedRoom entry = tracked.find(room);
            if (subscriber == null || entry == null) {
                return false;
            }
            for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
                if (s.service().service().equals(room.getDomain())
                    && (s.isNotified(entry) || s.isPending(entry) || s.isListDue())) {
                    return true;
                }
            }
            return false;
        }
    }

    /**
     * Somebody who may miss something.
     *
     * @param user the bare JID
     * @param visit when the user was last in the room
     */
    private record Candidate(@Nonnull JID user, long visit) {
    }
}
