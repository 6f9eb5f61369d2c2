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
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomConfigurationListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.UserEventListener;
import org.xmpp.packet.JID;

/**
 * Publishes which rooms users are in, as far as they want it. Whatever happens only marks users and rooms to be looked
 * at; what is published is then brought in line with what may be, by one thread. Rooms in which somebody who agrees is
 * present are looked at once a second, too, as no event tells of a room that became private. What cannot be found out
 * is not published. Safe for use by several threads; nothing blocks but that one thread.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>
 */
public final class UserChatting implements RoomEventListener, UserEventListener, RoomConfigurationListener {

    private final Supplier<ChattingSettings> settings;
    private final SerialExecutor executor;
    private final Rooms rooms;
    private final Accounts accounts;
    private final Consents consents;
    private final PublishingWorker worker;

    /**
     * Creates the feature.
     *
     * @param settings the settings at this moment
     * @param executor runs everything that blocks or changes what is known
     * @param rooms the rooms, to see who is in them at the beginning
     * @param profiles what the rooms show of themselves
     * @param accounts who has an account
     * @param eventing where it is published
     * @param store what users chose, and what is published
     * @param ticker measures time, whatever happens to the clock
     */
    public UserChatting(@Nonnull final Supplier<ChattingSettings> settings, @Nonnull final SerialExecutor executor,
                        @Nonnull final Rooms rooms, @Nonnull final RoomProfiles profiles,
                        @Nonnull final Accounts accounts, @Nonnull final PersonalEventing eventing,
                        @Nonnull final ChattingStore store, @Nonnull final Ticker ticker) {
        this.settings = settings;
        this.executor = executor;
        this.rooms = rooms;
        this.accounts = accounts;
        this.consents = new Consents(store, accounts);
        this.worker = new PublishingWorker(settings, executor, profiles, accounts, eventing, store, consents, ticker);
    }

    /** Clears what an earlier run left, and begins to publish; later, where the database cannot be read yet. */
    public void start() {
        for (final RoomView room : rooms.loaded()) {
            for (final OccupantView occupant : room.occupants()) {
                occupantJoined(room.jid(), occupant.session(), occupant.nickname());
            }
        }
        executor.execute(worker::load);
    }

    /** Takes away all that is published. For the executor; nothing is published after that. */
    public void stop() {
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
        executor.execute(() -> worker.look(room));
    }

    @Override
    public void roomConfiguring(@Nonnull final JID room) {
        worker.configuring(room);
    }

    @Override
    public void roomConfigured(@Nonnull final JID room) {
        worker.configured(room);
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        executor.execute(() -> worker.destroyed(room));
    }

    @Override
    public void sessionEnded(@Nonnull final JID session) {
        // The rooms tell that it left.
    }

    @Override
    public void groupsChanged() {
        // What is published does not depend on affiliations.
    }

    @Override
    public void userDeleted(@Nonnull final JID user) {
        consents.forget(user);
        executor.execute(() -> worker.deleted(user));
    }

    /** The settings changed. */
    public void settingsChanged() {
        executor.execute(worker::markAll);
    }

    /**
     * Whether it is known yet what users chose. Until then nothing is published.
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
     * @return the choice, empty where the user made none
     */
    @Nonnull
    public Optional<ChattingPreferences> stated(@Nonnull final JID user) {
        return consents.stated(user);
    }

    /**
     * What counts for a user: what they chose, or what the server's mode makes of silence.
     *
     * @param user the user's bare JID
     * @return the choice
     */
    @Nonnull
    public ChattingPreferences choice(@Nonnull final JID user) {
        return consents.counting(user, mode());
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
     * Sets what a user wants, for good. Takes effect at once; is written to the database after that.
     *
     * @param user the user's bare JID
     * @param choice what the user wants
     * @return {@code false} where the server cannot remember any more excluded rooms; nothing has changed then
     */
    public boolean choose(@Nonnull final JID user, @Nonnull final ChattingPreferences choice) {
        if (!consents.state(user, choice)) {
            return false;
        }
        executor.execute(() -> worker.choiceChanged(user));
        return true;
    }

    /**
     * Forgets what a user chose, but for what the choice withholds: of a user who said no, or named rooms that are not
     * to be published, it is remembered that nothing is, as the server's mode may be to publish what nobody spoke
     * against.
     *
     * @param user the user's bare JID
     */
    public void reset(@Nonnull final JID user) {
        consents.reset(user);
        executor.execute(() -> worker.choiceChanged(user));
    }

    /**
     * The rooms that a user is published to be in.
     *
     * @param user the user's bare JID
     * @return bare JIDs, possibly empty, never {@code null}
     */
    @Nonnull
    public Set<JID> publishedRooms(@Nonnull final JID user) {
        return worker.publisher().roomsOf(user);
    }

    /**
     * How many users are published to be in at least one room, now.
     *
     * @return the number
     */
    public int publishingUsers() {
        return worker.publisher().users();
    }

    /**
     * What was published and taken away since the plugin was started.
     *
     * @return the numbers, by service
     */
    @Nonnull
    public Counters counters() {
        return worker.publisher().counters();
    }
}
