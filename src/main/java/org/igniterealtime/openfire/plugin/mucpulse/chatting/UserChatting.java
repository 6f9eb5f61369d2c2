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

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.Publisher.Pair;
import org.igniterealtime.openfire.plugin.mucpulse.server.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.server.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.server.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomConfigurationListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.server.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.server.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.server.Strand;
import org.igniterealtime.openfire.plugin.mucpulse.server.UserEventListener;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChattingSettings;
import org.igniterealtime.openfire.plugin.mucpulse.settings.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.statistics.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Publishes which rooms users are in, as far as they want it. Whatever happens only marks users and rooms to be looked
 * at; what is published is then brought in line with what may be, by one thread. Rooms in which somebody who agrees is
 * present are looked at once a second, too, as no event tells of a room that became private. Safe for use by several
 * threads; nothing blocks but that one thread.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0194.html">XEP-0194</a>
 */
public final class UserChatting implements RoomEventListener, UserEventListener, RoomConfigurationListener {

    private static final Logger Log = LoggerFactory.getLogger(UserChatting.class);

    /** How often rooms are looked at. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
    /** How long to wait after something failed. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    /** How long taking everything away may last when the plugin stops. */
    static final Duration FAREWELL = Duration.ofSeconds(8);

    private final Supplier<ChattingSettings> settings;
    private final Strand strand;
    private final Rooms rooms;
    private final RoomProfiles profiles;
    private final Accounts accounts;
    private final PersonalEventing eventing;
    private final InstantSource clock;
    private final Consents consents;
    private final Publisher publisher;

    private final Whereabouts whereabouts = new Whereabouts();
    /** The rooms in which somebody is who agrees, as they were when last looked at; empty before the first time. */
    private final Map<JID, Optional<RoomProfile>> watched = new HashMap<>();
    private final Set<Pair> marked = new LinkedHashSet<>();
    private final Set<Pair> postponed = new HashSet<>();
    private boolean settling;
    private boolean polling;
    private boolean writing;
    private boolean forgetting;
    private volatile boolean stopped;
    private volatile boolean ready;

    /**
     * Creates the feature.
     *
     * @param settings the settings at this moment
     * @param strand runs everything that blocks or changes what is known
     * @param rooms the rooms, to see who is in them at the beginning
     * @param profiles what the rooms show of themselves
     * @param accounts who has an account
     * @param eventing where it is published
     * @param store what users chose, and what is published
     * @param clock tells the time
     */
    public UserChatting(@Nonnull final Supplier<ChattingSettings> settings, @Nonnull final Strand strand,
                        @Nonnull final Rooms rooms, @Nonnull final RoomProfiles profiles,
                        @Nonnull final Accounts accounts, @Nonnull final PersonalEventing eventing,
                        @Nonnull final ChattingStore store, @Nonnull final InstantSource clock) {
        this.settings = settings;
        this.strand = strand;
        this.rooms = rooms;
        this.profiles = profiles;
        this.accounts = accounts;
        this.eventing = eventing;
        this.clock = clock;
        this.consents = new Consents(store);
        this.publisher = new Publisher(this::publishable, eventing, store, clock);
    }

    /** Clears what an earlier run left, and begins to publish; later, where the database cannot be read yet. */
    public void start() {
        for (final RoomView room : rooms.loaded()) {
            for (final OccupantView occupant : room.occupants()) {
                occupantJoined(room.jid(), occupant.session(), occupant.nickname());
            }
        }
        strand.execute(this::load);
    }

    private void load() {
        if (stopped) {
            return;
        }
        try {
            consents.load();
            publisher.load();
        } catch (final IOException | RuntimeException e) {
            Log.warn("Cannot read from the database whose rooms may be published. Nothing is, until that succeeds.", e);
            strand.schedule(RETRY_INTERVAL, this::load);
            return;
        }
        clearLeftOver();
        forgetGone();
        ready = true;
        markAll();
    }

