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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.PersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfiles;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.xmpp.packet.JID;

/**
 * A server with User Chatting, in the memory of the test. Survives a crash of the feature: what the database and the
 * nodes hold is still there when it is started again.
 */
final class ChattingFixture {

    static final String SERVICE = "conference.example.org";
    static final JID GARDEN = new JID("garden@" + SERVICE);
    static final JID ATTIC = new JID("attic@" + SERVICE);
    static final JID CELLAR = new JID("cellar@" + SERVICE);
    static final JID ALICE = new JID("alice@example.org");
    /** When accounts were made, unless said otherwise. */
    static final Instant BEGINNING = Instant.parse("2025-01-01T00:00:00Z");
    static final JID BOB = new JID("bob@example.org");

    final ManualSerialExecutor executor = new ManualSerialExecutor();
    final Node node = new Node();
    final Database database = new Database();
    final Map<JID, RoomProfile> rooms = new HashMap<>();
    final Map<JID, Set<JID>> occupants = new HashMap<>();
    final Set<JID> withoutAccount = new HashSet<>();
    ChattingSettings settings = new ChattingSettings(Mode.OPT_IN, Set.of(), true, Duration.ofSeconds(10));
    UserChatting chatting;
    private Life life;
    private boolean accountsFail;
    boolean failRooms;
    /** When accounts were made that are not as old as the world; empty: nobody knows. */
    final Map<JID, Optional<Instant>> accounts = new HashMap<>();
    /** Measures time, whatever the clock shows. */
    private final Ticker ticker = new Ticker() {
        @Override
        public long read() {
            return executor.passed().toNanos();
        }
    };

    ChattingFixture() {
        for (final JID room : List.of(GARDEN, ATTIC, CELLAR)) {
            rooms.put(room, new RoomProfile(room, RoomAccess.OPEN, false, room.getNode(), ""));
        }
        chatting = create();
    }

    /** A feature that is started. */
    static ChattingFixture started() {
        final ChattingFixture fixture = new ChattingFixture();
        fixture.start();
        return fixture;
    }

    private UserChatting create() {
        life = new Life();
        return new UserChatting(() -> settings, life, new LoadedRooms(), profiles(), new Users(), node, database,
            ticker);
    }

    private RoomProfiles profiles() {
        return new RoomProfiles() {
            @Override
            @Nonnull
            public Optional<RoomProfile> profile(@Nonnull final JID room) {
                if (failRooms) {
                    throw new IllegalStateException("as the test wants it");
                }
                return Optional.ofNullable(rooms.get(room));
            }

            @Override
            @Nonnull
            public Collection<JID> sessions(@Nonnull final JID room, @Nonnull final JID user) {
                return occupants.getOrDefault(room, Set.of()).stream()
                    .filter(session -> session.asBareJID().equals(user)).toList();
            }
        };
    }

    void start() {
        chatting.start();
        run();
    }

    /** What was in memory is gone, and nobody said goodbye; then it is started again. */
    void crashAndStart() {
        occupants.clear();
        chatting = create();
        start();
    }

    /** The plugin is stopped in order, and started again while everybody stays where they are. */
    void restart() {
        final UserChatting old = chatting;
        executor.execute(old::stop);
        run();
        chatting = create();
        start();
    }

    void run() {
        executor.runUntilIdle();
    }

    void pass(final Duration time) {
        executor.advance(time);
    }

    static JID session(final JID user, final String resource) {
        return new JID(user.getNode(), user.getDomain(), resource);
    }

    void join(final JID room, final JID session) {
        occupants.computeIfAbsent(room, key -> new HashSet<>()).add(session);
        chatting.occupantJoined(room, session, session.getNode());
        run();
    }

    void joinWhateverIsThrown(final JID room, final JID session) {
        occupants.computeIfAbsent(room, key -> new HashSet<>()).add(session);
        chatting.occupantJoined(room, session, session.getNode());
        boolean some = true;
        while (some) {
            try {
                some = executor.runNext();
            } catch (final RuntimeException e) {
                some = true;
            }
        }
    }

    static ChattingSettings withMode(final ChattingSettings settings, final Mode mode) {
        return new ChattingSettings(mode, settings.excluded(), settings.complete(), settings.refresh());
    }

    /** It is not known yet what differs in single rooms. */
    static ChattingSettings incomplete(final ChattingSettings settings) {
        return new ChattingSettings(settings.mode(), settings.excluded(), false, settings.refresh());
    }

    void leave(final JID room, final JID session) {
        occupants.getOrDefault(room, new HashSet<>()).remove(session);
        chatting.occupantLeft(room, session);
        run();
    }

