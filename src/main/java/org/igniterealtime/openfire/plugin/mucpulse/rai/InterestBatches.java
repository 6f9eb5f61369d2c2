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
import com.google.common.collect.Iterables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.xmpp.packet.JID;

/**
 * Looks up the rooms of users in batches. A user who is the only one is looked up at once; those who come while a batch
 * is looked up form the next one, so that batches grow with the load. Services take turns. While one batch is looked up
 * another one is answered, a few users at a time, so that the feature's executor is not held up; no more than these two
 * are in memory. A user who cannot be looked up does not keep the others of the batch from being answered. Confined to
 * the feature's executor, but for what says otherwise.
 */
final class InterestBatches {

    /** How many users one batch has at most; it grows towards that from the first number. */
    static final int FIRST_USERS = 64;
    static final int MAXIMUM_USERS = 500;
    /** The number of visits and rooms found for one batch from which on batches become smaller. */
    static final int MANY_RESULTS = 50_000;
    /** How many users are answered by one task. */
    static final int USERS_PER_TASK = 10;
    /** How long the groups of the users of one batch are asked for, which takes long where a directory server does. */
    static final Duration TIME_FOR_GROUPS = Duration.ofSeconds(1);
    /** After which time a batch without a result is considered lost. */
    static final Duration OVERDUE = Duration.ofMinutes(2);
    /** How often it is looked at whether a batch has got stuck: executors that have too much to do drop tasks. */
    static final Duration WATCH_INTERVAL = Duration.ofSeconds(10);
    /** After how many users of a batch who cannot be looked up one by one the others are taken to be the same. */
    static final int MAXIMUM_FAILURES = 8;
    private static final int BATCHES_IN_MEMORY = 2;

    /** Takes the results, on the feature's executor. */
    interface Listener {

        /**
         * A user was looked up.
         *
         * @param user the user
         * @param found what was found
         * @param asOf a timestamp from before the database was asked
         * @param fanOut the answers that are sent together
         */
        void found(@Nonnull UserAtService user, @Nonnull InterestFinder.Found found, long asOf,
                   @Nonnull FanOut fanOut);

        /** A user cannot be looked up. */
        void failed(@Nonnull UserAtService user, @Nonnull Throwable cause);
    }

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Executor queries;
    private final Users users;
    private final InterestFinder finder;
    private final MonotonicTimestamps timestamps;
    private final Ticker ticker;
    private final Supplier<FanOut> fanOuts;
    private final Listener listener;

    /** Those who wait, by service; the service whose turn it is comes first. */
    private final Map<String, Set<UserAtService>> waiting = new LinkedHashMap<>();
    private final Set<Batch> unanswered = new HashSet<>();
    private final Coalescer watch;
    @Nullable
    private Batch running;
    private int limit = FIRST_USERS;

    /** Some users of one service. */
    private static final class Batch {
        private final String service;
        private final long begun;
        private final boolean full;
        /** Those who were not answered yet. */
        private final Set<UserAtService> left = new LinkedHashSet<>();
        private final List<JID> users;
        // Written by the thread for queries, and read by the executor afterwards.
        private long asOf;
        private final Map<JID, InterestFinder.Found> found = new HashMap<>();
        private final Map<JID, Throwable> failures = new HashMap<>();
        /** Written by the thread for queries at its end. */
        private volatile boolean lookedUp;
        private boolean received;
        /** How many were not answered yet when that was last looked at. */
        private int leftBefore = Integer.MAX_VALUE;

        Batch(final String service, final List<JID> users, final long begun, final boolean full) {
            this.service = service;
            this.users = users;
            this.begun = begun;
            this.full = full;
            users.forEach(user -> left.add(new UserAtService(service, user)));
        }

        boolean hasResult(final JID user) {
            return found.containsKey(user) || failures.containsKey(user);
        }
    }

    InterestBatches(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                    @Nonnull final Executor queries, @Nonnull final Users users, @Nonnull final InterestFinder finder,
                    @Nonnull final MonotonicTimestamps timestamps, @Nonnull final Ticker ticker,
                    @Nonnull final Supplier<FanOut> fanOuts, @Nonnull final Listener listener) {
        this.settings = settings;
        this.executor = executor;
        this.queries = queries;
        this.users = users;
        this.finder = finder;
        this.timestamps = timestamps;
        this.ticker = ticker;
        this.fanOuts = fanOuts;
        this.listener = listener;
        this.watch = Coalescer.after(executor, () -> WATCH_INTERVAL, this::resume);
    }

    /** Has a user looked up, who waits already or does so from now on. */
    void add(@Nonnull final UserAtService user) {
        waiting.computeIfAbsent(user.service(), service -> new LinkedHashSet<>()).add(user);
        startNext();
    }

    private void startNext() {
        takeBackLost();
        while (running == null && unanswered.size() < BATCHES_IN_MEMORY && !waiting.isEmpty()) {
            final Batch batch = takeBatch();
            try {
                queries.execute(() -> lookUp(batch));
                running = batch;
                unanswered.add(batch);
            } catch (final RuntimeException | Error e) {
                FailureIsolation.forEach(batch.left, user -> listener.failed(user, e));
            }
        }
        if (!unanswered.isEmpty()) {
            watch.request();
        }
    }

    /** Does what a task that was dropped should have done. */
    private void resume() {
        try {
            FailureIsolation.forEach(List.copyOf(unanswered), this::resume);
        } finally {
            startNext();
        }
    }

