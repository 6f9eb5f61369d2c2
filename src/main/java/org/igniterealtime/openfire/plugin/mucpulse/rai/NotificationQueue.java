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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.rai.NotificationPolicy.SessionDecision;

/**
 * Decides when subscriptions are notified. One that was not notified within the window that the setting gives is
 * notified at once. The rooms that follow within the window are collected, and named in one message at its end; each is
 * looked at again at that moment, once for all subscriptions. Confined to the feature's executor.
 */
final class NotificationQueue {

    /** How long after its time a planned run is considered lost: an executor that is overloaded drops tasks. */
    private static final Duration OVERDUE = Duration.ofSeconds(10);
    /** The part of the window by which a subscription may have to wait longer, so that the timers are few. */
    private static final int SLACK = 10;

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final TrackedRooms tracked;
    private final NotificationPolicy policy;
    private final NotificationSender notifications;
    private final Consumer<TrackedRoom> evaluation;
    private final Ticker ticker;
    /** The subscriptions that have pending rooms, the one whose window ends first at the head. */
    private final Queue<Waiting> waiting =
        new PriorityQueue<>((one, other) -> Long.signum(one.end() - other.end()));
    private boolean planned;
    /** When the planned run is due, in nanoseconds of the ticker. */
    private long plannedFor;
    /** The number of the planned run: earlier ones, which were planned for later, do nothing. */
    private long plan;

    /**
     * A subscription that has pending rooms.
     *
     * @param subscription the subscription
     * @param end when its window ends, in nanoseconds of the ticker
     */
    private record Waiting(@Nonnull Subscription subscription, long end) {
    }

    NotificationQueue(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                      @Nonnull final Rooms rooms, @Nonnull final TrackedRooms tracked,
                      @Nonnull final NotificationPolicy policy, @Nonnull final NotificationSender notifications,
                      @Nonnull final Consumer<TrackedRoom> evaluation, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.tracked = tracked;
        this.policy = policy;
        this.notifications = notifications;
        this.evaluation = evaluation;
        this.ticker = ticker;
    }

    /** For notifications that are added because of what was said at a moment; see {@link Histogram#UNTIMED}. */
    @Nonnull
    FanOut fanOut(final long since) {
        return notifications.fanOut(since);
    }

    /**
     * Has a subscription notified of a room, of which it was decided that it is to be notified: at once, or at the end
     * of the subscription's window.
     *
     * @param subscription the subscription
     * @param room the room
     * @param fanOut the notifications that are sent together with this one
     * @param now when it was decided, in nanoseconds of the ticker
     */
    void add(@Nonnull final Subscription subscription, @Nonnull final TrackedRoom room,
             @Nonnull final FanOut fanOut, final long now) {
        final long window = settings.get().coalescing().toNanos();
        if (subscription.hasPending()) {
            subscription.addPending(room, fanOut.since());
        } else if (subscription.isWithinWindow(window, now)) {
            // In this order: one that has pending rooms and does not wait would never be notified.
            waiting.add(new Waiting(subscription, subscription.windowStart() + window));
            subscription.addPending(room, fanOut.since());
        } else {
            send(subscription, List.of(room), fanOut, fanOut.since(), now);
        }
        planNext(now, window / SLACK);
    }

    private void send(final Subscription subscription, final List<TrackedRoom> list, final FanOut fanOut,
                      final long since, final long now) {
        notifications.send(subscription, list, NotificationSender.Source.LIVE, fanOut, since);
        list.forEach(room -> subscription.markNotified(room, tracked.latest(room)));
        subscription.startWindow(now);
    }

    /** Plans a run for the end of the first window, unless one is planned for that time or soon after it. */
    private void planNext(final long now, final long slack) {
        final Waiting first = waiting.peek();
        if (first != null && (!planned || plannedFor - first.end() > slack || now - plannedFor > OVERDUE.toNanos())) {
            planned = false;
            final long number = ++plan;
            executor.schedule(Duration.ofNanos(Math.max(0, first.end() - now)), () -> flush(number));
            planned = true;
            plannedFor = first.end();
        }
    }

    private void flush(final long number) {
        if (number != plan) {
            return;
        }
        planned = false;
        final long now = ticker.read();
        final List<Subscription> due = new ArrayList<>();
        for (Waiting first = waiting.peek(); first != null && first.end() - now <= 0; first = waiting.peek()) {
            due.add(waiting.remove().subscription());
        }
        try {
            final Map<TrackedRoom, Optional<RoomState>> states = new HashMap<>();
            final FanOut fanOut = notifications.fanOut(Histogram.UNTIMED);
            FailureIsolation.forEach(due, subscription -> flush(subscription, states, fanOut, now));
        } finally {
            planNext(now, 0);
        }
    }

    private void flush(final Subscription subscription, final Map<TrackedRoom, Optional<RoomState>> states,
                       final FanOut fanOut, final long now) {
        final Map<TrackedRoom, Long> candidates = subscription.takePending();
        final Subscriber subscriber = subscription.subscriber();
        final List<TrackedRoom> list = new ArrayList<>(candidates.size());
        boolean done = false;
        try {
            for (final TrackedRoom room : candidates.keySet()) {
                final Optional<RoomState> state = states.computeIfAbsent(room, this::look);
                final SessionDecision decision =
                    state.map(found -> policy.decide(subscription, room, found)).orElse(SessionDecision.IN_ROOM);
                if (state.isPresent() && decision != SessionDecision.IN_ROOM) {
                    if (policy.decide(subscriber, room, state.get()) != NotificationPolicy.Decision.NOTIFY) {
                        room.addCandidate(subscriber);
                    } else if (decision == SessionDecision.NOTIFY) {
                        list.add(room);
                    }
                }
            }
            if (!list.isEmpty()) {
                final long since = list.stream().mapToLong(candidates::get).filter(one -> one != Histogram.UNTIMED)
                    .min().orElse(Histogram.UNTIMED);
                send(subscription, list, fanOut, since, now);
            }
            done = true;
        } finally {
            if (!done) {
                candidates.keySet().forEach(room -> room.addCandidate(subscriber));
            }
        }
    }

    private Optional<RoomState> look(final TrackedRoom room) {
        if (tracked.find(room.jid()) != room) {
            return Optional.empty();
        }
        final Optional<RoomState> state = RoomState.of(rooms.snapshot(room.jid()));
        if (state.isEmpty()) {
            // It was known a moment ago, and perhaps is soon: it is evaluated for all then.
            room.forgetFingerprints();
            evaluation.accept(room);
        }
        return state;
    }
}
