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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Does the work of {@link UserChatting} on the feature's executor: knows which users are in which rooms, and has the
 * {@link Publisher} update the items of those for whom something has changed. Each kind of work continues whatever was
 * thrown before. For the feature's executor, but for what says otherwise; blocks.
 */
final class PublishingWorker implements RoomWatch.Listener, ConsentRelay.Owner {

    private static final Logger Log = LoggerFactory.getLogger(PublishingWorker.class);

    /** How long to wait after a failure. */
    static final Duration RETRY_INTERVAL = Publisher.RETRY_INTERVAL;
    /** How long retracting everything may take when the plugin stops. */
    static final Duration STOP_TIME = Duration.ofSeconds(8);

    private final Supplier<ChattingSettings> settings;
    private final SerialExecutor executor;
    private final RoomProfiles rooms;
    private final Cluster cluster;
    private final Supplier<OtherChoices> otherChoices;
    private final Ticker ticker;
    private final long began;
    private final OtherServers others;
    private final Consents consents;
    private final ConsentWriter consentWriter;
    private final PublicationLog publicationLog;
    private final ItemRetraction retraction;
    private final PublishingPolicy policy;
    private final Publisher publisher;

    private final OccupiedRooms occupiedRooms = new OccupiedRooms();
    private final PublishedItems items = new PublishedItems();
    private final RoomWatch roomWatch;
    private final PendingUpdates pending;
    private final FailureLog loadFailures = new FailureLog();
    private final Coalescer deletingRetracted;
    private final AbandonedItems abandonedItems;
    private final Coalescer verifyingConsents;

    PublishingWorker(@Nonnull final Supplier<ChattingSettings> settings, @Nonnull final SerialExecutor executor,
                     @Nonnull final RoomProfiles rooms, @Nonnull final Accounts accounts,
                     @Nonnull final PersonalEventing eventing, @Nonnull final ChattingStore store,
                     @Nonnull final Consents consents, @Nonnull final ConsentWriter consentWriter,
                     @Nonnull final Cluster cluster, @Nonnull final Supplier<OtherChoices> otherChoices,
                     @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.consents = consents;
        this.cluster = cluster;
        this.otherChoices = otherChoices;
        this.ticker = ticker;
        this.began = ticker.read();
        this.consentWriter = consentWriter;
        final FailureLog failures = new FailureLog();
        this.publicationLog = new PublicationLog(store, ticker, failures);
        this.retraction = new ItemRetraction(eventing, publicationLog, cluster, failures);
        this.roomWatch = new RoomWatch(executor, rooms, ticker, this);
        this.policy = new PublishingPolicy(settings, accounts, eventing, consents, occupiedRooms, roomWatch,
            this::areChoicesKnown);
        this.others = new OtherServers(cluster, rooms, accounts, policy);
        this.publisher = new Publisher(policy, others::hold, eventing, ticker, items, publicationLog, retraction,
            failures);
        this.pending = new PendingUpdates(executor, this::update);
        this.deletingRetracted = later(PublicationLog.DELETION_DELAY, this::deleteRetracted);
        this.abandonedItems = new AbandonedItems(executor, cluster, others, publicationLog, retraction, ticker,
            this::publishMissing);
        this.verifyingConsents = later(RETRY_INTERVAL, this::verifyConsents);
    }

    private Coalescer later(final Duration delay, final Runnable task) {
        return new Coalescer(run -> executor.schedule(delay, run), task);
    }

    /** Reads the database and begins to publish. Where the database cannot be read, this is tried again. */
    void load() {
        try {
            consents.load();
            publicationLog.load();
        } catch (final IOException | RuntimeException | Error e) {
            loadFailures.log("Cannot read from the database whose rooms may be published. Nothing is, until that "
                + "succeeds.", e);
            executor.schedule(RETRY_INTERVAL, this::load);
            return;
        }
        try {
            verifyConsents();
            abandonedItems.start();
            deleteRetracted();
        } finally {
            pending.start();
            updateAll();
        }
    }

    private void verifyConsents() {
        if (!consents.verifyAll()) {
            verifyingConsents.request();
        }
        consentWriter.requestIfNeeded();
        occupiedRooms.forEach(pending::add);
    }

    /**
     * Whether all choices are known. A server that has yet to join its cluster does not hear what is chosen on others,
     * for a minute at most (K4).
     */
    private boolean areChoicesKnown() {
        return otherChoices.get().areKnown() && (cluster.state() != Cluster.State.JOINING
            || ticker.read() - began > AbandonedItems.JOIN_TIME.toNanos());
    }

    @Override
    public void readAgain(@Nonnull final RecentChoices known,
                          @Nonnull final BiConsumer<SharedChoice, Optional<Consent>> found) throws IOException {
        consents.readAgain(known, found);
        verifyConsents();
    }

