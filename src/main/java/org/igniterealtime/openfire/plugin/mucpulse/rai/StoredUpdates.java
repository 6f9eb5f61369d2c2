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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Reads again what other servers have stored, where something of it may not have been heard: first where subscribers
 * have been, and then what was said, so that nobody is told of what they have seen. Where that fails, it is tried
 * again. The rooms are looked at apart from that, as it takes seconds where there are many, and lists wait for the same
 * queries. Confined to the feature's executor.
 */
final class StoredUpdates {

    private static final Logger Log = LoggerFactory.getLogger(StoredUpdates.class);

    /** How long to wait for further reasons to read; by then the other server has written what it had. */
    static final Duration DELAY = Duration.ofSeconds(3);
    /** When it is tried again after the database failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    /** After which time a reading without a result is considered lost. */
    static final Duration OVERDUE = Duration.ofMinutes(2);
    /** The visits of how many users are read with one query. */
    static final int USERS = 200;

    private final SerialExecutor executor;
    private final Executor queries;
    private final Executor scans;
    private final VisitLog visitLog;
    private final ActivityLog activityLog;
    private final Subscriptions subscriptions;
    private final Rooms rooms;
    private final TrackedRooms tracked;
    private final VisitTracker visits;
    private final ActivityRecorder activities;
    private final MonotonicTimestamps timestamps;
    private final Ticker ticker;
    private final Coalescer reading;
    private final Coalescer retrying;
    /** Changes with each reading that begins, so that one that was considered lost comes to nothing. */
    private int current;
    private boolean underWay;
    private long begun;
    private boolean again;
    private boolean writeMissing;
    private boolean newRooms;
    private boolean looking;
    private long lookBegun;
    private boolean lookFailed;
    private boolean failed;

    StoredUpdates(@Nonnull final SerialExecutor executor, @Nonnull final Executor queries,
                  @Nonnull final Executor scans, @Nonnull final VisitLog visitLog,
                  @Nonnull final ActivityLog activityLog, @Nonnull final Subscriptions subscriptions,
                  @Nonnull final Rooms rooms, @Nonnull final TrackedRooms tracked, @Nonnull final VisitTracker visits,
                  @Nonnull final ActivityRecorder activities, @Nonnull final MonotonicTimestamps timestamps,
                  @Nonnull final Ticker ticker) {
        this.executor = executor;
        this.queries = queries;
        this.scans = scans;
        this.visitLog = visitLog;
        this.activityLog = activityLog;
        this.subscriptions = subscriptions;
        this.rooms = rooms;
        this.tracked = tracked;
        this.visits = visits;
        this.activities = activities;
        this.timestamps = timestamps;
        this.ticker = ticker;
        this.reading = Coalescer.after(executor, () -> DELAY, this::begin);
        this.retrying = Coalescer.after(executor, () -> RETRY_INTERVAL, this::begin);
    }

    /** Has everything read again. */
    void readAgain() {
        reading.request();
    }

    /**
     * Has everything read again, and what this server heard of late from others written where it is not there: one of
     * them is gone, perhaps before it had written it.
     */
    void writeWhatIsMissing() {
        writeMissing = true;
        reading.request();
    }

    /** Has everything read again, and the rooms looked at: this server may see those of another one from now on. */
    void lookAgain() {
        newRooms = true;
        reading.request();
    }

    private void begin() {
        look();
        if (underWay && ticker.read() - begun <= OVERDUE.toNanos()) {
            again = true;
            return;
        }
        underWay = true;
        again = false;
        begun = ticker.read();
        final int number = ++current;
        final List<JID> users = new ArrayList<>();
        subscriptions.subscribers().forEach(subscriber -> users.add(subscriber.user()));
        final Queue<List<JID>> left = new ArrayDeque<>();
        Iterables.partition(users, USERS).forEach(some -> left.add(List.copyOf(some)));
        readVisits(number, left);
    }

    private void look() {
        if (!newRooms || looking && ticker.read() - lookBegun <= OVERDUE.toNanos()) {
            return;
        }
        newRooms = false;
        looking = true;
        lookBegun = ticker.read();
        try {
            scans.execute(() -> {
                try {
                    final long removals = tracked.removals();
                    rooms.loaded().forEach(room -> tracked.seen(room, removals));
                    executor.execute(this::looked);
                } catch (final RuntimeException | Error e) {
                    executor.execute(() -> lookFailed(e));
                }
            });
        } catch (final RuntimeException | Error e) {
            lookFailed(e);
        }
    }

    private void looked() {
        looking = false;
        lookFailed = false;
        if (newRooms) {
            reading.request();
        }
    }

    private void lookFailed(final Throwable cause) {
        looking = false;
        newRooms = true;
        if (!lookFailed) {
            lookFailed = true;
            Log.warn("Cannot look at the rooms of the other servers. This is tried again every {} until it succeeds.",
                RETRY_INTERVAL, cause);
        }
        retrying.request();
    }

    private void readVisits(final int number, final Queue<List<JID>> left) {
        final List<JID> users = left.poll();
        if (users == null) {
            query(number, activityLog::stored, this::takeActivities);
        } else {
            query(number, () -> visitLog.visits(users), found -> {
                FailureIsolation.forEach(found.entrySet(), ofUser -> takeVisits(ofUser.getKey(), ofUser.getValue()));
                readVisits(number, left);
            });
        }
    }

    @FunctionalInterface
    private interface Query<T> {
        T run();
    }

    @FunctionalInterface
    private interface Result<T> {
        void take(T found);
    }

    private <T> void query(final int number, final Query<T> query, final Result<T> result) {
        try {
            queries.execute(() -> {
                try {
                    final T found = query.run();
                    executor.execute(() -> {
                        if (number == current) {
                            result.take(found);
                        }
                    });
                } catch (final RuntimeException | Error e) {
                    executor.execute(() -> failed(number, e));
                }
            });
        } catch (final RuntimeException | Error e) {
            failed(number, e);
        }
    }

    private void failed(final int number, final Throwable cause) {
        if (number != current) {
            return;
        }
        underWay = false;
        if (!failed && !DatabaseUnavailableException.isCauseOf(cause)) {
            failed = true;
            Log.warn("Cannot read what other servers have stored of visits and activity. This is tried again every {} "
                + "until it succeeds.", RETRY_INTERVAL, cause);
        }
        retrying.request();
    }

    private void takeVisits(final JID user, final Map<JID, Long> found) {
        final Subscriber subscriber = subscriptions.subscriber(user);
        if (subscriber != null && subscriber.areVisitsLoaded()) {
            found.forEach((room, timestamp) -> {
                // A list may have found the visit, and re-armed nothing.
                if (subscriber.lastVisit(room, MonotonicTimestamps.NEVER) < timestamp
                    || subscriber.isNotifiedUpTo(room, timestamp)) {
                    visits.visitedElsewhere(new PeerMessage.PeerVisit(user, room, timestamp, false));
                }
            });
        }
    }

    private void takeActivities(final Map<JID, Activity> stored) {
        try {
            FailureIsolation.forEach(stored.entrySet(),
                room -> activities.saidElsewhere(room.getKey(), room.getValue()));
            if (writeMissing) {
                writeMissing = false;
                final long recent = timestamps.before(PeerListener.PAST);
                tracked.all().filter(room -> room.activity().timestamp() >= recent
                    && !room.activity().equals(stored.get(room.jid()))).forEach(room ->
                    activityLog.changed(room.jid(), room.activity()));
            }
            failed = false;
        } finally {
            underWay = false;
            if (again) {
                reading.request();
            }
        }
    }
}
