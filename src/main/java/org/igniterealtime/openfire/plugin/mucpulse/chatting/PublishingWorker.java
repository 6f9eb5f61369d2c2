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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import com.google.common.base.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.Coalescer;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Does the work of {@link UserChatting}: knows who is where, and has the {@link Publisher} bring what is published in
 * line with what the {@link PublishingPolicy} permits. Whatever is thrown, also by what is asked, the work goes
 * on. For the feature's executor alone, but for what says otherwise; blocks.
 */
final class PublishingWorker {

    private static final Logger Log = LoggerFactory.getLogger(PublishingWorker.class);

    /** How often rooms are looked at. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    /** How long to wait after something failed. */
    static final Duration RETRY_INTERVAL = Publisher.RETRY_INTERVAL;
    /** How long taking everything away may last when the plugin stops. */
    static final Duration FAREWELL = Duration.ofSeconds(8);

    private final Supplier<ChattingSettings> settings;
    private final SerialExecutor executor;
    private final RoomProfiles profiles;
    private final Consents consents;
    private final Publisher publisher;

    private final OccupiedRooms occupiedRooms = new OccupiedRooms();
    private final WatchedRooms watched;
    private final ChangingRooms changing;
    private final Set<UserAndRoom> marked = new LinkedHashSet<>();
    private final Set<UserAndRoom> postponed = new HashSet<>();
    private final Coalescer settling;
    private final Coalescer writing;
    private final Coalescer rewriting;
    private final Coalescer polling;
    private final Coalescer forgetting;
    private final Coalescer clearing;
    private final Coalescer reconciling;
    private final FailureLog writeFailures = new FailureLog();
    private volatile boolean stopped;
    private volatile boolean ready;

    PublishingWorker(@Nonnull final Supplier<ChattingSettings> settings, @Nonnull final SerialExecutor executor,
                     @Nonnull final RoomProfiles profiles, @Nonnull final Accounts accounts,
                     @Nonnull final PersonalEventing eventing, @Nonnull final ChattingStore store,
                     @Nonnull final Consents consents, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.profiles = profiles;
        this.consents = consents;
        this.watched = new WatchedRooms(profiles);
        this.changing = new ChangingRooms(ticker);
        final PublishingPolicy policy =
            new PublishingPolicy(settings, accounts, eventing, consents, occupiedRooms, watched, changing);
        this.publisher = new Publisher(policy, eventing, store, ticker);
        this.settling = new Coalescer(executor, unlessStopped(this::settle));
        this.writing = new Coalescer(executor, unlessStopped(this::writeChoices));
        this.rewriting = later(RETRY_INTERVAL, this::writeChoices);
        this.polling = later(POLL_INTERVAL, this::poll);
        this.forgetting = later(PublicationLog.FORGETTING, this::forgetGone);
        this.clearing = later(RETRY_INTERVAL, this::clearLeftOver);
        this.reconciling = later(RETRY_INTERVAL, this::reconcile);
    }

    private Coalescer later(final Duration delay, final Runnable task) {
        return new Coalescer(run -> executor.schedule(delay, run), unlessStopped(task));
    }

    private Runnable unlessStopped(final Runnable task) {
        return () -> {
            if (!stopped) {
                task.run();
            }
        };
    }

    /** Reads what there is in the database, and begins to publish; later, where it cannot be read yet. */
    void load() {
        if (stopped) {
            return;
        }
        try {
            consents.load();
            publisher.load();
        } catch (final IOException | RuntimeException | Error e) {
            Log.warn("Cannot read from the database whose rooms may be published. Nothing is, until that succeeds.", e);
            executor.schedule(RETRY_INTERVAL, this::load);
            return;
        }
        try {
            reconcile();
            clearLeftOver();
            forgetGone();
        } finally {
            ready = true;
            markAll();
        }
    }

    private void reconcile() {
        if (!consents.reconcile()) {
            reconciling.request();
        }
        if (consents.isUnwritten()) {
            writing.request();
        }
        occupiedRooms.forEach(this::mark);
    }

    private void clearLeftOver() {
        if (!publisher.clearLeftOver()) {
            clearing.request();
        }
    }

    private void forgetGone() {
        if (!publisher.forgetGone()) {
            forgetting.request();
        }
    }

    /** Writes what is to be written, and takes away all that is published; nothing is published after that. */
    void stop() {
        stopped = true;
        writeChoices();
        publisher.retractAll(FAREWELL);
    }

    void joined(@Nonnull final JID room, @Nonnull final JID session) {
        occupiedRooms.joined(room, session);
        mark(session.asBareJID(), room);
    }

    void left(@Nonnull final JID room, @Nonnull final JID session) {
        occupiedRooms.remain(room, session.asBareJID(), othersIn(room, session));
        mark(session.asBareJID(), room);
    }