    @Override
    public void complete() {
        updateAll();
    }

    @Override
    public void write() {
        consentWriter.requestIfNeeded();
    }

    /** Another server has retracted items of this one: as it could not see it, or as a user said no there. */
    private void publishMissing(final Set<Publication> found) {
        final List<UserAndRoom> missing =
            items.all().stream().filter(pair -> !found.contains(pair.publication())).toList();
        if (!missing.isEmpty()) {
            otherChoices.get().readAgain();
            for (final UserAndRoom pair : missing) {
                publicationLog.leaveToOthers(pair.publication());
                items.putUnknown(pair);
                pending.add(pair.user(), pair.room());
            }
        }
    }

    private void deleteRetracted() {
        if (!retraction.deleteRetracted()) {
            deletingRetracted.request();
        }
    }

    /**
     * Writes what has yet to be written and retracts all items, save what other members of the cluster hold. Where they
     * go on and this server does not, they retract what is left, as they alone know who is still where (K4). Nothing
     * may run on the executor after that.
     */
    void stop() {
        consentWriter.write();
        if (!cluster.isLeavingOthers()) {
            publisher.retractAll(STOP_TIME, others::hold);
        }
    }

    // What happens in rooms and to accounts

    void joined(@Nonnull final JID room, @Nonnull final JID session) {
        occupiedRooms.joined(room, session);
        pending.add(session.asBareJID(), room);
    }

    void left(@Nonnull final JID room, @Nonnull final JID session) {
        final JID user = session.asBareJID();
        occupiedRooms.setSessions(room, user, others.here(otherSessions(room, session)));
        pending.add(user, room);
    }

    private Set<JID> otherSessions(final JID room, final JID session) {
        try {
            final Set<JID> others = new HashSet<>(rooms.sessions(room, session.asBareJID()));
            others.remove(session);
            return others;
        } catch (final RuntimeException | Error e) {
            Log.warn("Cannot see which sessions of {} are in a room. It is assumed that none is.", session, e);
            return Set.of();
        }
    }

    /** An account was deleted; its choice is removed already. */
    @Override
    public void accountDeleted(@Nonnull final JID user) {
        final Set<JID> left = occupiedRooms.roomsOf(user);
        occupiedRooms.removeUser(user);
        left.forEach(room -> pending.add(user, room));
        consentWriter.request();
    }

    /** A user has made another choice. */
    @Override
    public void choiceChanged(@Nonnull final JID user) {
        // Another server may have found it in the database, with the account that made it.
        if (!consents.verify(user)) {
            verifyingConsents.request();
        }
        updateRoomsOf(user);
        consentWriter.request();
    }

    @Override
    public boolean isOfInterest(@Nonnull final JID room) {
        final Mode mode = settings.get().mode();
        return mode != Mode.OFF && occupiedRooms.usersIn(room).stream()
            .anyMatch(user -> consents.effective(user, mode).allows(room));
    }

    @Override
    public void roomChanged(@Nonnull final JID room) {
        occupiedRooms.usersIn(room).forEach(user -> pending.add(user, room));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        final Set<JID> users = occupiedRooms.usersIn(room);
        occupiedRooms.removeRoom(room);
        roomWatch.forget(room);
        users.forEach(user -> pending.add(user, room));
    }

    // Updates

    /** Updates the items of all users and rooms. */
    void updateAll() {
        occupiedRooms.forEach(pending::add);
        items.all().forEach(pair -> pending.add(pair.user(), pair.room()));
    }

    private void updateRoomsOf(final JID user) {
        occupiedRooms.roomsOf(user).forEach(room -> pending.add(user, room));
    }

    private void update() {
        final List<UserAndRoom> pairs = pending.take();
        boolean done = false;
        try {
            publisher.update(pairs, settings.get().refresh()).forEach(pending::postpone);
            items.takeUsersBelowLimit().forEach(this::updateRoomsOf);
            done = true;
        } finally {
            if (!done) {
                pairs.forEach(pair -> pending.postpone(pair, RETRY_INTERVAL));
            }
            if (publicationLog.hasRetracted()) {
                deletingRetracted.request();
            }
            roomWatch.pollIfNeeded();
            consentWriter.requestIfNeeded();
        }
    }

    /** Whether the database was read. For any thread. */
    boolean isReady() {
        return pending.isStarted();
    }

    @Nonnull
    AbandonedItems abandonedItems() {
        return abandonedItems;
    }

    /** For any thread. */
    @Nonnull
    RoomWatch roomWatch() {
        return roomWatch;
    }

    @Nonnull
    PublishedItems items() {
        return items;
    }

    @Nonnull
    PublishingPolicy policy() {
        return policy;
    }

    @Nonnull
    Publisher publisher() {
        return publisher;
    }
}