    void choose(final JID user, final boolean publish, final boolean privateRooms, final JID... excluded) {
        chatting.choose(user, new ChattingPreferences(publish, Set.of(excluded), privateRooms));
        run();
    }

    void consent(final JID user) {
        choose(user, true, false);
    }

    void set(final Mode mode, final JID... excluded) {
        settings = new ChattingSettings(mode,
            Set.of(excluded).stream().map(JID::toString).collect(Collectors.toSet()), true, settings.refresh());
        chatting.settingsChanged();
        run();
    }

    void change(final JID room, final RoomAccess access) {
        final RoomProfile before = rooms.get(room);
        rooms.put(room, new RoomProfile(room, access, before.locked(), before.name(), before.topic()));
    }

    void lock(final JID room, final boolean locked) {
        final RoomProfile before = rooms.get(room);
        rooms.put(room, new RoomProfile(room, before.access(), locked, before.name(), before.topic()));
    }

    void setTopic(final JID room, final String topic) {
        final RoomProfile before = rooms.get(room);
        rooms.put(room, new RoomProfile(room, before.access(), before.locked(), before.name(), topic));
    }

    void destroy(final JID room) {
        rooms.remove(room);
        occupants.remove(room);
        chatting.roomDestroyed(room);
        run();
    }

    void failAccounts(final boolean fail) {
        accountsFail = fail;
    }

    /** Where the user's contacts believe the user to be. */
    Set<String> believed(final JID user) {
        return node.believed(user);
    }

    /** The executor of one life of the feature: what waits is lost with it. */
    private final class Life implements SerialExecutor {

        private void whileAlive(final Runnable task) {
            if (life == this) {
                task.run();
            }
        }

        @Override
        public void execute(@Nonnull final Runnable task) {
            executor.execute(() -> whileAlive(task));
        }

        @Override
        public boolean tryExecute(@Nonnull final Runnable task) {
            return executor.tryExecute(() -> whileAlive(task));
        }

        @Override
        public void schedule(@Nonnull final Duration delay, @Nonnull final Runnable task) {
            executor.schedule(delay, () -> whileAlive(task));
        }
    }

    /** An item was published, or the farewell of one. */
    record Event(JID user, String item, Element payload) {

        boolean isFarewell() {
            return payload.elements().isEmpty();
        }

        String room() {
            return payload.elementText("uri").replaceAll("^xmpp:|@.*$", "");
        }
    }

    /** The nodes of all users, and what was told of them. */
    final class Node implements PersonalEventing {

        final List<Event> events = new ArrayList<>();
        private final Map<JID, Map<String, Element>> items = new HashMap<>();
        final Map<JID, Integer> capacity = new HashMap<>();
        boolean offered = true;
        boolean failing;
        /** For this user, all fails in another way. */
        @Nullable
        JID overflowing;
        /** Fails after all was told. */
        boolean failingLate;
        int calls;
        int preparations;
        /** How often the server still says that it is not prepared. */
        int preparing;

        @Override
        public boolean isOffered() {
            return offered;
        }

        @Override
        public boolean prepare(@Nonnull final JID user, @Nonnull final String id) {
            preparations++;
            return preparing == 0 || --preparing == 0;
        }

        @Override
        public void publish(@Nonnull final JID user, @Nonnull final String id, @Nonnull final String item,
                            @Nonnull final Element payload, final int number) {
            work(id);
            if (user.equals(overflowing)) {
                throw new StackOverflowError("as the test wants it");
            }
            events.add(new Event(user, item, payload));
            items.computeIfAbsent(user, key -> new LinkedHashMap<>()).put(item, payload);
            capacity.merge(user, number, Math::max);
            database.expectNoted(user, item);
            workLate();
        }

        @Override
        public void retract(@Nonnull final JID user, @Nonnull final String id, @Nonnull final String item,
                            @Nonnull final Element farewell) {
            work(id);
            if (items.containsKey(user)) {
                events.add(new Event(user, item, farewell));
                items.get(user).remove(item);
            }
            workLate();
        }

        @Override
        public void forget(@Nonnull final JID user, @Nonnull final String id, @Nonnull final String item) {
            work(id);
            items.getOrDefault(user, new HashMap<>()).remove(item);
        }

        private void work(final String id) {
            calls++;
            if (!"urn:xmpp:chatting:0".equals(id)) {
                throw new AssertionError("Not the node: " + id);
            }
            if (failing) {
                throw new IllegalStateException("as the test wants it");
            }
        }

        private void workLate() {
            if (failingLate) {
                throw new IllegalStateException("as the test wants it");
            }
        }

