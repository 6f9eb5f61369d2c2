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
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.feature.RoomQuestion;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.port.ClusterListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RelayListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.Table;
import org.xmpp.packet.JID;

/**
 * Publishes which rooms users are in, as far as they consent. Events only mark users and rooms; a task of the feature's
 * executor then brings what is published in line with what may be. What cannot be found out is not published. Safe for
 * use by several threads; only tasks of the executor block.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>
 */
public final class UserChatting implements RoomEventListener, UserEventListener, RoomConfigurationListener,
    ClusterListener {

    private final Supplier<ChattingSettings> settings;
    private final StoppableExecutor executor;
    private final RoomProfiles rooms;
    private final Accounts accounts;
    private final Cluster cluster;
    private final ConsentEntries entries;
    private final Consents consents;
    private final PublishingWorker worker;
    private final ConsentRelay consentRelay;
    private final ChoiceEffect effect;

    /**
     * Creates the feature.
     *
     * @param settings returns the current settings
     * @param executor runs everything that blocks or changes what is remembered
     * @param rooms what the server's rooms show of themselves, and who is in them
     * @param accounts the server's accounts
     * @param eventing publishes in the users' names
     * @param store what users chose, and what is published
     * @param cluster the servers that form one with this server
     * @param relay carries messages to these servers
     * @param journal keeps what users chose until it is in the store
     * @param timestamps issues the timestamps that are stored
     * @param ticker a monotonic source of time
     */
    public UserChatting(@Nonnull final Supplier<ChattingSettings> settings, @Nonnull final SerialExecutor executor,
                        @Nonnull final RoomProfiles rooms, @Nonnull final Accounts accounts,
                        @Nonnull final PersonalEventing eventing, @Nonnull final ChattingStore store,
                        @Nonnull final Cluster cluster, @Nonnull final Relay relay, @Nonnull final Journal journal,
                        @Nonnull final MonotonicTimestamps timestamps, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = new StoppableExecutor(executor);
        this.rooms = rooms;
        this.accounts = accounts;
        this.cluster = cluster;
        this.entries = new ConsentEntries(journal, timestamps);
        this.consents = new Consents(store, accounts, entries,
            () -> cluster.state() != Cluster.State.SINGLE, this::mode);
        this.worker = new PublishingWorker(settings, this.executor, rooms, accounts, eventing, store, consents,
            new ConsentWriter(store, accounts, entries, this.executor, PublishingWorker.RETRY_INTERVAL), cluster,
            this::otherChoices, ticker);
        this.effect = new ChoiceEffect(this.executor, journal);
        this.consentRelay = new ConsentRelay(relay, this.executor, entries, timestamps, this::mode, worker);
    }

    private OtherChoices otherChoices() {
        return consentRelay;
    }

    /**
     * Hears what users choose on other servers of the cluster. To be added after {@link #start}.
     *
     * @return the same object at each call
     */
    @Nonnull
    public RelayListener relayListener() {
        return consentRelay;
    }

    /**
     * Retracts what an earlier run left, and begins to publish; later, where the database cannot be read yet. The
     * sessions of other members of the cluster are published by these.
     */
    public void start() {
        entries.replay();
        for (final RoomView room : rooms.loaded()) {
            // One task, as there may be more occupants than tasks that can wait.
            executor.execute(() -> FailureIsolation.forEach(room.occupants(), occupant -> {
                if (accounts.isLocal(occupant.session()) && cluster.isHere(occupant.session())) {
                    worker.joined(room.jid(), occupant.session());
                }
            }));
        }
        executor.execute(worker::load);
    }

    /** Says whether what users chose is in the database. It is written at once, and not when all else is. */
    @Nonnull
    public Table consentTable() {
        return new Table() {
            @Override
            @Nonnull
            public String description() {
                return "what users chose to have published";
            }

            @Override
            public boolean flush() {
                return entries.isWritten();
            }
        };
    }

    /**
     * Retracts all that is published, save what is to be left to other members of the cluster. To be called on the
     * executor; nothing is published after that.
     */
    public void stop() {
        executor.stop();
        worker.stop();
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        // Nothing is published of users of other servers: they need not be remembered either.
        if (accounts.isLocal(session)) {
            executor.execute(() -> worker.joined(room, session));
        }
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        if (accounts.isLocal(session)) {
            executor.execute(() -> worker.left(room, session));
        }
    }

    @Override
    public void subjectChanged(@Nonnull final JID room, @Nonnull final JID session) {
        executor.execute(() -> worker.roomWatch().look(room));
    }

    @Override
    public void roomConfiguring(@Nonnull final JID room) {
        worker.roomWatch().configuring(room);
    }

    @Override
    public void roomConfigured(@Nonnull final JID room) {
        worker.roomWatch().configured(room);
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        executor.execute(() -> worker.roomDestroyed(room));
    }

    @Override
    public void sessionEnded(@Nonnull final JID session) {
        // There is an event for each room that it leaves.
    }

    @Override
    public void groupsChanged() {
        // What is published does not depend on affiliations.
    }

    @Override
    public void userDeleted(@Nonnull final JID user) {
        consents.accountDeleted(user);
        executor.execute(() -> worker.accountDeleted(user));
    }

    @Override
    public void joined() {
        executor.execute(worker.abandonedItems()::membersChanged);
    }

    @Override
    public void memberJoined(@Nonnull final String member) {
        executor.execute(worker.abandonedItems()::membersChanged);
    }

    @Override
    public void memberLeft(@Nonnull final String member) {
        executor.execute(worker.abandonedItems()::memberLeft);
    }

    /** To be called after the settings have changed. */
    public void settingsChanged() {
        executor.execute(worker::updateAll);
    }

    /**
     * Whether the users' choices have been read from the database. Nothing is published before.
     *
     * @return {@code false} before the database was read
     */
    public boolean isReady() {
        return worker.isReady();
    }

    /**
     * What a user chose.
     *
     * @param user the user's bare JID
     * @return the choice, empty where the user has made none
     */
    @Nonnull
    public Optional<ChattingPreferences> stated(@Nonnull final JID user) {
        return consents.stated(user);
    }

    /** The bare JIDs of the users who made a choice; a view that follows. */
    @Nonnull
    public Set<JID> users() {
        return Collections.unmodifiableSet(entries.all().keySet());
    }

    /**
     * What applies to a user: what they chose, or else the default of the server's mode.
     *
     * @param user the user's bare JID
     * @return the preferences
     */
    @Nonnull
    public ChattingPreferences choice(@Nonnull final JID user) {
        return consents.effective(user, mode());
    }

    /**
     * The server's mode.
     *
     * @return whether, and for whom, anything is published
     */
    @Nonnull
    public Mode mode() {
        return settings.get().mode();
    }

    /**
     * Sets what a user chooses. This takes effect at once, and is written to the database after that.
     *
     * @param user the user's bare JID
     * @param preferences what the user chooses
     * @return {@code false} where the server has no place for more excluded rooms; nothing has changed then
     */
    public boolean choose(@Nonnull final JID user, @Nonnull final ChattingPreferences preferences) {
        if (!consents.set(user, preferences)) {
            return false;
        }
        executor.execute(() -> worker.choiceChanged(user));
        return true;
    }

    /**
     * The effect of the choices that were made before this.
     *
     * @return completes when they had all of it; perhaps never, if that fails
     */
    @Nonnull
    public CompletionStage<?> effectOfEarlierChoices() {
        return effect.ofEarlierChoices();
    }

    /**
     * Removes a user's choice. Where the user said no or excluded rooms, the choice that nothing be published takes its
     * place, as the default of the server's mode may be to publish.
     *
     * @param user the user's bare JID
     */
    public void reset(@Nonnull final JID user) {
        consents.reset(user);
        executor.execute(() -> worker.choiceChanged(user));
    }

    /**
     * The rooms of a user that are published.
     *
     * @param user the user's bare JID
     * @return bare JIDs, possibly empty, never {@code null}
     */
    @Nonnull
    public Set<JID> publishedRooms(@Nonnull final JID user) {
        return worker.items().roomsOf(user);
    }

    /** Says whether, and why, it is published that users are in rooms. */
    @Nonnull
    RoomQuestion question() {
        return new PublishingQuestion(this, executor, worker);
    }

    /**
     * Of how many users at least one room is published now.
     *
     * @return the number
     */
    public int publishingUsers() {
        return worker.items().users();
    }

    /**
     * What was published and retracted since the plugin was started.
     *
     * @return live counters by service
     */
    @Nonnull
    public Counters counters() {
        return worker.publisher().counters();
    }
}
