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

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.Maps;
import com.google.common.collect.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaId;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.xmpp.CanonicalAddress;
import org.xmpp.packet.JID;

/**
 * Follows who enters and leaves rooms. A visit is recorded with the timestamp of the event, and re-arms the user's
 * subscriptions for that room. Whoever leaves without having got everything, as the connection was lost, was there
 * until the first stanza that did not arrive. Safe for use by several threads: what concerns subscriptions is done on
 * the feature's executor.
 */
final class VisitTracker implements RoomStanzaListener {

    /** How long after a session was removed the errors for other stanzas to it are waited for. */
    static final Duration SETTLING = Duration.ofSeconds(5);
    /** How long a message can take from being accepted by a room to being handed to a session of this server. */
    static final Duration PASSING_ON = Duration.ofSeconds(1);

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final Users users;
    private final VisitLog visitLog;
    private final MonotonicTimestamps timestamps;
    private final TrackedRooms tracked;
    private final Subscriptions subscriptions;
    private final ActivityEvaluator evaluator;
    private final ClusterPorts cluster;
    private final PeerUpdates peers;
    private final PeersHeard heard;
    private final Occupancies occupancies;
    private final RecentStanzas recent = new RecentStanzas();
    /** The latest visits; the number is bounded, and where one is missing somebody may be told once too often. */
    private final Cache<Visit, Long> visits = CacheBuilder.newBuilder().maximumSize(10_000).build();
    /** The users who were deleted of late, and when that was. */
    private final Cache<JID, Long> deletedUsers = CacheBuilder.newBuilder().maximumSize(1_000).build();
    private final DestroyedRooms destroyed;