        /** The server writes late what it had deleted. */
        void resurrect(final JID user, final String item) {
            items.computeIfAbsent(user, key -> new LinkedHashMap<>()).put(item, ChattingElements.farewell());
        }

        Set<String> believed(final JID user) {
            final Map<String, String> rooms = new HashMap<>();
            for (final Event event : events) {
                if (event.user().equals(user)) {
                    if (event.isFarewell()) {
                        rooms.remove(event.item());
                    } else {
                        rooms.put(event.item(), event.room());
                    }
                }
            }
            return new TreeSet<>(rooms.values());
        }

        /** What somebody finds who looks: the names of rooms, and "" for what is empty. */
        Set<String> held(final JID user) {
            return items.getOrDefault(user, Map.of()).values().stream()
                .map(payload -> payload.elements().isEmpty() ? "" : new Event(user, "", payload).room())
                .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The tables. */
    final class Database implements ChattingStore {

        final Map<JID, Consent> consents = new HashMap<>();
        final Set<Publication> publications = new HashSet<>();
        final Set<Publication> retractions = new HashSet<>();
        boolean failing;
        boolean overflowing;

        /** What a user of an account that is as old as the world chose in an earlier run. */
        void remember(final JID user, final ChattingPreferences choice) {
            consents.put(user, new Consent(choice, BEGINNING));
        }

        @Nullable
        ChattingPreferences choice(final JID user) {
            return consents.containsKey(user) ? consents.get(user).choice() : null;
        }

        private void work() throws IOException {
            if (overflowing) {
                throw new StackOverflowError("as the test wants it");
            }
            if (failing) {
                throw new IOException("as the test wants it");
            }
        }

        private void expectNoted(final JID user, final String item) {
            if (!publications.contains(new Publication(user, item))) {
                throw new AssertionError("Published before it was written down");
            }
        }

        @Override
        @Nonnull
        public Map<JID, Consent> consents() throws IOException {
            work();
            return Map.copyOf(consents);
        }

        @Override
        public void keep(@Nonnull final JID user, @Nonnull final Consent consent) throws IOException {
            work();
            consents.put(user, consent);
        }

        @Override
        public void forget(@Nonnull final JID user) throws IOException {
            work();
            consents.remove(user);
        }

        @Override
        @Nonnull
        public Set<Publication> publications() throws IOException {
            work();
            return Set.copyOf(publications);
        }

        @Override
        public void add(@Nonnull final Collection<Publication> added) throws IOException {
            work();
            publications.addAll(added);
            retractions.removeAll(added);
        }

        @Override
        @Nonnull
        public Set<Publication> retractions() throws IOException {
            work();
            return Set.copyOf(retractions);
        }

        @Override
        public void retract(@Nonnull final Collection<Publication> retracted) throws IOException {
            work();
            for (final Publication publication : retracted) {
                if (publications.remove(publication)) {
                    retractions.add(publication);
                }
            }
        }

        @Override
        public void remove(@Nonnull final Collection<Publication> removed) throws IOException {
            work();
            publications.removeAll(removed);
            retractions.removeAll(removed);
        }
    }

    private final class Users implements Accounts {

        @Override
        public boolean isLocal(@Nonnull final JID user) {
            return "example.org".equals(user.getDomain());
        }

        @Override
        public boolean isRegistered(@Nonnull final JID user) {
            if (accountsFail) {
                throw new IllegalStateException("as the test wants it");
            }
            return isLocal(user) && !withoutAccount.contains(user.asBareJID());
        }

        @Override
        @Nonnull
        public Optional<Account> account(@Nonnull final JID user) {
            return isRegistered(user) ? Optional.of(new Account(accounts.getOrDefault(user.asBareJID(),
                Optional.of(BEGINNING)).orElse(null))) : Optional.empty();
        }
    }

    private final class LoadedRooms implements Rooms {

        @Override
        @Nonnull
        public Optional<RoomView> room(@Nonnull final JID room) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Nonnull
        public Affiliation affiliation(@Nonnull final JID room, @Nonnull final JID user) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int accessFingerprint(@Nonnull final JID room) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int affiliationsFingerprint(@Nonnull final JID room) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID user) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Nonnull
        public Collection<RoomView> loaded() {
            return occupants.entrySet().stream().map(entry -> new RoomView(entry.getKey(), RoomAccess.OPEN, false,
                false, entry.getValue().stream().map(session ->
                    new OccupantView(session.getNode(), session, Role.PARTICIPANT, Affiliation.NONE)).toList()))
                .toList();
        }
    }
}
