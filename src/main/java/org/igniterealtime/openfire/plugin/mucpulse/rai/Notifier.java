/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Decides who is told of activity in which room, and when. All methods are for the feature's executor, except
 * {@link #requestEvaluation} and {@link #planAudit}.
 * <p>
 * A subscription needs no work for a room once it was told of it. Whoever may have to be told at the next message waits
 * at the room: those re-armed by a visit or a renewal, those whose own message was the last, and those who were
 * interested but not admitted. Subscriptions made since the room was last evaluated are found by their sequence number.
 * Everybody else has no interest in the room; that changes with a visit, which re-arms, or with the affiliation lists,
 * which are compared with what they were: their lengths at every evaluation, their entries at most once a second.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class Notifier {

    /** How often at most the affiliation lists of a room are walked. */
    static final Duration AUDIT_INTERVAL = Duration.ofSeconds(1);
    /** After which time a task that has not run is taken for lost. */
    private static final Duration OVERDUE = Duration.ofSeconds(10);

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final NotificationSender notifications;
    private final Ticker ticker;

    private final Occupancies occupancies = new Occupancies();
    /** The subscriptions that are about to be told, in the order in which they first had something to be told. */
    private Set<Subscription> gathering = new LinkedHashSet<>();
    private boolean flushPlanned;
    /** When it was planned, in nanoseconds: an executor that has too much to do drops tasks. */
    private long flushPlannedAt;
    /** Changes with every change of some group, since those are not seen in a room's own lists. */
    private int groupGeneration;
    /** The rooms that ceased to exist, and that subscribers are still to forget. */
    private Set<JID> destroyed = new HashSet<>();

    Notifier(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
             @Nonnull final Rooms rooms,
             @Nonnull final TrackedRooms tracked, @Nonnull final Subscriptions subscriptions,
             @Nonnull final NotificationSender notifications, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.notifications = notifications;
        this.ticker = ticker;
    }

    // Visits

    void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, final long timestamp) {
        occupancies.joined(room, session);
        visited(room, session, timestamp);
    }

    void occupantLeft(@Nonnull final JID room, @Nonnull final JID session, final long timestamp) {
        occupancies.left(room, session);
        visited(room, session, timestamp);
    }

    private void visited(final JID room, final JID session, final long timestamp) {
        if (destroyed.contains(room)) {
            // There is a room of that name again: what was known of the old one must not mix with it.
            forgetDestroyed();
        }
        final Subscriber subscriber = subscriptions.subscriber(session.asBareJID());
        if (subscriber == null) {
            return;
        }
        subscriber.visited(room, timestamp);
        final ServiceSubscriptions service = subscriptions.of(room.getDomain());
        if (service == null || subscriber.count(service) == 0) {
            return;
        }
        final TrackedRoom entry = tracked.track(room);
        for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
            s.rearm(entry);
            s.removePending(entry);
        }
        entry.addCandidate(subscriber);
        if (tracked.hasNews(entry, subscriber.user(), timestamp, timestamp)) {
            requestEvaluation(entry);
        }
    }

    void forEachOccupancy(@Nonnull final BiConsumer<JID, JID> roomAndSession) {
        occupancies.forEach(roomAndSession);
    }

    // Activity

    /**
     * Has a room evaluated after something was said there. For all threads.
     *
     * @param room the room
     */
    void requestEvaluation(@Nonnull final TrackedRoom room) {
        if (room.claimEvaluation()) {
            boolean taken = false;
            try {
                taken = executor.tryExecute(() -> evaluate(room));
            } finally {
                if (!taken) {
                    room.evaluationBegins();
                }
            }
        }
    }

    /**
     * Has a room evaluated as soon as its affiliation lists may be walked again. For all threads.
     *
     * @param room the room, for which {@link TrackedRoom#claimAudit} succeeded
     */
    void planAudit(@Nonnull final TrackedRoom room) {
        boolean taken = false;
        try {
            executor.schedule(AUDIT_INTERVAL, () -> {
                room.auditBegins();
                requestEvaluation(room);
            });
            taken = true;
        } finally {
            if (!taken) {
                room.auditBegins();
            }
        }
    }

    private void evaluate(final TrackedRoom room) {
        room.evaluationBegins();
        if (tracked.find(room.jid()) != room) {
            return;
        }
        final Set<Subscriber> candidates = room.takeCandidates();
        boolean done = false;
        try {
            evaluate(room, candidates);
            done = true;
        } finally {
            if (!done) {
                // Whoever was not looked at is looked at by the next message.
                candidates.stream().filter(candidate -> candidate.first() != null).forEach(room::addCandidate);
                room.forgetFingerprints();
            }
        }
    }

    private void evaluate(final TrackedRoom room, final Set<Subscriber> candidates) {
        final ServiceSubscriptions known = subscriptions.of(room.service());
        final ServiceSubscriptions service = known == null || known.size() == 0 ? null : known;
        if (service != null) {
            service.collectNewerThan(room.consideredUpTo(), candidates);
            room.setConsideredUpTo(service.newest());
        }
        boolean everybody = room.accessChanged(rooms.accessFingerprint(room.jid()));
        final long now = ticker.read();
        if (room.isAuditDue(now)) {
            final int fingerprint = 31 * rooms.affiliationsFingerprint(room.jid()) + groupGeneration;
            everybody |= room.affiliationsChanged(fingerprint, now);
        } else if (service != null && room.claimAudit()) {
            // A list can hold others than before, and be as long as before.
            planAudit(room);
        }
        if (service != null && everybody) {
            service.all().forEach(subscription -> candidates.add(subscription.subscriber()));
        }
        if (candidates.isEmpty() && !everybody) {
            return;
        }
        final Optional<Present> present = look(room);
        if (present.isPresent()) {
            room.setTemporary(!present.get().view().persistent());
            FailureIsolation.forEach(candidates, candidate -> consider(candidate, room, present.get()));
        }
    }

    private void consider(final Subscriber subscriber, final TrackedRoom room, final Present present) {
        if (subscriber.first() == null) {
            return;
        }
        if (!subscriber.areVisitsLoaded()) {
            room.addCandidate(subscriber);
            return;
        }
        final Standing standing = standing(subscriber, room, present);
        if (standing == Standing.WAITS) {
            room.addCandidate(subscriber);
        } else if (standing == Standing.NOTIFY) {
            for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
                // A session in the room waits no longer: it is re-armed when it leaves.
                if (s.service().service().equals(room.service()) && !s.isNotified(room)
                    && !present.inside().contains(s.session())) {
                    addPending(s, room);
                }
            }
        }
    }

    /** How a user stands to a room at this moment. */
    private enum Standing {
        /** Has no interest in it. */
        UNCONCERNED,
        /** Has nothing to be told, or may not be told, but perhaps so at the next message. */
        WAITS,
        /** Is to be told. */
        NOTIFY
    }

    private Standing standing(final Subscriber subscriber, final TrackedRoom room, final Present present) {
        final Affiliation affiliation = rooms.affiliation(room.jid(), subscriber.user());
        final long visit = subscriber.lastVisit(room.jid(), present.created());
        final boolean visited = visit != MonotonicTimestamps.NEVER;
        final boolean interested = settings.get().interest().covers(affiliation.isAffiliated(), visited);
        if (!interested) {
            return Standing.UNCONCERNED;
        }
        final boolean news = tracked.hasNews(room, subscriber.user(), visit, present.created());
        final boolean allowed = settings.get().isOffered(room.jid())
            && present.view().access().admits(affiliation);
        return news && allowed ? Standing.NOTIFY : Standing.WAITS;
    }

    private void addPending(final Subscription subscription, final TrackedRoom room) {
        subscription.addPending(room);
        gathering.add(subscription);
        final Duration window = settings.get().coalescing();
        final long now = ticker.read();
        if (!flushPlanned || now - flushPlannedAt > window.plus(OVERDUE).toNanos()) {
            if (window.isZero()) {
                executor.execute(this::flush);
            } else {
                executor.schedule(window, this::flush);
            }
            flushPlanned = true;
            flushPlannedAt = now;
        }
    }

    /** Tells what was gathered, each room only where that is still right. */
    private void flush() {
        flushPlanned = false;
        final Set<Subscription> due = gathering;
        gathering = new LinkedHashSet<>();
        final Map<TrackedRoom, Optional<Present>> views = new HashMap<>();
        FailureIsolation.forEach(due, subscription -> flush(subscription, views));
    }

    private void flush(final Subscription subscription, final Map<TrackedRoom, Optional<Present>> views) {
        final List<TrackedRoom> pending = subscription.takePending();
        final Subscriber subscriber = subscription.subscriber();
        final List<TrackedRoom> list = new ArrayList<>(pending.size());
        boolean done = false;
        try {
            for (final TrackedRoom room : pending) {
                final Optional<Present> present = views.computeIfAbsent(room, this::look);
                if (present.isPresent() && !present.get().inside().contains(subscription.session())) {
                    final Standing standing = standing(subscriber, room, present.get());
                    if (standing == Standing.NOTIFY && !subscription.isNotified(room)) {
                        list.add(room);
                    } else if (standing != Standing.NOTIFY) {
                        room.addCandidate(subscriber);
                    }
                }
            }
            notifications.send(subscription, list, NotificationSender.Source.LIVE);
            list.forEach(subscription::markNotified);
            done = true;
        } finally {
            if (!done) {
                pending.forEach(room -> room.addCandidate(subscriber));
            }
        }
    }

    private record Present(RoomView view, Set<JID> inside, long created) {
    }

    private Optional<Present> look(final TrackedRoom room) {
        if (tracked.find(room.jid()) != room) {
            return Optional.empty();
        }
        return rooms.room(room.jid()).map(view -> new Present(view,
            view.occupants().stream().map(OccupantView::session).collect(Collectors.toSet()),
            MonotonicTimestamps.of(rooms.created(room.jid()))));
    }

    // Changes elsewhere

    void groupsChanged() {
        groupGeneration++;
    }

    void roomDestroyed(@Nonnull final JID room) {
        if (destroyed.isEmpty()) {
            executor.schedule(AUDIT_INTERVAL, this::forgetDestroyed);
        }
        destroyed.add(room);
    }

    /** One walk over all subscribers for all rooms destroyed within a while. */
    private void forgetDestroyed() {
        final Set<JID> gone = destroyed;
        destroyed = new HashSet<>();
        FailureIsolation.forEach(subscriptions.subscribers(), subscriber -> subscriber.forgetRooms(gone));
    }

    void userDeleted(@Nonnull final JID user, final long timestamp) {
        tracked.forgetAuthor(user, timestamp);
        final Subscriber subscriber = subscriptions.subscriber(user);
        if (subscriber != null) {
            subscriber.forgetVisits();
        }
    }
}