    private void clearLeftOver() {
        if (!stopped && !publisher.clearLeftOver()) {
            strand.schedule(RETRY_INTERVAL, this::clearLeftOver);
        }
    }

    private void forgetGone() {
        forgetting = false;
        if (!stopped && !publisher.forgetGone()) {
            forgetting = true;
            strand.schedule(Publisher.FORGETTING, this::forgetGone);
        }
    }

    /** Takes away all that is published. For the strand; nothing is published after that. */
    public void stop() {
        stopped = true;
        writeChoices();
        publisher.retractAll(clock.instant().plus(FAREWELL));
    }

    @Override
    public void occupantJoined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        if (accounts.isLocal(session)) {
            strand.execute(() -> {
                whereabouts.joined(room, session);
                mark(session.asBareJID(), room);
            });
        }
    }

    @Override
    public void occupantLeft(@Nonnull final JID room, @Nonnull final JID session) {
        if (accounts.isLocal(session)) {
            strand.execute(() -> {
                whereabouts.remain(room, session.asBareJID(), othersIn(room, session));
                mark(session.asBareJID(), room);
            });
        }
    }

    /** The other sessions that a user has in a room. */
    private Set<JID> othersIn(final JID room, final JID session) {
        try {
            final Set<JID> others = new HashSet<>(profiles.sessions(room, session.asBareJID()));
            others.remove(session);
            return others;
        } catch (final RuntimeException e) {
            Log.warn("Cannot see which sessions of {} are in a room. It is taken that none is.", session, e);
            return Set.of();
        }
    }

    @Override
    public void subjectChanged(@Nonnull final JID room, @Nonnull final JID session) {
        roomConfigured(room);
    }

    @Override
    public void roomConfigured(@Nonnull final JID room) {
        strand.execute(() -> look(room));
    }

    @Override
    public void roomDestroyed(@Nonnull final JID room) {
        strand.execute(() -> vanish(room));
    }

    private void vanish(final JID room) {
        final Set<JID> users = whereabouts.usersIn(room);
        whereabouts.destroyed(room);
        watched.remove(room);
        users.forEach(user -> mark(user, room));
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
        strand.execute(() -> {
            final Set<JID> left = whereabouts.roomsOf(user);
            whereabouts.deleted(user);
            left.forEach(room -> mark(user, room));
            writeChoices();
        });
    }

    /** The settings changed. */
    public void settingsChanged() {
        strand.execute(this::markAll);
    }

    /**
     * Whether it is known yet what users chose. Until then nothing is published.
     *
     * @return {@code false} before the database was read
     */
    public boolean isReady() {
        return ready;
    }

    /**
     * What a user chose.
     *
     * @param user the user's bare JID
     * @return the choice, empty where the user made none
     */
    @Nonnull
    public Optional<Choice> stated(@Nonnull final JID user) {
        return consents.stated(user);
    }

    /**
     * What counts for a user: what they chose, or what the server's mode makes of silence.
     *
     * @param user the user's bare JID
     * @return the choice
     */
    @Nonnull
    public Choice choice(@Nonnull final JID user) {
        return choice(user, mode());
    }

    private Choice choice(final JID user, final Mode mode) {
        return consents.stated(user).orElseGet(() -> Choice.silence(mode));
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
     */
    public void choose(@Nonnull final JID user, @Nonnull final Choice choice) {
        consents.state(user, choice);
        strand.execute(() -> choiceChanged(user));
    }

    /**
     * Forgets what a user chose, as if they had never said anything.
     *
     * @param user the user's bare JID
     */
    public void reset(@Nonnull final JID user) {
        consents.forget(user);
        strand.execute(() -> choiceChanged(user));
    }

    private void choiceChanged(final JID user) {
        whereabouts.roomsOf(user).forEach(room -> mark(user, room));
        strand.execute(this::writeChoices);
    }

    private void writeChoices() {
        try {
            consents.write();
        } catch (final IOException | RuntimeException e) {
            if (!writing && !stopped) {
                Log.warn("Cannot write to the database what users chose to have published. This is tried again.", e);
                writing = true;
                strand.schedule(RETRY_INTERVAL, () -> {
                    writing = false;
                    writeChoices();
                });
            }
        }
    }

    /**
     * The rooms that a user is published to be in.
     *
     * @param user the user's bare JID
     * @return bare JIDs, possibly empty, never {@code null}
     */
    @Nonnull
    public Set<JID> publishedRooms(@Nonnull final JID user) {
        return publisher.roomsOf(user);
    }

    /**
     * How many users are published to be in at least one room, now.
     *
     * @return the number
     */
    public int publishingUsers() {
        return publisher.users();
    }

    /**
     * What was published and taken away since the plugin was started.
     *
     * @return the numbers, by service
     */
    @Nonnull
    public Tally<Counted> tally() {
        return publisher.tally();
    }

    private Optional<RoomProfile> publishable(final JID user, final JID room) {
        final ChattingSettings now = settings.get();
        final Choice choice = choice(user, now.mode());
        final Optional<JID> session = whereabouts.sessionIn(room, user);
        if (now.mode() == Mode.OFF || session.isEmpty() || !choice.admits(room)
            || now.excluded().contains(room.toString()) || !eventing.isOffered()
            || !accounts.isRegistered(session.get())) {
            return Optional.empty();
        }
        final Optional<RoomProfile> profile = profiles.profile(room);
        watched.putIfAbsent(room, profile);
        return profile.filter(found -> found.isPublic() || choice.privateRooms());
    }

    private void mark(final JID user, final JID room) {
        marked.add(new Pair(user, room));
        if (!settling && ready) {
            settling = true;
            strand.execute(this::settle);
        }
    }

    private void markAll() {
        whereabouts.forEach(this::mark);
        publisher.pairs().forEach(pair -> mark(pair.user(), pair.room()));
    }

    private void settle() {
        settling = false;
        if (stopped) {
            return;
        }
        final List<Pair> pairs = List.copyOf(marked);
        marked.clear();
        postponed.removeAll(pairs);
        postpone(publisher.settle(pairs, settings.get().refresh()));
        if (!forgetting) {
            forgetGone();
        }
        if (!polling && !watched.isEmpty()) {
            polling = true;
            strand.schedule(POLL_INTERVAL, this::poll);
        }
    }

    /** Looks again when a room's items may be published again, or a while after something failed. */
    private void postpone(final Collection<Pair> pairs) {
        final Instant now = clock.instant();
        for (final Pair pair : pairs) {
            if (postponed.add(pair)) {
                final Duration wait = Duration.between(now, publisher.renewable(pair.room()));
                strand.schedule(wait.isZero() || wait.isNegative() ? RETRY_INTERVAL : wait, () -> {
                    if (postponed.remove(pair)) {
                        mark(pair.user(), pair.room());
                    }
                });
            }
        }
    }

    private void poll() {
        polling = false;
        if (stopped) {
            return;
        }
        publisher.forgetLimits();
        final Mode mode = mode();
        watched.keySet().removeIf(room -> mode == Mode.OFF
            || whereabouts.usersIn(room).stream().noneMatch(user -> choice(user, mode).admits(room)));
        List.copyOf(watched.keySet()).forEach(this::look);
        if (!watched.isEmpty()) {
            polling = true;
            strand.schedule(POLL_INTERVAL, this::poll);
        }
    }

    /** Looks whether a room shows something else of itself than before, if anybody in it wants to have it published. */
    private void look(final JID room) {
        final Optional<RoomProfile> before = watched.get(room);
        if (before == null) {
            return;
        }
        final Optional<RoomProfile> now = profiles.profile(room);
        if (now.isEmpty()) {
            vanish(room);
        } else if (!now.equals(before)) {
            watched.put(room, now);
            whereabouts.usersIn(room).forEach(user -> mark(user, room));
        }
    }
}