    VisitTracker(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                 @Nonnull final Rooms rooms, @Nonnull final Users users, @Nonnull final VisitLog visitLog,
                 @Nonnull final MonotonicTimestamps timestamps, @Nonnull final TrackedRooms tracked,
                 @Nonnull final Subscriptions subscriptions, @Nonnull final ActivityEvaluator evaluator,
                 @Nonnull final ClusterPorts cluster, @Nonnull final PeerUpdates peers,
                 @Nonnull final PeersHeard heard, @Nonnull final Occupancies occupancies) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.users = users;
        this.visitLog = visitLog;
        this.timestamps = timestamps;
        this.tracked = tracked;
        this.subscriptions = subscriptions;
        this.evaluator = evaluator;
        this.cluster = cluster;
        this.peers = peers;
        this.heard = heard;
        this.occupancies = occupancies;
        this.destroyed = new DestroyedRooms(subscriptions, executor);
    }

    /**
     * Treats the sessions that are in rooms already as having just joined them, but for those that are connected to
     * another server of the cluster: of them that server hears when they leave.
     */
    void start() {
        final long removals = tracked.removals();
        for (final RoomView room : rooms.loaded()) {
            tracked.seen(room, removals);
            final List<Runnable> visits = room.occupants().stream().map(OccupantView::session)
                .filter(session -> !users.isLocal(session) || cluster.here().test(session))
                .map(session -> joining(room.jid(), session)).toList();
            executor.execute(() -> FailureIsolation.forEach(visits, Runnable::run));
        }
    }

    void occupantJoined(@Nonnull final JID room, @Nonnull final JID session) {
        executor.execute(joining(room, session));
    }

    private Runnable joining(final JID room, final JID session) {
        final long now = timestamps.next();
        occupancies.joined(room, CanonicalAddress.of(session), now);
        return noting(room, session, now, false, Subscription::rearm);
    }

    /**
     * A session left a room. The visit ends with what reached the session: a client that lost its connection, or whose
     * server cannot be reached, leaves later than that.
     */
    void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        final long now = timestamps.next();
        final JID address = CanonicalAddress.of(session);
        final Occupancies.Stay stay = occupancies.left(room, address);
        if (!stay.hasMissed()) {
            final long reached = stay.isKnown() ? now : heard.reachedUpTo(now);
            record(room, session, Math.min(stay.end(reached), acknowledged(room, session, reached)), true,
                Subscription::rearm);
            return;
        }
        // Several stanzas can be under way to a server that cannot be reached, and their errors come in any order.
        final Runnable end = () -> {
            occupancies.forget(address, stay);
            if (!tracked.isRemovedSince(room, now)) {
                record(room, session, stay.end(now), true, Subscription::rearm);
            }
        };
        if (!executor.trySchedule(SETTLING, end)) {
            executor.execute(end);
        }
    }

    /** Up to when a session of this server acknowledged what it was sent. */
    private long acknowledged(final JID room, final JID session, final long now) {
        return !users.isLocal(session) ? now : users.unacknowledgedSince(session, room)
            .map(since -> timestamps.at(since.minus(PASSING_ON))).orElse(now);
    }

    /** Whether a session is in a room, as far as this server has heard. */
    boolean isInside(@Nonnull final JID room, @Nonnull final JID session) {
        return occupancies.isIn(room, CanonicalAddress.of(session));
    }

    /** Whether a user is remembered to have been in a room of late; {@code false} says nothing. */
    boolean isKnown(@Nonnull final JID room, @Nonnull final JID user) {
        return visits.getIfPresent(new Visit(CanonicalAddress.of(user), room)) != null;
    }

    /**
     * A user has seen, without being in a room, what was said there up to a moment: as if the user had been there.
     *
     * @return whether that was not known
     */
    boolean displayed(@Nonnull final JID room, @Nonnull final JID user, final long timestamp) {
        final Long last = visits.getIfPresent(new Visit(CanonicalAddress.of(user), room));
        if (last != null && last >= timestamp || tracked.isRemovedSince(room, timestamp)) {
            return false;
        }
        // It can be confirmed late: of what was said since then, a session was perhaps notified.
        record(room, user, timestamp, false, (subscription, entry) -> subscription.rearm(entry, timestamp));
        return true;
    }

    private void record(final JID room, final JID session, final long timestamp, final boolean left,
                        final BiConsumer<Subscription, TrackedRoom> rearming) {
        executor.execute(noting(room, session, timestamp, left, rearming));
    }

    /** Notes a visit; returns what is left to do for the executor. */
    private Runnable noting(final JID room, final JID session, final long timestamp, final boolean left,
                            final BiConsumer<Subscription, TrackedRoom> rearming) {
        final JID user = CanonicalAddress.of(session).asBareJID();
        // What is learnt of late must not take back a later visit, perhaps of another session.
        final long last = visits.asMap().merge(new Visit(user, room), timestamp, Math::max);
        if (settings.get().enabled()) {
            visitLog.visited(user, room, last);
            peers.visited(session, room, timestamp, left);
        }
        return () -> visited(room, user, timestamp, rearming);
    }

    /** What another server of the cluster heard, which has it written to the database. Confined to the executor. */
    void visitedElsewhere(@Nonnull final PeerMessage.PeerVisit visit) {
        final long timestamp = visit.timestamp();
        timestamps.startAfter(timestamp);
        if (visit.left()) {
            occupancies.leftElsewhere(visit.room(), visit.session(), timestamp);
        }
        if (!tracked.isKnownToBeRemoved(visit.room(), timestamp)) {
            final JID user = visit.session().asBareJID();
            visits.asMap().merge(new Visit(user, visit.room()), timestamp, Math::max);
            visited(visit.room(), user, timestamp, (subscription, entry) -> subscription.rearm(entry, timestamp));
        }
    }

    /** The latest visits since a moment, as far as they are remembered. */
    @Nonnull
    Map<Visit, Long> since(final long timestamp) {
        return Map.copyOf(Maps.filterValues(visits.asMap(), Range.atLeast(timestamp)));
    }

    @Override
    public void stanzaReceived(@Nonnull final JID room, @Nonnull final String id) {
        recent.received(CanonicalAddress.of(room), id, timestamps.next());
    }

    @Override
    public void sessionHeard(@Nonnull final JID session) {
        occupancies.heard(CanonicalAddress.of(session), timestamps.next());
    }

    @Override
    public void undelivered(@Nonnull final JID room, @Nonnull final JID session, @Nullable final String id) {
        final OptionalLong sent = id == null ? OptionalLong.empty() : recent.timestamp(CanonicalAddress.of(room), id);
        if (sent.isPresent() || !StanzaId.isOurs(id)) {
            occupancies.missed(CanonicalAddress.of(session), sent.isPresent() ? sent.getAsLong() : null);
        }
    }

    @Override
    public void pingAnswered(@Nonnull final JID session) {
        occupancies.pingAnswered(CanonicalAddress.of(session));
    }

    @Override
    public void pinged(@Nonnull final JID session) {
        occupancies.pinged(CanonicalAddress.of(session));
    }

    private void visited(final JID room, final JID user, final long timestamp,
                         final BiConsumer<Subscription, TrackedRoom> rearming) {
        destroyed.created(room);
        final Subscriber subscriber = subscriptions.subscriber(user);
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
            rearming.accept(s, entry);
            s.removePending(entry);
        }
        entry.addCandidate(subscriber);
        if (tracked.hasNews(entry, subscriber.user(), timestamp, timestamp)) {
            evaluator.requestEvaluation(entry);
        }
    }

    /** Records for every session in a room that it was there until now, and tells other servers what waits. */
    void recordDepartures() {
        peers.send();
        if (settings.get().enabled()) {
            occupancies.forEach((room, session, stay) -> {
                final long now = timestamps.next();
                visitLog.visited(session.asBareJID(), room, Math.min(stay.end(now), acknowledged(room, session, now)));
            });
        }
    }

    void roomDestroyed(@Nonnull final JID room) {
        visitLog.forgetRoom(room);
        final long timestamp = timestamps.next();
        peers.roomDestroyed(room, timestamp);
        // At once, as messages sent from now on are sent in another room; also of those who leave this one later.
        forgetVisits(room, Long.MAX_VALUE);
        final Optional<TrackedRoom> removed = tracked.remove(room, timestamp);
        executor.execute(() -> destroyed.add(room, Long.MAX_VALUE, removed));
    }

    /**
     * Another server of the cluster heard that a room was destroyed, and has it forgotten in the database. On the
     * executor, so that it is known before what comes next from there.
     */
    void roomDestroyedElsewhere(@Nonnull final JID room, final long timestamp) {
        timestamps.startAfter(timestamp);
        if (tracked.isKnownToBeRemoved(room, timestamp)) {
            return;
        }
        forgetVisits(room, timestamp);
        final TrackedRoom entry = tracked.find(room);
        if (entry == null || entry.activity().timestamp() < timestamp) {
            destroyed.add(room, timestamp, tracked.remove(room, timestamp));
        } else {
            // There is another room of that name by now, and what was said there was heard of first.
            destroyed.add(room, timestamp, Optional.empty());
            destroyed.created(room);
            entry.forgetFingerprints();
            evaluator.requestEvaluation(entry);
        }
    }

    private void forgetVisits(final JID room, final long timestamp) {
        visits.asMap().entrySet().removeIf(visit ->
            visit.getKey().room().equals(room) && visit.getValue() <= timestamp);
    }

    void userDeleted(@Nonnull final JID user) {
        final long timestamp = timestamps.next();
        peers.userDeleted(user, timestamp);
        forgetUser(user, timestamp);
    }

    /** Another server of the cluster heard that an account was deleted. */
    void userDeletedElsewhere(@Nonnull final JID user, final long timestamp) {
        timestamps.startAfter(timestamp);
        if (deletedUsers.asMap().getOrDefault(user, MonotonicTimestamps.NEVER) < timestamp) {
            forgetUser(user, timestamp);
        }
    }

    private void forgetUser(final JID user, final long timestamp) {
        deletedUsers.asMap().merge(user, timestamp, Math::max);
        visitLog.forgetUser(user);
        visits.asMap().keySet().removeIf(visit -> visit.user().equals(user));
        executor.execute(() -> {
            tracked.forgetAuthor(user, timestamp);
            final Subscriber subscriber = subscriptions.subscriber(user);
            if (subscriber != null) {
                subscriber.forgetVisits();
            }
        });
    }

    /** The users who are known to have been deleted since a moment, and when that was. */
    @Nonnull
    Map<JID, Long> usersDeletedSince(final long timestamp) {
        return Map.copyOf(Maps.filterValues(deletedUsers.asMap(), Range.atLeast(timestamp)));
    }
}