    /** The other sessions that a user has in a room. */
    private Set<JID> othersIn(final JID room, final JID session) {
        try {
            final Set<JID> others = new HashSet<>(profiles.sessions(room, session.asBareJID()));
            others.remove(session);
            return others;
        } catch (final RuntimeException | Error e) {
            Log.warn("Cannot see which sessions of {} are in a room. It is assumed that none is.", session, e);
            return Set.of();
        }
    }

    /** A room's configuration is about to change. For any thread. */
    void configuring(@Nonnull final JID room) {
        changing.begin(room);
        executor.execute(polling::request);
    }

    /** A room's configuration may have changed. For any thread. */
    void configured(@Nonnull final JID room) {
        final boolean changed = changing.end(room);
        executor.execute(() -> {
            look(room);
            if (changed) {
                markUsersIn(room);
            }
        });
    }

    /** A room is gone. */
    void destroyed(@Nonnull final JID room) {
        final Set<JID> users = occupiedRooms.usersIn(room);
        occupiedRooms.destroyed(room);
        watched.forget(room);
        users.forEach(user -> mark(user, room));
    }

    /** An account is gone; what it chose is forgotten already. */
    void deleted(@Nonnull final JID user) {
        final Set<JID> left = occupiedRooms.roomsOf(user);
        occupiedRooms.deleted(user);
        left.forEach(room -> mark(user, room));
        writing.request();
    }

    /** A user chose something else. */
    void choiceChanged(@Nonnull final JID user) {
        markRoomsOf(user);
        writing.request();
    }

    /** Whether it is known yet what users chose. For any thread. */
    boolean isReady() {
        return ready;
    }

    /** What is published. */
    @Nonnull
    Publisher publisher() {
        return publisher;
    }

    private void writeChoices() {
        writeFailures.begin();
        try {
            consents.write();
        } catch (final IOException | RuntimeException | Error e) {
            writeFailures.log("Cannot write to the database what users chose to have published.", e);
            rewriting.request();
        }
        writeFailures.end();
    }

    private void mark(final JID user, final JID room) {
        marked.add(new UserAndRoom(user, room));
        if (ready) {
            settling.request();
        }
    }

    private void markRoomsOf(final JID user) {
        occupiedRooms.roomsOf(user).forEach(room -> mark(user, room));
    }

    private void markUsersIn(final JID room) {
        occupiedRooms.usersIn(room).forEach(user -> mark(user, room));
    }

    /** Looks again at everything. */
    void markAll() {
        occupiedRooms.forEach(this::mark);
        publisher.pairs().forEach(pair -> mark(pair.user(), pair.room()));
    }

    private void settle() {
        final List<UserAndRoom> pairs = List.copyOf(marked);
        marked.clear();
        boolean done = false;
        try {
            postponed.removeAll(pairs);
            publisher.settle(pairs, settings.get().refresh()).forEach(this::postpone);
            publisher.takeRelieved().forEach(this::markRoomsOf);
            done = true;
        } finally {
            if (!done) {
                pairs.forEach(pair -> postpone(pair, RETRY_INTERVAL));
            }
            if (publisher.hasGone()) {
                forgetting.request();
            }
            if (!watched.isEmpty()) {
                polling.request();
            }
            // Writing would find out by itself that there is nothing to write; this spares the executor a task.
            if (consents.isUnwritten()) {
                writing.request();
            }
        }
    }

    /** Looks again after a while. */
    private void postpone(final UserAndRoom pair, final Duration wait) {
        if (postponed.add(pair)) {
            executor.schedule(wait, () -> {
                if (postponed.remove(pair)) {
                    mark(pair.user(), pair.room());
                }
            });
        }
    }

    private void poll() {
        try {
            publisher.forgetLimits();
            final Mode mode = settings.get().mode();
            watched.retain(room -> mode != Mode.OFF && occupiedRooms.usersIn(room).stream()
                .anyMatch(user -> consents.counting(user, mode).admits(room)));
            changing.takeExpired().forEach(this::markUsersIn);
            watched.rooms().forEach(this::look);
        } finally {
            if (!watched.isEmpty() || !changing.isEmpty()) {
                polling.request();
            }
        }
    }

    /** Looks whether a room shows something else of itself than before, if anybody in it wants to have it published. */
    void look(@Nonnull final JID room) {
        try {
            switch (watched.look(room)) {
                case CHANGED -> markUsersIn(room);
                case GONE -> destroyed(room);
                default -> {
                }
            }
        } catch (final RuntimeException | Error e) {
            Log.debug("Cannot look at the room {}. It is not published.", room, e);
            markUsersIn(room);
        }
    }
}
