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

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.server.DiscoFeatures;
import org.igniterealtime.openfire.plugin.mucpulse.server.MucServiceListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.server.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.server.ServiceStanzaListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.StanzaSender;
import org.igniterealtime.openfire.plugin.mucpulse.server.Strand;
import org.igniterealtime.openfire.plugin.mucpulse.server.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.Users;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RaiSettings;
import org.igniterealtime.openfire.plugin.mucpulse.statistics.Tally;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.PacketError;
import org.xmpp.packet.Presence;

/**
 * Room Activity Indicators: tells sessions that are not in a room that something was said there.
 * <p>
 * This class is what the server's threads meet: it notes when a thing happened, and leaves what follows from it to the
 * feature's strand, where the {@link Notifier} decides who is told. A message in a room of which everybody was told
 * already ends here. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437: Room Activity Indicators</a>
 */
public final class RoomActivityIndicators
    implements RoomEventListener, ServiceStanzaListener, UserEventListener, MucServiceListener, DiscoFeatures {

    private final Supplier<RaiSettings> settings;
    private final Strand strand;
    private final StanzaSender sender;
    private final Rooms rooms;
    private final VisitLog visitLog;
    private final ActivityLog activityLog;
    private final Stamps stamps;
    private final InstantSource clock;
    private final TrackedRooms tracked = new TrackedRooms();
    private final Map<String, ServiceSubscriptions> services = new ConcurrentHashMap<>();
    private final Tally<RaiCount> tally = new Tally<>(RaiCount.class);
    private final Notifier notifier;

    /**
     * Creates the feature.
     *
     * @param settings tells the settings of the moment
     * @param strand runs what follows from stanzas and events
     * @param queries runs database queries; may reject them
     * @param sender sends stanzas
     * @param rooms the server's rooms
     * @param users the server's users
     * @param directory finds rooms by query
     * @param visitLog remembers visits
     * @param activityLog remembers activity
     * @param stamps tells what came first
     * @param clock the wall clock
     */
    public RoomActivityIndicators(@Nonnull final Supplier<RaiSettings> settings, @Nonnull final Strand strand,
                                  @Nonnull final Executor queries, @Nonnull final StanzaSender sender,
                                  @Nonnull final Rooms rooms, @Nonnull final Users users,
                                  @Nonnull final RoomDirectory directory, @Nonnull final VisitLog visitLog,
                                  @Nonnull final ActivityLog activityLog, @Nonnull final Stamps stamps,
                                  @Nonnull final InstantSource clock) {
        this.settings = settings;
        this.strand = strand;
        this.sender = sender;
        this.rooms = rooms;
        this.visitLog = visitLog;
        this.activityLog = activityLog;
        this.stamps = stamps;
        this.clock = clock;
        final InterestFinder finder = new InterestFinder(rooms, users, directory, visitLog, tracked);
        this.notifier = new Notifier(settings, strand, queries, sender, rooms, users, finder, tracked, services, clock,
            tally);
    }

    /**
     * Takes over what an earlier life of the server knew.
     *
     * @param earlier the last activity of each room
     */
    public void restore(@Nonnull final Map<JID, Activity> earlier) {
        earlier.forEach((room, activity) -> {
            stamps.startAfter(activity.stamp());
            tracked.track(room).restore(activity);
        });
    }

    /**
     * Makes up for activity that an earlier life of the server may have heard but could not write down: every room
     * counts as active at that moment, so that too much is told rather than too little.
     *
     * @param stamp the moment up to which activity may have been missed
     */
    public void assumeActivityUpTo(final long stamp) {
        stamps.startAfter(stamp);
        tracked.assumeActivityUpTo(stamp);
    }

    /**
     * The stamp of this moment.
     *
     * @return a number greater than all stamps before
     */
    public long now() {
        return stamps.next();
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
     * about to stop, from a task of the strand.
     */
    public void recordDepartures() {
        if (!settings.get().enabled()) {
            return;
        }
        notifier.forEachOccupancy((room, session) -> visitLog.visited(session.asBareJID(), room, stamps.next()));
    }

    @Override
    public void messageBroadcast(@Nonnull final JID room, @Nonnull final JID session,
                                 @Nonnull final Message message) {
        if (!settings.get().enabled() || !ActivityFilter.isActivity(message)) {
            return;
        }
        final TrackedRoom entry = tracked.spoken(room, stamps, session.asBareJID());
        activityLog.changed(room, entry.activity());
        if (!settings.get().isOffered(room)) {
            return;
        }
        final ServiceSubscriptions service = services.get(room.getDomain());
        final long newest = service == null ? 0 : service.newest();
        if (entry.isEvaluationDue(newest, clock.millis())) {
            notifier.requestEvaluation(entry);
        } else if (newest > 0 && entry.claimAudit()) {
            notifier.planAudit(entry);
        }
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        final long stamp = visit(room, session);
        strand.execute(() -> notifier.occupantJoined(room, session, stamp));
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        final long stamp = visit(room, session);
        strand.execute(() -> notifier.occupantLeft(room, session, stamp));
    }

    private long visit(final JID room, final JID session) {
        final long stamp = stamps.next();
        if (settings.get().enabled()) {
            visitLog.visited(session.asBareJID(), room, stamp);
        }
        return stamp;
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        visitLog.forgetRoom(room);
        // At once, as what is said from now on is said in another room of that name.
        final Optional<TrackedRoom> forgotten = tracked.remove(room);
        strand.execute(() -> {
            forgotten.ifPresent(TrackedRoom::takeWaiting);
            notifier.roomDestroyed(room);
        });
    }

    @Override
    public void presenceReceived(@Nonnull final Presence presence) {
        final JID session = presence.getFrom();
        if (session == null) {
            return;
        }
        final String service = presence.getTo().getDomain();
        if (presence.getType() == Presence.Type.unavailable || presence.getType() == Presence.Type.error) {
            unsubscribe(service, session);
        } else if (settings.get().enabled() && Rai.isRequest(presence)) {
            final String id = presence.getID();
            if (session.getResource() == null) {
                tally.count(service, RaiCount.REFUSED_MALFORMED);
                sender.offer(Rai.refusal(service, session, id, PacketError.Condition.bad_request));
            } else {
                subscribe(service, session, id);
            }
        }
    }

    private void subscribe(final String service, final JID session, final String id) {
        services.computeIfAbsent(service, ServiceSubscriptions::new);
        if (!strand.tryExecute(() -> notifier.subscribe(service, session, id))) {
            tally.count(service, RaiCount.REFUSED_BUSY);
            sender.offer(Rai.refusal(service, session, id, PacketError.Condition.resource_constraint));
        }
    }

    private void unsubscribe(final String service, final JID session) {
        if (services.containsKey(service)) {
            strand.execute(() -> notifier.unsubscribe(service, session));
        }
    }

    @Override
    public void errorReceived(@Nonnull final Message message) {
        final JID session = message.getFrom();
        if (session != null) {
            unsubscribe(message.getTo().getDomain(), session);
        }
    }

    @Override
    public void sessionEnded(@Nonnull final JID session) {
        services.keySet().forEach(service -> unsubscribe(service, session));
    }

    @Override
    public void userDeleted(@Nonnull final JID user) {
        visitLog.forgetUser(user);
        strand.execute(() -> notifier.userDeleted(user));
    }

    @Override
    public void groupsChanged() {
        strand.execute(notifier::groupsChanged);
    }

    @Override
    public void serviceRemoved(@Nonnull final String service) {
        strand.execute(() -> notifier.serviceRemoved(service));
    }

    /** Follows changed settings: ends all subscriptions where the feature was switched off. */
    public void settingsChanged() {
        if (settings.get().enabled()) {
            strand.execute(notifier::groupsChanged);
        } else {
            strand.execute(notifier::clear);
        }
    }

    /**
     * Forgets activity that is too old to be told of.
     *
     * @param stamp what is before it is forgotten
     */
    public void forgetBefore(final long stamp) {
        strand.execute(() -> notifier.forgetBefore(stamp));
    }

    /**
     * How many sessions are subscribed now, on this cluster node.
     *
     * @return subscriptions by service
     */
    @Nonnull
    public Map<String, Integer> subscriptionCounts() {
        final Map<String, Integer> counts = new TreeMap<>();
        services.forEach((service, subscriptions) -> counts.put(service, subscriptions.size()));
        return counts;
    }

    /**
     * The sessions of a user that are subscribed now, on this cluster node.
     *
     * @param user the user's bare JID
     * @return the sessions, when the strand has come to it
     */
    @Nonnull
    public CompletionStage<List<SubscribedSession>> subscriptionsOf(@Nonnull final JID user) {
        final CompletableFuture<List<SubscribedSession>> sessions = new CompletableFuture<>();
        strand.execute(() -> sessions.complete(notifier.subscriptionsOf(user)));
        return sessions;
    }

    /**
     * Ends all subscriptions of a user. Clients are not told; they may subscribe again.
     *
     * @param user the user's bare JID
     */
    public void endSubscriptions(@Nonnull final JID user) {
        strand.execute(() -> notifier.subscriptionsOf(user)
            .forEach(one -> notifier.unsubscribe(one.service(), one.session())));
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
     * What was counted since the plugin was started.
     *
     * @return the counters, which go on
     */
    @Nonnull
    public Tally<RaiCount> counts() {
        return tally;
    }

    /**
     * The rooms in which most was said in about the last hour, on this cluster node.
     *
     * @param limit how many rooms at most
     * @return the rooms, those with more messages first
     */
    @Nonnull
    public List<BusyRoom> busiestRooms(final int limit) {
        return tracked.busiest(TimeUnit.MILLISECONDS.toMicros(clock.millis()), limit);
    }

    @Override
    @Nonnull
    public Collection<String> serviceFeatures() {
        return settings.get().enabled() ? List.of(Rai.NAMESPACE) : List.of();
    }
}
