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

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.server.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.server.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.server.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.server.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.server.Strand;
import org.igniterealtime.openfire.plugin.mucpulse.server.Users;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RaiSettings;
import org.igniterealtime.openfire.plugin.mucpulse.statistics.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;

/**
 * Decides who is told of activity in which room, and when. All methods are for the feature's strand, except
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

    private static final Logger Log = LoggerFactory.getLogger(Notifier.class);

    /** How often at most the affiliation lists of a room are walked. */
    static final Duration AUDIT_INTERVAL = Duration.ofSeconds(1);
    /** When a query is tried again after the database failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    private final Supplier<RaiSettings> settings;
    private final Strand strand;
    private final Executor queries;
    private final StanzaSender sender;
    private final Rooms rooms;
    private final Users users;
    private final InterestFinder finder;
    private final TrackedRooms tracked;
    private final Map<String, ServiceSubscriptions> services;
    private final InstantSource clock;
    private final Tally<RaiCount> tally;

    private final Map<JID, Subscriber> subscribers = new HashMap<>();
    /** The number of the newest subscription; rooms outlive services, so that it never begins anew. */
    private long sequence;
    private final Occupancies occupancies = new Occupancies();
    /** The subscriptions that are about to be told, in the order in which they first had something to be told. */
    private Set<Subscription> gathering = new LinkedHashSet<>();
    private boolean flushPlanned;
    /** The requests for a list whose queries are under way, by service and user. */
    private final Map<AnswerKey, PendingAnswer> pendingAnswers = new HashMap<>();
    /** Changes with every change of some group, since those are not seen in a room's own lists. */
    private int groupGeneration;
    /** The rooms that ceased to exist, and that subscribers are still to forget. */
    private final Set<JID> destroyed = new HashSet<>();
    private boolean databaseFailed;

    private record AnswerKey(String service, JID user) {

        // Written out: on Java 17, what the compiler makes of it holds the plugin's class loader.
        @Override
        public boolean equals(final Object other) {
            return other instanceof AnswerKey that && service.equals(that.service) && user.equals(that.user);
        }

        @Override
        public int hashCode() {
            return 31 * service.hashCode() + user.hashCode();
        }
    }

    private static final class PendingAnswer {
        /** The subscriptions that asked before the queries began. */
        private Set<Subscription> asked;
        /** Those that asked since then: they need queries of their own. */
        private Set<Subscription> askedSince = new LinkedHashSet<>();

        private PendingAnswer(final Set<Subscription> asked) {
            this.asked = asked;
        }
    }

    Notifier(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final Strand strand,
             @Nonnull final Executor queries, @Nonnull final StanzaSender sender, @Nonnull final Rooms rooms,
             @Nonnull final Users users, @Nonnull final InterestFinder finder, @Nonnull final TrackedRooms tracked,
             @Nonnull final Map<String, ServiceSubscriptions> services, @Nonnull final InstantSource clock,
             @Nonnull final Tally<RaiCount> tally) {
        this.settings = settings;
        this.strand = strand;
        this.queries = queries;
        this.sender = sender;
        this.rooms = rooms;
        this.users = users;
        this.finder = finder;
        this.tracked = tracked;
        this.services = services;
        this.clock = clock;
        this.tally = tally;
    }

    // Subscriptions

    void subscribe(@Nonnull final String service, @Nonnull final JID session, @Nullable final String id) {
        if (!settings.get().enabled() || !users.isReachable(session)) {
            return;
        }
        final ServiceSubscriptions subscriptions = services.computeIfAbsent(service, ServiceSubscriptions::new);
        final Subscription renewed = subscriptions.find(session);
        if (renewed != null) {
            for (final JID room : renewed.rearmAll()) {
                final TrackedRoom entry = tracked.find(room);
                if (entry != null) {
                    entry.await(renewed.subscriber());
                }
            }
            tally.count(service, RaiCount.SUBSCRIBED);
            requestAnswer(renewed);
            return;
        }
        final Optional<PacketError.Condition> refusal = refusalOf(subscriptions, session);
        if (refusal.isPresent()) {
            tally.count(service, refusal.get() == PacketError.Condition.forbidden ? RaiCount.REFUSED_FORBIDDEN
                : RaiCount.REFUSED_LIMIT);
            sender.send(Rai.refusal(service, session, id, refusal.get()));
            return;
        }
        tally.count(service, RaiCount.SUBSCRIBED);
        final Subscriber subscriber = subscribers.computeIfAbsent(session.asBareJID(), Subscriber::new);
        requestAnswer(subscriptions.add(session, subscriber, ++sequence));
    }

    private Optional<PacketError.Condition> refusalOf(final ServiceSubscriptions subscriptions, final JID session) {
        final RaiSettings now = settings.get();
        if (users.isLocal(session) ? !now.anonymousUsers() && users.isAnonymous(session) : !now.remoteUsers()) {
            return Optional.of(PacketError.Condition.forbidden);
        }
        final Subscriber subscriber = subscribers.get(session.asBareJID());
        final int own = subscriber == null ? 0 : subscriber.count(subscriptions);
        if (subscriptions.size() >= now.subscriptionsPerService() || own >= now.subscriptionsPerUser()) {
            return Optional.of(PacketError.Condition.resource_constraint);
        }
        return Optional.empty();
    }

    void unsubscribe(@Nonnull final String service, @Nonnull final JID session) {
        final ServiceSubscriptions subscriptions = services.get(service);
        final Subscription subscription = subscriptions == null ? null : subscriptions.find(session);
        if (subscription != null) {
            remove(subscription);
        }
    }

    private void remove(final Subscription subscription) {
        subscription.service().remove(subscription);
        subscription.setAnswerDue(false);
        subscription.takeGathered();
        gathering.remove(subscription);
        final Subscriber subscriber = subscription.subscriber();
        if (subscriber.first() == null) {
            subscribers.remove(subscriber.user());
            subscriber.waitingAt().forEach(room -> room.stopWaiting(subscriber));
        }
    }

    private boolean isGone(final Subscription subscription) {
        return subscription.service().find(subscription.session()) != subscription;
    }

    // Answers to requests

    private void requestAnswer(final Subscription subscription) {
        subscription.setAnswerDue(true);
        final AnswerKey key =
            new AnswerKey(subscription.service().service(), subscription.subscriber().user());
        final PendingAnswer pending = pendingAnswers.get(key);
        if (pending == null) {
            final Set<Subscription> asked = new LinkedHashSet<>();
            asked.add(subscription);
            pendingAnswers.put(key, new PendingAnswer(asked));
            query(key);
        } else {
            pending.askedSince.add(subscription);
        }
    }

    private void query(final AnswerKey key) {
        try {
            queries.execute(() -> {
                try {
                    final InterestFinder.Found found =
                        finder.find(key.service(), key.user(), settings.get().interest());
                    strand.execute(() -> answer(key, found));
                } catch (final RuntimeException e) {
                    strand.execute(() -> queryFailed(key, e));
                }
            });
        } catch (final RejectedExecutionException e) {
            queryFailed(key, e);
        }
    }

    private void answer(final AnswerKey key, final InterestFinder.Found found) {
        databaseFailed = false;
        final PendingAnswer pending = pendingAnswers.get(key);
        learnVisits(key.user(), found.visits());
        for (final Subscription subscription : pending.asked) {
            if (subscription.isAnswerDue() && !isGone(subscription)) {
                subscription.setAnswerDue(pending.askedSince.contains(subscription));
                tellList(subscription, found.rooms());
            }
        }
        if (pending.askedSince.isEmpty()) {
            pendingAnswers.remove(key);
        } else {
            pending.asked = pending.askedSince;
            pending.askedSince = new LinkedHashSet<>();
            query(key);
        }
    }

    private void learnVisits(final JID user, final Map<JID, Long> visits) {
        final Subscriber subscriber = subscribers.get(user);
        if (subscriber != null) {
            if (subscriber.areVisitsKnown()) {
                // Where the database failed before, interest may have been missed.
                visits.keySet().stream().filter(room -> !subscriber.hasVisited(room)).map(tracked::find)
                    .filter(Objects::nonNull).forEach(room -> room.await(subscriber));
                subscriber.learnVisits(visits);
            } else {
                subscriber.learnVisits(visits);
                // What was said while the visits were looked up.
                subscriber.waitingAt().forEach(this::requestEvaluation);
            }
        }
    }

    private void tellList(final Subscription subscription, final List<JID> found) {
        final Subscriber subscriber = subscription.subscriber();
        final List<JID> list = new ArrayList<>(found.size());
        for (final JID room : found) {
            // Much can have happened since the query: the user may have been there meanwhile.
            if (settings.get().isOffered(room)
                && tracked.hasNews(room, subscriber.user(), subscriber.lastVisit(room))
                && !isInRoom(room, subscription.session())) {
                final TrackedRoom entry = tracked.track(room);
                if (!subscription.wasTold(entry)) {
                    subscription.tell(entry);
                    subscription.dropGathered(entry);
                    list.add(room);
                }
            }
        }
        send(subscription, list);
    }

    /** Whether the session is in the room: asks the server only where the events said so. */
    private boolean isInRoom(final JID room, final JID session) {
        return occupancies.isIn(room, session) && rooms.room(room).filter(view -> holds(view, session)).isPresent();
    }

    private static boolean holds(final RoomView view, final JID session) {
        return view.occupants().stream().map(OccupantView::session).anyMatch(session::equals);
    }

    private void queryFailed(final AnswerKey key, final RuntimeException cause) {
        if (!databaseFailed) {
            databaseFailed = true;
            Log.warn("Cannot look up the rooms of a subscriber. This is tried again every {} until it succeeds.",
                RETRY_INTERVAL, cause);
        }
        // Better to tell too much than to wait for the database to recover.
        learnVisits(key.user(), Map.of());
        final PendingAnswer pending = pendingAnswers.get(key);
        pending.asked.addAll(pending.askedSince);
        pending.askedSince.clear();
        pending.asked.removeIf(this::isGone);
        if (pending.asked.isEmpty()) {
            pendingAnswers.remove(key);
        } else {
            strand.schedule(RETRY_INTERVAL, () -> query(key));
        }
    }

    // Visits

    void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, final long stamp) {
        occupancies.joined(room, session);
        visited(room, session, stamp);
    }

    void occupantLeft(@Nonnull final JID room, @Nonnull final JID session, final long stamp) {
        occupancies.left(room, session);
        visited(room, session, stamp);
    }

    private void visited(final JID room, final JID session, final long stamp) {
        if (destroyed.contains(room)) {
            // There is a room of that name again: what was known of the old one must not mix with it.
            forgetDestroyed();
        }
        final Subscriber subscriber = subscribers.get(session.asBareJID());
        if (subscriber == null) {
            return;
        }
        subscriber.visited(room, stamp);
        final ServiceSubscriptions service = services.get(room.getDomain());
        if (service == null || subscriber.count(service) == 0) {
            return;
        }
        final TrackedRoom entry = tracked.track(room);
        for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
            s.rearm(entry);
            s.dropGathered(entry);
        }
        entry.await(subscriber);
        if (tracked.hasNews(entry, subscriber.user(), stamp)) {
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
            strand.execute(() -> evaluate(room));
        }
    }

    /**
     * Has a room evaluated as soon as its affiliation lists may be walked again. For all threads.
     *
     * @param room the room, for which {@link TrackedRoom#claimAudit} succeeded
     */
    void planAudit(@Nonnull final TrackedRoom room) {
        strand.schedule(AUDIT_INTERVAL, () -> {
            room.auditBegins();
            requestEvaluation(room);
        });
    }

    private void evaluate(final TrackedRoom room) {
        room.evaluationBegins();
        if (tracked.find(room.jid()) != room) {
            return;
        }
        final ServiceSubscriptions subscriptions = services.get(room.service());
        final boolean any = subscriptions != null && subscriptions.size() > 0;
        final Set<Subscriber> candidates = room.takeWaiting();
        if (any) {
            subscriptions.collectNewerThan(room.consideredUpTo(), candidates);
            room.setConsideredUpTo(subscriptions.newest());
        }
        boolean everybody = room.accessChanged(rooms.accessFingerprint(room.jid()));
        final long now = clock.millis();
        if (room.isAuditDue(now)) {
            final int fingerprint = 31 * rooms.affiliationsFingerprint(room.jid()) + groupGeneration;
            everybody |= room.affiliationsChanged(fingerprint, now);
        } else if (any && room.claimAudit()) {
            // A list can hold others than before, and be as long as before.
            planAudit(room);
        }
        if (any && everybody) {
            subscriptions.all().forEach(subscription -> candidates.add(subscription.subscriber()));
        }
        if (candidates.isEmpty() && !everybody) {
            return;
        }
        final Optional<RoomView> view = rooms.room(room.jid());
        view.ifPresent(present -> {
            room.setTemporary(!present.persistent());
            final Set<JID> inside =
                present.occupants().stream().map(OccupantView::session).collect(Collectors.toSet());
            candidates.forEach(candidate -> consider(candidate, room, present, inside));
        });
    }

    private void consider(final Subscriber subscriber, final TrackedRoom room, final RoomView view,
                          final Collection<JID> inside) {
        if (subscriber.first() == null) {
            return;
        }
        if (!subscriber.areVisitsKnown()) {
            room.await(subscriber);
            return;
        }
        final Standing standing = standing(subscriber, room, view);
        if (standing == Standing.WAITS) {
            room.await(subscriber);
        } else if (standing == Standing.IS_TOLD) {
            for (Subscription s = subscriber.first(); s != null; s = s.sibling) {
                // A session in the room waits no longer: it is re-armed when it leaves.
                if (s.service().service().equals(room.service()) && !s.wasTold(room) && !inside.contains(s.session())) {
                    gather(s, room);
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
        IS_TOLD
    }

    private Standing standing(final Subscriber subscriber, final TrackedRoom room, final RoomView view) {
        final Affiliation affiliation = rooms.affiliation(room.jid(), subscriber.user());
        final boolean visited = subscriber.hasVisited(room.jid());
        final boolean interested = settings.get().interest().covers(affiliation.isAffiliated(), visited);
        if (!interested) {
            return Standing.UNCONCERNED;
        }
        final boolean news = tracked.hasNews(room, subscriber.user(), subscriber.lastVisit(room.jid()));
        final boolean allowed = settings.get().isOffered(room.jid()) && view.access().admits(affiliation);
        return news && allowed ? Standing.IS_TOLD : Standing.WAITS;
    }

    private void gather(final Subscription subscription, final TrackedRoom room) {
        subscription.gather(room);
        gathering.add(subscription);
        if (!flushPlanned) {
            flushPlanned = true;
            final Duration window = settings.get().coalescing();
            if (window.isZero()) {
                strand.execute(this::flush);
            } else {
                strand.schedule(window, this::flush);
            }
        }
    }

    /** Tells what was gathered, each room only where that is still right. */
    private void flush() {
        flushPlanned = false;
        final Set<Subscription> due = gathering;
        gathering = new LinkedHashSet<>();
        final Map<TrackedRoom, Optional<Present>> views = new HashMap<>();
        for (final Subscription subscription : due) {
            final List<JID> list = new ArrayList<>();
            for (final TrackedRoom room : subscription.takeGathered()) {
                final Optional<Present> present = views.computeIfAbsent(room, this::look);
                if (present.isPresent() && !present.get().inside().contains(subscription.session())) {
                    final Subscriber subscriber = subscription.subscriber();
                    final Standing standing = standing(subscriber, room, present.get().view());
                    if (standing == Standing.IS_TOLD && !subscription.wasTold(room)) {
                        subscription.tell(room);
                        list.add(room.jid());
                    } else if (standing != Standing.IS_TOLD) {
                        room.await(subscriber);
                    }
                }
            }
            send(subscription, list);
        }
    }

    private record Present(RoomView view, Set<JID> inside) {
    }

    private Optional<Present> look(final TrackedRoom room) {
        if (tracked.find(room.jid()) != room) {
            return Optional.empty();
        }
        return rooms.room(room.jid()).map(view -> new Present(view,
            view.occupants().stream().map(OccupantView::session).collect(Collectors.toSet())));
    }

    private void send(final Subscription subscription, final List<JID> list) {
        final String service = subscription.service().service();
        final List<Message> notifications =
            Rai.notifications(service, subscription.session(), list, settings.get().stanzaSize());
        notifications.forEach(sender::send);
        tally.count(service, RaiCount.NOTIFIED, notifications.size());
        tally.count(service, RaiCount.ROOMS_TOLD, list.size());
        tally.count(service, RaiCount.COALESCED, list.size() - notifications.size());
    }

    // Changes elsewhere

    void groupsChanged() {
        groupGeneration++;
    }

    void roomDestroyed(@Nonnull final JID room) {
        if (destroyed.isEmpty()) {
            strand.schedule(AUDIT_INTERVAL, this::forgetDestroyed);
        }
        destroyed.add(room);
    }

    /** One walk over all subscribers for all rooms destroyed within a while. */
    private void forgetDestroyed() {
        for (final Subscriber subscriber : subscribers.values()) {
            subscriber.forgetRooms(destroyed);
        }
        destroyed.clear();
    }

    void forgetBefore(final long stamp) {
        tracked.forgetBefore(stamp);
    }

    void userDeleted(@Nonnull final JID user) {
        final Subscriber subscriber = subscribers.get(user);
        if (subscriber != null) {
            subscriber.forgetVisits();
        }
    }

    @Nonnull
    List<SubscribedSession> subscriptionsOf(@Nonnull final JID user) {
        final List<SubscribedSession> sessions = new ArrayList<>();
        final Subscriber subscriber = subscribers.get(user);
        for (Subscription s = subscriber == null ? null : subscriber.first(); s != null; s = s.sibling) {
            sessions.add(new SubscribedSession(s.service().service(), s.session()));
        }
        return sessions;
    }

    void serviceRemoved(@Nonnull final String service) {
        final ServiceSubscriptions subscriptions = services.get(service);
        if (subscriptions != null) {
            subscriptions.all().forEach(this::remove);
            services.remove(service);
        }
    }

    void clear() {
        Set.copyOf(services.keySet()).forEach(this::serviceRemoved);
    }
}
