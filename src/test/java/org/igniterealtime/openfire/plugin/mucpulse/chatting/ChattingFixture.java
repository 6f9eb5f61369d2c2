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

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingSettings.Mode;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakePersonalEventing;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakePersonalEventing.Event;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
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
    static final Instant BEGINNING = FakeUsers.BEGINNING;
    static final JID BOB = new JID("bob@example.org");

    final ManualSerialExecutor executor;
    /** The executor of the feature. */
    private final SerialExecutor tasks;
    final FakePersonalEventing node;
    final FakeCluster cluster = new FakeCluster();
    final InMemoryChattingStore database;
    private final FakeUsers users;
    final FakeMuc rooms;
    final Set<JID> withoutAccount;
    /** When accounts were made that are not as old as the world; empty: nobody knows. */
    final Map<JID, Optional<Instant>> accounts;
    ChattingSettings settings = new ChattingSettings(Mode.OPT_IN, Set.of(), true, Duration.ofSeconds(10));
    Journal journal = Journal.NONE;
    Relay relay = Relay.NONE;
    UserChatting chatting;

    ChattingFixture() {
        executor = new ManualSerialExecutor();
        tasks = executor;
        node = new FakePersonalEventing("urn:xmpp:chatting:0");
        database = new InMemoryChattingStore();
        users = new FakeUsers("example.org");
        rooms = new FakeMuc(users);
        withoutAccount = users.withoutAccount;
        accounts = users.accounts;
        for (final JID room : List.of(GARDEN, ATTIC, CELLAR)) {
            rooms.create(room);
        }
        node.observe(event -> database.expectNoted(event.user(), event.item()));
        chatting = create();
    }

    /** Another server of the same cluster: it has the same rooms, users, nodes and database. */
    ChattingFixture(final ChattingFixture other, final Relay relay, final SerialExecutor tasks) {
        executor = other.executor;
        this.tasks = tasks;
        node = other.node;
        database = other.database;
        users = other.users;
        rooms = other.rooms;
        withoutAccount = other.withoutAccount;
        accounts = other.accounts;
        this.relay = relay;
        chatting = feature();
    }

    /** A feature that is started. */
    static ChattingFixture started() {
        final ChattingFixture fixture = new ChattingFixture();
        fixture.start();
        return fixture;
    }

    /** Begins another life of the feature: what still waits in the one before is lost. */
    private UserChatting create() {
        executor.clear();
        return feature();
    }

    private UserChatting feature() {
        return new UserChatting(() -> settings, tasks, rooms, users, node, database, cluster, relay, journal,
            new MonotonicTimestamps(executor), executor.ticker());
    }

    void start() {
        chatting.start();
        run();
    }

    /** What was in memory is gone, and nobody said goodbye; then it is started again. */
    void crashAndStart() {
        rooms.all().forEach(room -> room.occupants.clear());
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
        rooms.get(room).occupants.add(session);
        chatting.occupantJoined(room, session, session.getNode());
        run();
    }

    void joinWhateverIsThrown(final JID room, final JID session) {
        rooms.get(room).occupants.add(session);
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
        rooms.find(room).ifPresent(found -> found.occupants.remove(session));
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
        rooms.get(room).setAccess(access);
    }

    void lock(final JID room, final boolean locked) {
        rooms.get(room).locked = locked;
    }

    void setTopic(final JID room, final String topic) {
        rooms.get(room).topic = topic;
    }

    void destroy(final JID room) {
        rooms.get(room).occupants.clear();
        rooms.remove(room);
        chatting.roomDestroyed(room);
        run();
    }

    void failAccounts(final boolean fail) {
        users.failAccounts(fail);
    }

    /** The local part of the room that an item names. */
    static String room(final Element payload) {
        return payload.elementText("uri").replaceAll("^xmpp:|@.*$", "");
    }

    /** Where the user's contacts believe the user to be. */
    Set<String> believed(final JID user) {
        final Map<String, String> believed = new HashMap<>();
        for (final Event event : node.events) {
            if (event.user().equals(user)) {
                if (event.isFarewell()) {
                    believed.remove(event.item());
                } else {
                    believed.put(event.item(), room(event.payload()));
                }
            }
        }
        return new TreeSet<>(believed.values());
    }

    /** What somebody finds who looks: the names of rooms, and "" for what is empty. */
    Set<String> held(final JID user) {
        return node.items(user).values().stream().map(payload -> payload.elements().isEmpty() ? "" : room(payload))
            .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The server writes late what it had deleted. */
    void resurrect(final JID user, final String item) {
        node.items(user).put(item, ChattingElements.emptyRoom());
    }
}
