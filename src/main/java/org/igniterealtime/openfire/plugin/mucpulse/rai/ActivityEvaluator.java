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
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Histogram;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;

/**
 * Finds the subscriptions that are to be notified of activity in a room. Confined to the feature's executor, except
 * {@link #requestEvaluation} and {@link #requestAudit}.
 * <p>
 * A subscription that was notified of a room causes no further work for it. The candidates of a room are the users who
 * may have to be notified of its next message: those whose subscription was re-armed by a visit or a renewal, those
 * whose own message was the last, and those who were interested but not admitted. Subscriptions made since the room was
 * last evaluated are found by their sequence numbers. Nobody else has an interest in the room. That changes with a
 * visit, which re-arms, or with the affiliation lists, which are compared with what they were: their lengths at every
 * evaluation, their entries (the audit) at most once a second, or less often where many rooms are to be looked at.
 * <p>
 * Of a room that this server does not know, or cannot ask, nothing is decided: it is evaluated {@linkplain UnknownRooms
 * again} for all, as what one server of a cluster says of a room can be there before the room is.
 */
final class ActivityEvaluator {

    /** How often at most the affiliation lists of a room are walked. */
    static final Duration AUDIT_INTERVAL = Duration.ofSeconds(1);

    /** How many candidates are looked at without asking who of them can have an interest in the room. */
    private static final int MANY = 16;

    private final SerialExecutor executor;
    private final Rooms rooms;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final NotificationPolicy policy;
    private final NotificationQueue queue;
    private final Ticker ticker;
    private final UnknownRooms unknown;
    private final TimeShare audits;
    /** For rooms of services to which nobody is subscribed, where only whether a room is persistent is of interest. */
    private final TimeShare idleAudits;
    /** Changes with every change of some group, since those are not seen in a room's own lists. */
    private int groupGeneration;

    ActivityEvaluator(@Nonnull final SerialExecutor executor, @Nonnull final Rooms rooms,
                      @Nonnull final TrackedRooms tracked, @Nonnull final Subscriptions subscriptions,
                      @Nonnull final NotificationPolicy policy, @Nonnull final NotificationQueue queue,
                      @Nonnull final Ticker ticker) {
        this.executor = executor;
        this.rooms = rooms;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.policy = policy;
        this.queue = queue;
        this.ticker = ticker;
        this.unknown = new UnknownRooms(executor, room -> !evaluate(room));
        audits = new TimeShare(100, ticker);
        idleAudits = new TimeShare(1000, ticker);
    }

    /** Has a room evaluated after a message was sent there, in nanoseconds of the ticker. For all threads. */
    void requestEvaluation(@Nonnull final TrackedRoom room, final long saidAt) {
        evaluations(room).saidAt().compareAndSet(Histogram.UNTIMED, saidAt);
        requestEvaluation(room);
    }

    /** Has a room evaluated. For all threads. */
    void requestEvaluation(@Nonnull final TrackedRoom room) {
        evaluations(room).evaluation().request();
    }

    /** Has a room evaluated when its affiliation lists may be walked again. For all threads. */
    void requestAudit(@Nonnull final TrackedRoom room) {
        evaluations(room).audit().request();
    }

    /**
     * Whether a room is to be looked at because its affiliation lists may have changed. For all threads. In a cluster a
     * look copies all of the room, which takes milliseconds; so all looks together may take a hundredth of the time.
     */
    boolean isAuditDue(@Nonnull final TrackedRoom room, final boolean hasSubscribers, final long now) {
        return (hasSubscribers ? audits : idleAudits).isFree(now) && room.isAuditDue(now);
    }

    private void audit(final TrackedRoom room) {
        if (isAuditDue(room, true, ticker.read())) {
            requestEvaluation(room);
        } else {
            requestAudit(room);
        }
    }

    private Evaluations evaluations(final TrackedRoom room) {
        return room.evaluations(() -> new Evaluations(
            Coalescer.trying(executor, () -> evaluateNow(room)),
            Coalescer.trying(executor, AUDIT_INTERVAL, () -> audit(room)),
            new AtomicLong(Histogram.UNTIMED)));
    }

