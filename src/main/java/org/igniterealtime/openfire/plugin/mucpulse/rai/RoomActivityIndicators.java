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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Calls;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.port.DisplayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Handover;
import org.igniterealtime.openfire.plugin.mucpulse.port.IqRequestListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.ServiceStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.SessionProbe;
import org.igniterealtime.openfire.plugin.mucpulse.port.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.store.RunningMarks;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/**
 * Room Activity Indicators: notifies sessions that are not in a room of activity there. Creates the feature's parts,
 * and passes events on to them. Methods return at once unless they say otherwise. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437: Room Activity Indicators</a>
 */
public final class RoomActivityIndicators
    implements RoomEventListener, ServiceStanzaListener, UserEventListener, MucServiceListener, DiscoFeatures {

    private final Supplier<RaiSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final MonotonicTimestamps timestamps;
    private final TrackedRooms tracked = new TrackedRooms();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Occupancies occupancies = new Occupancies();
    private final Counters counters = new Counters(RaiMetrics.COUNTERS, RaiMetrics.HISTOGRAMS);
    private final NotificationPolicy policy;
    private final RoomApproaches approaches;
    private final ActivityEvaluator evaluator;
    private final ActivityRecorder activities;
    private final VisitTracker visits;
    private final DisplayTracker displays;
    private final ActivityLevels levels;
    private final SubscriptionManager manager;
    private final SubscriptionRequests requests;
    private final SubscriptionHandover handover;
    private final PeerListener peers;

    /**
     * Creates the feature. The settings are read whenever they are needed; events and stanzas are processed on the
     * executor, database queries on {@code queries}, which may reject them. Durations are measured by the ticker. What
     * happens on other servers of the cluster is heard by {@link #relayListener()}.
     */
    public RoomActivityIndicators(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final SerialExecutor executor,
                                  @Nonnull final Executor queries, @Nonnull final StanzaSender sender,
                                  @Nonnull final Rooms rooms, @Nonnull final Users users,
                                  @Nonnull final RoomDirectory directory, @Nonnull final VisitLog visitLog,
                                  @Nonnull final ActivityLog activityLog, @Nonnull final MonotonicTimestamps timestamps,
                                  @Nonnull final InstantSource clock, @Nonnull final Ticker ticker,
                                  @Nonnull final SessionProbe probe, @Nonnull final ClusterPorts cluster) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.timestamps = timestamps;
        approaches = new RoomApproaches(subscriptions, users, ticker);
        final NotificationSender notifications = new NotificationSender(settings, executor, sender, rooms, tracked,
            subscriptions, approaches, occupancies, this::evaluate, counters, ticker);
        policy = new NotificationPolicy(settings, tracked);
        final NotificationQueue queue =
            new NotificationQueue(settings, executor, rooms, tracked, policy, notifications, this::evaluate, ticker);
        final MessageIds ids = new MessageIds(rooms);
        evaluator = new ActivityEvaluator(executor, rooms, tracked, subscriptions, policy, queue, ticker);
        final PeerUpdates updates = new PeerUpdates(cluster, executor, ticker);
        activities = new ActivityRecorder(settings, activityLog, timestamps, tracked, ids, subscriptions,
            evaluator, updates, ticker);
        final PeersHeard heard = new PeersHeard(ticker);
        visits = new VisitTracker(settings, executor, rooms, users, visitLog, timestamps, tracked, subscriptions,
            evaluator, cluster, updates, heard, occupancies);
        displays = new DisplayTracker(settings, executor, queries, rooms, visitLog, tracked, ids, visits, counters);
        levels = new ActivityLevels(settings, tracked, timestamps);
        final InitialLists initialLists = new InitialLists(settings, executor, queries, users,
            new InterestFinder(rooms, directory, visitLog, tracked), tracked, subscriptions, notifications,
            timestamps, ticker, evaluator::requestEvaluation);
        final RefusalLimiter refusals = new RefusalLimiter(users, ticker);
        final DomainChecks checks = new DomainChecks(executor, probe, subscriptions, initialLists::requestMissed);
        final ConnectionWatch connections = new ConnectionWatch(executor, probe, subscriptions, clock, ticker,
            checks::lost, domain -> subscriptions.undelivered(domain).forEach(initialLists::requestMissed));
        manager = new SubscriptionManager(settings, executor, sender, users, tracked, subscriptions, initialLists,
            checks, connections, refusals, clock, ticker, counters);
        handover = new SubscriptionHandover(executor, clock, users, rooms, subscriptions, manager, occupancies, ticker);
        requests = new SubscriptionRequests(settings, executor, sender, subscriptions, manager, refusals, counters);
        peers = new PeerListener(cluster, executor, timestamps, heard, activities, visits, levels,
            new PeerAnswers(cluster, executor, visits, tracked, levels),
            new StoredUpdates(executor, queries, cluster.scans(), visitLog, activityLog, subscriptions, rooms, tracked,
                visits, activities, timestamps, ticker));
    }

    /** Restores the last activity of each room as it was stored before the server was restarted. */
    public void restore(@Nonnull final Map<JID, Activity> earlier) {
        activities.restore(earlier);
    }

    /** Has every room count as active at a timestamp, as activity before it was perhaps not stored. */
    public void assumeActivityUpTo(final long timestamp) {
        activities.assumeActivityUpTo(timestamp);
    }

    /** The timestamp of this moment, greater than all before. */
    public long now() {
        return timestamps.next();
    }

    /** All subscriptions, as records for {@link #takeOver}, for when the plugin stops. To be called on the executor. */
    @Nonnull
    public List<byte[]> handOver() {
        return settings.get().enabled() ? handover.write() : List.of();
    }

    /** Those of other servers' sessions, for the case that this server crashes. To be called on the executor. */
    @Nonnull
    List<byte[]> handOverRemote() {
        return settings.get().enabled() ? handover.writeRemote() : List.of();
    }

    /**
     * Restores the subscriptions of sessions that still exist, from what {@link #handOver()} returned at some moment.
     * To be called before {@link #start()}, with the moment since when the server ran without the plugin, if it did.
     */
    public void takeOver(@Nonnull final List<byte[]> records, @Nonnull final Instant written,
                         @Nullable final Instant unheardSince) {
        handover.takeOver(records, written, unheardSince);
    }

    /** Finds out what was said while the plugin was not loaded; runs what may block on {@code database}. */
    @Nonnull
    MissedActivity missedActivity(@Nonnull final SerialExecutor database, @Nonnull final Handover earlier,
                                  @Nonnull final InstantSource clock, @Nonnull final Ticker ticker) {
        return new MissedActivity(database, rooms, tracked, timestamps, activities, earlier, clock, ticker);
    }

    /** Treats the sessions that are in rooms already as having just joined them. */
    public void start() {
        visits.start();
    }

    /** Records for every session in a room that it was there until now, as the plugin stops. For the executor. */
    public void recordDepartures() {
        visits.recordDepartures();
    }

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final Message message) {
        activities.messageBroadcast(room, session, message);
    }

    @Override
    public void messageBroadcastUnread(@Nonnull final JID room, @Nonnull final JID session,
                                       @Nonnull final Message message) {
        activities.messageBroadcastUnread(room, session, message);
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        visits.occupantJoined(room, session);
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        visits.occupantLeft(room, session);
    }

    /** Hears whether what rooms send reaches the sessions in them. */
    @Nonnull
    public RoomStanzaListener roomStanzas() {
        return visits;
    }

    private void evaluate(final TrackedRoom room) {
        evaluator.requestEvaluation(room);
    }

    /** Hears who is about to enter rooms. */
    @Nonnull
    IqRequestListener iqRequests() {
        return approaches;
    }

    /** Hears which messages users have had displayed. */
    @Nonnull
    public DisplayListener displays() {
        return displays;
    }

    /** Hears what happens on other servers of the cluster. */
    @Nonnull
    PeerListener relayListener() {
        return peers;
    }

    /** Has it found out by their marks whether servers that leave the cluster have crashed. */
    void findCrashed(@Nonnull final RunningMarks marks, @Nonnull final StateTable state,
                     @Nonnull final SerialExecutor database) {
        peers.findCrashed(new CrashedServers(marks, state, database, peers));
    }

    /** Knows who misses what is said in rooms; runs what may block on {@code queries}, which may reject it. */
    @Nonnull
    AbsentUsers absentUsers(@Nonnull final Executor queries, @Nonnull final RoomVisitors visitors) {
        return new AbsentUserFinder(settings, executor, queries, rooms, visitors, tracked, subscriptions);
    }

    /** Says why users are notified of rooms, or not; runs what may block on {@code queries}, which may reject it. */
    @Nonnull
    RoomQuestion question(@Nonnull final Executor queries, @Nonnull final VisitLog visitLog) {
        return new NotificationQuestion(settings, executor, queries, rooms, visitLog, tracked, subscriptions, policy);
    }

    /** Says how much is said in public rooms. */
    @Nonnull
    ActivityLevels activityLevels() {
        return levels;
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        visits.roomDestroyed(room);
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
    public void sessionBegins(@Nonnull final JID session) {
        requests.sessionEnded(session);
    }

    @Override
    public void sessionEnded(@Nonnull final JID session) {
        requests.sessionEnded(session);
    }

    @Override
    public void userDeleted(@Nonnull final JID user) {
        visits.userDeleted(user);
    }

    @Override
    public void groupsChanged() {
        executor.execute(evaluator::groupsChanged);
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        executor.execute(() -> handover.serviceRemoved(service));
    }

    /** Ends the subscriptions of those whom changed settings no longer admit. */
    public void settingsChanged() {
        levels.settingsChanged();
        executor.execute(() -> {
            manager.settingsChanged();
            evaluator.groupsChanged();
        });
    }

    /** Forgets activity from before a timestamp. */
    public void forgetBefore(final long timestamp) {
        executor.execute(() -> tracked.forgetBefore(timestamp));
    }

    /** How many sessions are subscribed to each service now, on this cluster node. */
    @Nonnull
    public Map<String, Integer> subscriptionCounts() {
        return subscriptions.counts();
    }

    /** The sessions of a user, given by the bare JID, that are subscribed now, on this cluster node. */
    @Nonnull
    public CompletionStage<List<SubscribedSession>> subscriptionsOf(@Nonnull final JID user) {
        return Calls.call(executor, () -> manager.subscriptionsOf(user));
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    /** Ends all subscriptions of a user. Clients are not notified of that; they may subscribe again. */
    public void endSubscriptions(@Nonnull final JID user) {
        executor.execute(() -> manager.endAll(user));
    }

    /** Forgets who was the author of a user's messages from before a timestamp. */
    public void forgetAuthor(@Nonnull final JID user, final long before) {
        executor.execute(() -> tracked.forgetAuthor(user, before));
    }

    @Nonnull
    public Counters counters() {
        return counters;
    }

    @Override
    @Nonnull
    public Collection<String> serviceFeatures() {
        return settings.get().enabled() ? List.of(Rai.NAMESPACE) : List.of();
    }
}
