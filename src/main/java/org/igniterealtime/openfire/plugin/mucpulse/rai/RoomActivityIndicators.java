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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/**
 * Room Activity Indicators: tells sessions that are not in a room that something was said there.
 * <p>
 * This class is what the server's threads meet: it notes when a thing happened, and leaves what follows from it to the
 * feature's executor, where the {@link Notifier} decides who is told. A message in a room of which everybody was told
 * already ends here. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437: Room Activity Indicators</a>
 */
public final class RoomActivityIndicators
    implements RoomEventListener, ServiceStanzaListener, UserEventListener, MucServiceListener, DiscoFeatures {

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final VisitLog visitLog;
    private final ActivityLog activityLog;
    private final MonotonicTimestamps timestamps;
    private final InstantSource clock;
    private final Ticker ticker;
    private final TrackedRooms tracked = new TrackedRooms();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Counters counters = new Counters(RaiMetrics.COUNTERS);
    private final Notifier notifier;
    private final SubscriptionManager subscribing;
    private final SubscriptionRequests requests;
    private final SubscriptionHandover handover;
    private final Users users;

    /**
     * Creates the feature.
     *
     * @param settings tells the settings of the moment
     * @param executor runs what follows from stanzas and events
     * @param queries runs database queries; may reject them
     * @param sender sends stanzas
     * @param rooms the server's rooms
     * @param users the server's users
     * @param directory finds rooms by query
     * @param visitLog remembers visits
     * @param activityLog remembers activity
     * @param timestamps tells what came first
     * @param clock the wall clock
     * @param ticker a monotonic source of time, by which durations are measured
     * @param probe finds out whether sessions of other servers are still there
     */
    public RoomActivityIndicators(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                                  @Nonnull final Executor queries, @Nonnull final StanzaSender sender,
                                  @Nonnull final Rooms rooms, @Nonnull final Users users,
                                  @Nonnull final RoomDirectory directory, @Nonnull final VisitLog visitLog,
                                  @Nonnull final ActivityLog activityLog, @Nonnull final MonotonicTimestamps timestamps,
                                  @Nonnull final InstantSource clock, @Nonnull final Ticker ticker,
                                  @Nonnull final SessionProbe probe) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.visitLog = visitLog;
        this.activityLog = activityLog;
        this.timestamps = timestamps;
        this.clock = clock;
        this.ticker = ticker;
        final RefusalLimiter refusals = new RefusalLimiter(ticker);
        final NotificationSender notifications = new NotificationSender(settings, executor, sender, rooms, tracked,
            subscriptions, counters);
        this.notifier = new Notifier(settings, executor, rooms, tracked, subscriptions, notifications, ticker);
        final InterestFinder finder = new InterestFinder(rooms, users, directory, visitLog, tracked);
        final InitialLists initialLists = new InitialLists(settings, executor, queries, finder, tracked,
            subscriptions, notifications, timestamps, ticker, notifier::requestEvaluation);
        this.subscribing = new SubscriptionManager(settings, executor, sender, users, tracked, subscriptions,
            initialLists, new DomainChecks(executor, probe, subscriptions), refusals, ticker, counters);
        this.users = users;
        this.handover = new SubscriptionHandover(subscriptions, subscribing, ticker);
        this.requests = new SubscriptionRequests(settings, executor, sender, subscriptions, subscribing, refusals,
            counters);
    }

    /**
     * Takes over what an earlier life of the server knew.
     *
     * @param earlier the last activity of each room
     */
    public void restore(@Nonnull final Map<JID, Activity> earlier) {
        earlier.forEach((room, activity) -> {
            timestamps.startAfter(activity.timestamp());
            tracked.track(room).restore(activity);
        });
    }

    /**
     * Makes up for activity that an earlier life of the server may have heard but could not write down: every room
     * counts as active at that moment, so that too much is told rather than too little.
     *
     * @param timestamp the moment up to which activity may have been missed
     */
    public void assumeActivityUpTo(final long timestamp) {
        timestamps.startAfter(timestamp);
        tracked.assumeActivityUpTo(timestamp);
    }

    /**
     * The timestamp of this moment.
     *
     * @return a number greater than all timestamps before
     */
    public long now() {
        return timestamps.next();
    }

    /**
     * All subscriptions, to be written down. To be called when the plugin is about to stop, from a task of the
     * executor.
     *
     * @return records for {@link #takeOver}
     */
    @Nonnull
    public List<byte[]> handOver() {
        return settings.get().enabled() ? handover.write() : List.of();
    }

    /**
     * Takes back the subscriptions of an earlier life of the plugin, of those sessions that are still there. To be
     * called before {@link #start()}.
     *
     * @param records what {@link #handOver()} gave
     * @param written when that was
     * @param missed whether the server went on without the plugin meanwhile: every room in which somebody was since
     *               then counts as active, as something may have been said there
     */
    public void takeOver(@Nonnull final List<byte[]> records, @Nonnull final Instant written, final boolean missed) {
        final Set<JID> occupied = new HashSet<>();
        if (missed) {
            for (final RoomView room : rooms.loaded()) {
                if (rooms.wasOccupiedSince(room.jid(), written)) {
                    occupied.add(room.jid());
                    final TrackedRoom entry = tracked.track(room.jid());
                    entry.assumeMessage(timestamps.next());
                    activityLog.changed(room.jid(), entry.activity());
                }
            }
        }
        final Duration away = Duration.between(written, clock.instant());
        executor.execute(() -> handover.read(records, away.isNegative() ? Duration.ZERO : away,
            session -> users.isReachableSince(session, written),
            room -> occupied.contains(room) || rooms.created(room).isAfter(written)));
    }

    /** Takes the sessions that are in rooms already as having just joined them. */
    public void start() {
        for (final RoomView room : rooms.loaded()) {
            for (final OccupantView occupant : room.occupants()) {
                occupantJoined(room.jid(), occupant.session(), occupant.nickname());
            }
        }
    }

    /**
     * Notes for every session in a room that it was there until now. To be called when the server or the plugin is
     * about to stop, from a task of the executor.
     */
    public void recordDepartures() {
        if (!settings.get().enabled()) {
            return;
        }
        notifier.forEachOccupancy((room, session) -> visitLog.visited(session.asBareJID(), room, timestamps.next()));
    }

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session,
                                 @Nonnull final Message message) {
        if (!settings.get().enabled() || !ActivityFilter.isActivity(message)) {
            return;
        }
        final TrackedRoom entry = tracked.recordMessage(room, timestamps, session.asBareJID());
        activityLog.changed(room, entry.activity());
        if (!settings.get().isOffered(room)) {
            return;
        }
        final ServiceSubscriptions service = subscriptions.of(room.getDomain());
        final long newest = service == null ? 0 : service.newest();
        if (entry.isEvaluationDue(newest, ticker.read())) {
            notifier.requestEvaluation(entry);
        } else if (newest > 0 && entry.claimAudit()) {
            notifier.planAudit(entry);
        }
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        final long timestamp = visit(room, session);
        executor.execute(() -> notifier.occupantJoined(room, session, timestamp));
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        final long timestamp = visit(room, session);
        executor.execute(() -> notifier.occupantLeft(room, session, timestamp));
    }

    private long visit(final JID room, final JID session) {
        final long timestamp = timestamps.next();
        if (settings.get().enabled()) {
            visitLog.visited(session.asBareJID(), room, timestamp);
        }
        return timestamp;
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        visitLog.forgetRoom(room);
        // At once, as what is said from now on is said in another room of that name.
        final Optional<TrackedRoom> forgotten = tracked.remove(room, timestamps.next());
        executor.execute(() -> {
            forgotten.ifPresent(TrackedRoom::takeCandidates);
            notifier.roomDestroyed(room);
        });
    }

    @Override
    public void presenceReceived(@Nonnull final Presence presence) {
        requests.presenceReceived(presence);
    }

    @Override
    public void errorReceived(@Nonnull final Message message) {
        requests.errorReceived(message);
    }

    @Override
    public void sessionEnded(@Nonnull final JID session) {
        requests.sessionEnded(session);
    }

    @Override
    public void userDeleted(@Nonnull final JID user) {
        visitLog.forgetUser(user);
        final long timestamp = timestamps.next();
        executor.execute(() -> notifier.userDeleted(user, timestamp));
    }

    @Override
    public void groupsChanged() {
        executor.execute(notifier::groupsChanged);
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        executor.execute(() -> handover.serviceRemoved(service));
    }

    /** Follows changed settings: ends the subscriptions of those who are no longer admitted. */
    public void settingsChanged() {
        executor.execute(() -> {
            subscribing.settingsChanged();
            notifier.groupsChanged();
        });
    }

    /**
     * Forgets activity that is too old to be told of.
     *
     * @param timestamp what is before it is forgotten
     */
    public void forgetBefore(final long timestamp) {
        executor.execute(() -> tracked.forgetBefore(timestamp));
    }

    /**
     * How many sessions are subscribed now, on this cluster node.
     *
     * @return subscriptions by service
     */
    @Nonnull
    public Map<String, Integer> subscriptionCounts() {
        final Map<String, Integer> counts = new TreeMap<>();
        for (final String service : subscriptions.services()) {
            counts.put(service, subscriptions.ensure(service).size());
        }
        return counts;
    }

    /**
     * The sessions of a user that are subscribed now, on this cluster node.
     *
     * @param user the user's bare JID
     * @return the sessions, when the executor has come to it
     */
    @Nonnull
    public CompletionStage<List<SubscribedSession>> subscriptionsOf(@Nonnull final JID user) {
        final CompletableFuture<List<SubscribedSession>> sessions = new CompletableFuture<>();
        executor.execute(() -> sessions.complete(subscribing.subscriptionsOf(user)));
        return sessions;
    }

    /**
     * Ends all subscriptions of a user. Clients are not told; they may subscribe again.
     *
     * @param user the user's bare JID
     */
    public void endSubscriptions(@Nonnull final JID user) {
        executor.execute(() -> subscribing.endAll(user));
    }

    /**
     * Forgets where a user has been, and that messages were theirs.
     *
     * @param user the user's bare JID
     */
    public void forget(@Nonnull final JID user) {
        userDeleted(user);
    }

    /**
     * Forgets that a user said what was said before a moment.
     *
     * @param user the user's bare JID
     * @param before the timestamp of the moment
     */
    public void forgetAuthor(@Nonnull final JID user, final long before) {
        executor.execute(() -> tracked.forgetAuthor(user, before));
    }

    /**
     * What was counted since the plugin was started.
     *
     * @return the counters, which go on
     */
    @Nonnull
    public Counters counters() {
        return counters;
    }

    /**
     * The rooms in which most was said in about the last hour, on this cluster node.
     *
     * @param limit how many rooms at most
     * @return the rooms, those with more messages first
     */
    @Nonnull
    public List<ActiveRoom> mostActiveRooms(final int limit) {
        return tracked.mostActive(TimeUnit.MILLISECONDS.toMicros(clock.millis()), limit);
    }

    @Override
    @Nonnull
    public Collection<String> serviceFeatures() {
        return settings.get().enabled() ? List.of(Rai.NAMESPACE) : List.of();
    }
}