    private void resume(final Batch batch) {
        final int leftNow = batch.left.size();
        if (batch.lookedUp && !batch.received) {
            lookedUp(batch);
        } else if (batch.received && batch.leftBefore == leftNow) {
            answer(batch, fanOuts.get());
        } else if (batch.received) {
            batch.leftBefore = leftNow;
        }
    }

    /** Whose batch was lost waits again. */
    private void takeBackLost() {
        final long now = ticker.read();
        for (final Batch batch : List.copyOf(unanswered)) {
            if (now - batch.begun > OVERDUE.toNanos()) {
                forget(batch);
                batch.left.forEach(user ->
                    waiting.computeIfAbsent(user.service(), service -> new LinkedHashSet<>()).add(user));
            }
        }
    }

    private void forget(final Batch batch) {
        unanswered.remove(batch);
        if (running == batch) {
            running = null;
        }
    }

    /** The next users of the service whose turn it is; if there are more of them, it has another turn. */
    private Batch takeBatch() {
        final Map.Entry<String, Set<UserAtService>> first = waiting.entrySet().iterator().next();
        final String service = first.getKey();
        final Set<UserAtService> all = first.getValue();
        waiting.remove(service);
        final List<JID> taken = new ArrayList<>(Math.min(limit, all.size()));
        final Iterator<UserAtService> next = all.iterator();
        while (next.hasNext() && taken.size() < limit) {
            taken.add(next.next().user());
            next.remove();
        }
        if (!all.isEmpty()) {
            waiting.put(service, all);
        }
        return new Batch(service, taken, ticker.read(), taken.size() == limit);
    }

    /** On a thread for queries. */
    private void lookUp(final Batch batch) {
        try {
            batch.asOf = timestamps.next();
            find(batch, identities(batch));
        } catch (final RuntimeException | Error e) {
            batch.users.forEach(user -> batch.failures.putIfAbsent(user, e));
        }
        batch.lookedUp = true;
        executor.execute(() -> lookedUp(batch));
    }

    /** Who is not among them was not asked for, as it took too long. */
    private Map<JID, Collection<String>> identities(final Batch batch) {
        final Map<JID, Collection<String>> identities = new LinkedHashMap<>();
        final long begun = ticker.read();
        for (final JID user : batch.users) {
            if (!identities.isEmpty() && ticker.read() - begun > TIME_FOR_GROUPS.toNanos()) {
                break;
            }
            try {
                identities.put(user, users.identities(user));
            } catch (final RuntimeException | Error e) {
                batch.failures.put(user, e);
            }
        }
        return identities;
    }

    /** Where that fails, it may be because of one user. */
    private void find(final Batch batch, final Map<JID, Collection<String>> identities) {
        if (identities.isEmpty()) {
            return;
        }
        try {
            batch.found.putAll(finder.find(batch.service, identities, settings.get().interest()));
        } catch (final RuntimeException | Error e) {
            if (identities.size() == 1 || DatabaseUnavailableException.isCauseOf(e)
                || batch.failures.size() >= MAXIMUM_FAILURES) {
                identities.keySet().forEach(user -> batch.failures.put(user, e));
                return;
            }
            for (final List<JID> half : Iterables.partition(identities.keySet(), (identities.size() + 1) / 2)) {
                final Map<JID, Collection<String>> some = new LinkedHashMap<>(identities);
                some.keySet().retainAll(Set.copyOf(half));
                find(batch, some);
            }
        }
    }

    private void lookedUp(final Batch batch) {
        if (batch.received) {
            return;
        }
        batch.received = true;
        if (running == batch) {
            running = null;
        }
        final Set<UserAtService> later = new LinkedHashSet<>();
        batch.left.removeIf(user -> !batch.hasResult(user.user()) && later.add(user));
        if (!later.isEmpty()) {
            // They are the next of their service.
            later.addAll(waiting.getOrDefault(batch.service, Set.of()));
            waiting.put(batch.service, later);
        }
        adaptLimit(batch);
        try {
            startNext();
        } finally {
            answer(batch, fanOuts.get());
        }
    }

    private void adaptLimit(final Batch batch) {
        final int results =
            batch.found.values().stream().mapToInt(found -> found.visits().size() + found.rooms().size()).sum();
        if (results > MANY_RESULTS) {
            limit = Math.max(1, limit / 2);
        } else if (batch.full && results <= MANY_RESULTS / 2) {
            limit = Math.min(MAXIMUM_USERS, 2 * limit);
        }
    }

    /** Answers some users, and has a further task answer the others, so that other tasks have their turn in between. */
    private void answer(final Batch batch, final FanOut fanOut) {
        final List<UserAtService> some = new ArrayList<>(USERS_PER_TASK);
        Iterables.limit(batch.left, USERS_PER_TASK).forEach(some::add);
        some.forEach(batch.left::remove);
        try {
            FailureIsolation.forEach(some, user -> answer(batch, user, fanOut));
        } finally {
            if (batch.left.isEmpty()) {
                forget(batch);
                startNext();
            } else {
                executor.execute(() -> answer(batch, fanOut));
            }
        }
    }

    private void answer(final Batch batch, final UserAtService user, final FanOut fanOut) {
        final InterestFinder.Found found = batch.found.remove(user.user());
        final Throwable failure = batch.failures.get(user.user());
        if (found != null) {
            listener.found(user, found, batch.asOf, fanOut);
        } else if (failure != null) {
            listener.failed(user, failure);
        }
    }

    /** How many users one batch can have at the moment. */
    int limit() {
        return limit;
    }
}