    private void evaluateNow(final TrackedRoom room) {
        boolean known = false;
        try {
            known = evaluate(room);
        } finally {
            if (known) {
                unknown.remove(room);
            } else {
                unknown.add(room);
            }
        }
    }

    /** Answers {@code false} where the server does not know the room, and somebody may have to be notified of it. */
    private boolean evaluate(final TrackedRoom room) {
        if (tracked.find(room.jid()) != room) {
            return true;
        }
        final long since = evaluations(room).saidAt().getAndSet(Histogram.UNTIMED);
        final Set<Subscriber> candidates = room.takeCandidates();
        boolean done = false;
        try {
            final boolean known = evaluate(room, candidates, since);
            done = true;
            return known;
        } finally {
            if (!done) {
                // Whoever was not looked at is looked at by the next message.
                candidates.stream().filter(candidate -> candidate.first() != null).forEach(room::addCandidate);
                room.forgetFingerprints();
            }
        }
    }

    private boolean evaluate(final TrackedRoom room, final Set<Subscriber> candidates, final long since) {
        final ServiceSubscriptions known = subscriptions.of(room.service());
        final ServiceSubscriptions service = known == null || known.size() == 0 ? null : known;
        if (service != null) {
            service.collectNewerThan(room.consideredUpTo(), candidates);
            room.setConsideredUpTo(service.newest());
        }
        final long begun = ticker.read();
        final RoomSnapshot snapshot = rooms.snapshot(room.jid());
        final int access = snapshot.accessFingerprint();
        if (access == Rooms.NO_ROOM) {
            // Whoever has an interest in it is found when it is known.
            room.forgetFingerprints();
            return service == null;
        }
        boolean everybody = room.accessChanged(access);
        final long now = ticker.read();
        if (room.isAuditDue(now)) {
            final int fingerprint = 31 * snapshot.affiliationsFingerprint() + groupGeneration;
            everybody |= room.affiliationsChanged(fingerprint, now);
            (service == null ? idleAudits : audits).took(begun);
        } else if (service != null) {
            // A list can hold others than before, and be as long as before.
            requestAudit(room);
        }
        if (service != null && everybody) {
            service.all().forEach(subscription -> candidates.add(subscription.subscriber()));
        }
        if (everybody || candidates.size() > MANY) {
            final Predicate<Subscriber> interested = policy.interested(room, snapshot);
            candidates.removeIf(candidate -> !interested.test(candidate));
        }
        if (candidates.isEmpty() && !everybody) {
            return true;
        }
        final RoomState state = RoomState.of(snapshot).orElse(null);
        if (state != null) {
            room.setTemporary(!state.persistent());
            final FanOut fanOut = queue.fanOut(since);
            FailureIsolation.forEach(candidates, candidate -> evaluate(candidate, room, state, fanOut, now));
        }
        return true;
    }

    private void evaluate(final Subscriber subscriber, final TrackedRoom room, final RoomState state,
                          final FanOut fanOut, final long now) {
        if (subscriber.first() == null) {
            return;
        }
        if (!subscriber.areVisitsLoaded()) {
            // As a candidate it would be looked at with every message, and there can be thousands.
            subscriber.defer(room);
            return;
        }
        switch (policy.decide(subscriber, room, state)) {
            case SWITCHED_OFF, NOT_ADMITTED, NOTHING_NEW -> room.addCandidate(subscriber);
            case NOTIFY -> enqueue(subscriber, room, state, fanOut, now);
            case NOT_INTERESTED -> { }
        }
    }

    /** A session in the room is left out, and no candidate any longer: it is re-armed when it leaves. */
    private void enqueue(final Subscriber subscriber, final TrackedRoom room, final RoomState state,
                         final FanOut fanOut, final long now) {
        for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
            if (s.service().service().equals(room.service())
                && policy.decide(s, room, state) == NotificationPolicy.SessionDecision.NOTIFY) {
                queue.add(s, room, fanOut, now);
            }
        }
    }

    void groupsChanged() {
        groupGeneration++;
    }
}
