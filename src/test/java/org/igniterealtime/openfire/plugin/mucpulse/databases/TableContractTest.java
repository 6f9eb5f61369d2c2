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
package org.igniterealtime.openfire.plugin.mucpulse.databases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingPreferences;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.Consent;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.JdbcChattingStore;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.Publication;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;
import org.igniterealtime.openfire.plugin.mucpulse.mention.NicknameTable;
import org.igniterealtime.openfire.plugin.mucpulse.mention.Nicknames;
import org.igniterealtime.openfire.plugin.mucpulse.mep.Item;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeChange;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeTable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.mep.Payload;
import org.igniterealtime.openfire.plugin.mucpulse.mep.StoredNode;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Activity;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSearch;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSwitchTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;

/** What every table class promises, on every database that can be had: D1, D2. */
class TableContractTest {

    private static final Map<Engine, RealDatabase> DATABASES = new EnumMap<>(Engine.class);
    private static final String SERVICE = "chat.shakespeare.lit";
    /** Some databases take some of them for the same; the last two are as long as addresses can be. */
    private static final List<String> NAMES = List.of("cafe", "caf\u00e9", "CAFE", "cafe\u0301", "strasse", "stra\u00dfe",
        "\uD83D\uDE00", "\uD83D\uDE01", "\u6a39\u6728", "it's", "%", "_", "a".repeat(1023), "a".repeat(1022) + "b");
    private static final NodeConfiguration CONFIGURATION = new NodeConfiguration("\uD83D\uDE00", "", true, true, true, true,
        true, 20, NodeConfiguration.SendLast.NEVER, Duration.ZERO, 65_536);
    private static final String LONG_DOMAIN = "d".repeat(1023);

    private static RealDatabase database(final Engine engine) throws SQLException, IOException {
        RealDatabase database = DATABASES.get(engine);
        if (database == null) {
            database = engine.database();
            DATABASES.put(engine, database);
        }
        for (final String table : List.of("ofMucPulseLastVisit", "ofMucPulseLastActivity", "ofMucPulseRoomNode",
            "ofMucPulseNodeItem", "ofMucPulseSwitch", "ofMucPulseState", "ofMucPulseConsent", "ofMucPulsePublication", "ofMucPulseNickname",
            "ofMucService", "ofMucRoom", "ofMucAffiliation", "ofMucMember")) {
            database.execute("DELETE FROM " + table);
        }
        return database;
    }

    private static List<JID> addresses(final String domain) {
        return NAMES.stream().map(name -> new JID(name, domain, null, true)).toList();
    }

    @ParameterizedTest
    @EnumSource
    void d2_visitsAreFoundByExactAddresses(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = database(engine);
        final List<JID> users = addresses(LONG_DOMAIN);
        final List<JID> rooms = addresses(SERVICE);
        final RaiWriteBehind log = new RaiWriteBehind(new RaiTables(database), 10_000, user -> true, Journal.NONE);
        for (int i = 0; i < users.size(); i++) {
            log.visited(users.get(i), rooms.get(i), 1_000 + i);
            log.changed(rooms.get(i), new Activity(2_000 + i, users.get(i), 500 + i));
        }
        assertThat(log.flush()).isTrue();
        log.visited(users.get(1), rooms.get(1), 5_000);
        assertThat(log.flush()).as("again").isTrue();

        final RaiWriteBehind later = new RaiWriteBehind(new RaiTables(database), 10_000, user -> true, Journal.NONE);
        for (int i = 0; i < users.size(); i++) {
            assertThat(later.visits(users.get(i))).isEqualTo(Map.of(rooms.get(i), i == 1 ? 5_000L : 1_000L + i));
        }
        assertThat(new RaiTables(database).activities()).hasSameSizeAs(rooms).containsOnlyKeys(rooms)
            .containsEntry(rooms.get(6), new Activity(2_006, users.get(6), 506));

        later.forgetUser(users.get(0));
        later.forgetRoom(rooms.get(1));
        assertThat(later.flush()).isTrue();
        assertThat(later.visits(users.get(0))).isEmpty();
        assertThat(later.visits(users.get(1))).isEmpty();
        assertThat(later.visits(users.get(3))).hasSize(1);
        assertThat(new RaiTables(database).activities()).hasSize(rooms.size() - 1)
            .containsEntry(rooms.get(0), new Activity(2_000, null, 500))
            .containsEntry(rooms.get(3), new Activity(2_003, users.get(3), 503));
    }

    @ParameterizedTest
    @EnumSource
    void r18_visitsOfManyUsersAreKeptApart(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = database(engine);
        final List<JID> users = new ArrayList<>(addresses(LONG_DOMAIN));
        for (int i = 0; i < 700; i++) {
            users.add(new JID("user" + i + "@example.org"));
        }
        final List<JID> rooms = addresses(SERVICE);
        final RaiWriteBehind log = new RaiWriteBehind(new RaiTables(database), 10_000, user -> true, Journal.NONE);
        final Map<JID, Map<JID, Long>> expected = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            final JID room = rooms.get(i % rooms.size());
            log.visited(users.get(i), room, 1_000 + i);
            expected.put(users.get(i), Map.of(room, 1_000L + i));
        }
        assertThat(log.flush()).isTrue();

        final RaiWriteBehind later = new RaiWriteBehind(new RaiTables(database), 10_000, user -> true, Journal.NONE);
        assertThat(later.visits(users)).isEqualTo(expected);
        // What is not written yet.
        later.forgetUser(users.get(0));
        later.visited(users.get(1), rooms.get(1), 5_000);
        expected.remove(users.get(0));
        expected.put(users.get(1), Map.of(rooms.get(1), 5_000L));
        assertThat(later.visits(users)).isEqualTo(expected);
        assertThat(later.visits(List.of())).isEmpty();
    }

    /** Users whose names some databases take for the same are in one batch. */
    @ParameterizedTest
    @EnumSource
    void r18_roomsOfManyUsersAreKeptApart(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = database(engine);
        database.execute("INSERT INTO ofMucService (serviceID, subdomain) VALUES (1, 'chat')");
        final List<String> names = List.of("cafe@example.org", "caf\u00e9@example.org", "crone@shakespeare.lit",
            "stra\u00dfe@example.org", "strasse@example.org");
        for (int i = 0; i < names.size(); i++) {
            database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, naturalName, publicRoom, membersOnly,"
                + " roomPassword, creationDate) VALUES (1, " + i + ", 'r" + i + "', NULL, 1, 0, NULL, '000000000000005')");
            database.execute("INSERT INTO " + (i % 2 == 0 ? "ofMucMember (roomID, jid) VALUES (" + i + ", '" + names.get(i)
                + "')" : "ofMucAffiliation (roomID, jid, affiliation) VALUES (" + i + ", '" + names.get(i) + "', 20)"));
        }
        final Map<JID, Collection<String>> identities = new HashMap<>();
        names.forEach(name -> identities.put(new JID(name, true), List.of(name)));
        identities.put(new JID("refused@example.org"), List.of("\uD83D\uDE00@example.org", "x".repeat(3_000)));
        for (int i = 0; i < 700; i++) {
            identities.put(new JID("user" + i + "@example.org"), List.of("user" + i + "@example.org"));
        }

        final Map<JID, Map<JID, RoomDirectory.Entry>> found =
            new JdbcRoomDirectory(database, "shakespeare.lit").affiliatedRooms(SERVICE, identities);

        for (int i = 0; i < names.size(); i++) {
            assertThat(found.get(new JID(names.get(i), true))).as(names.get(i))
                .containsOnlyKeys(new JID("r" + i + "@" + SERVICE));
        }
        assertThat(found).hasSize(names.size());
    }

    private static Item item(final String id, final long order, final String text) {
        return new Item(id, Payload.ofXml("<x xmlns='urn:example:x'>" + text + "</x>"), Instant.ofEpochMilli(5),
            new JID("\uD83D\uDE00@example.org/" + "r".repeat(1000), true), order);
    }

    @ParameterizedTest
    @EnumSource
    void m10_nodesAndItemsOfAnyKindAreKept(final Engine engine) throws SQLException, IOException {
        final NodeTable table = new NodeTable(database(engine));
        final NodeWriteBehind nodes = new NodeWriteBehind(table, 10_000_000);
        final List<String> ids = List.of("node", "Node", "node ", " node", "n\u00f6de", "no\u0308de", "\uD83D\uDE00",
            "n".repeat(255));
        final List<JID> rooms = addresses(SERVICE);
        for (final JID room : rooms) {
            for (final String id : ids) {
                nodes.change(room, id, NodeChange.replacement(new StoredNode(id, Instant.ofEpochMilli(7),
                    CONFIGURATION, room, List.of(item("i", 1, "\uD83D\uDE00"), item("I", 2, "b"),
                        item("\u6a39".repeat(255), 3, "c")))));
            }
        }
        nodes.change(rooms.get(0), "node", new NodeChange(false, Optional.empty(), Set.of(2L),
            Map.of(4L, item("long", 4, "\u00e9".repeat(100_000)))));
        nodes.change(rooms.get(0), "Node", NodeChange.deletion());
        nodes.deleteRoom(rooms.get(1));

        assertThat(nodes.flush()).isTrue();

        assertThat(table.counts(1_000)).hasSize(rooms.size() - 1).containsEntry(rooms.get(0), 7)
            .containsEntry(rooms.get(2), ids.size()).doesNotContainKey(rooms.get(1));
        assertThat(table.counts(2)).hasSize(2);
        final NodeWriteBehind later = new NodeWriteBehind(table, 10_000_000);
        assertThat(later.load(rooms.get(0), Long.MAX_VALUE)).extracting(StoredNode::id).hasSize(7).doesNotContain("Node");
        assertThat(later.load(rooms.get(1), Long.MAX_VALUE)).isEmpty();
        for (final JID room : rooms.subList(2, rooms.size())) {
            assertThat(later.load(room, Long.MAX_VALUE)).extracting(StoredNode::id).containsExactlyInAnyOrderElementsOf(ids);
        }
        final StoredNode node = later.load(rooms.get(0), Long.MAX_VALUE).stream()
            .filter(stored -> "node".equals(stored.id())).findAny().orElseThrow();
        assertThat(node.creator()).isEqualTo(rooms.get(0));
        assertThat(node.items()).extracting(Item::id).containsExactly("i", "\u6a39".repeat(255), "long");
        assertThat(node.items().get(0)).isEqualTo(item("i", 1, "\uD83D\uDE00"));
        assertThat(node.items().get(2).payload()).isEqualTo(item("long", 4, "\u00e9".repeat(100_000)).payload());
    }

    @ParameterizedTest
    @EnumSource
    void d3_rowThatIsRefusedIsDroppedAlone(final Engine engine) throws SQLException, IOException {
        final NodeTable table = new NodeTable(database(engine));
        final NodeWriteBehind nodes = new NodeWriteBehind(table, 10_000_000);
        final JID room = new JID("room@" + SERVICE);
        nodes.change(room, "n", NodeChange.replacement(new StoredNode("n", Instant.EPOCH,
            CONFIGURATION, null, List.of(item("a", 1, "a"), item("i".repeat(2_000), 2, "b"),
                item("z", 3, "c")))));

        assertThat(nodes.flush()).isTrue();

        assertThat(new NodeWriteBehind(table, 1).load(room, Long.MAX_VALUE).get(0).items()).extracting(Item::id)
            .containsExactly("a", "z");
    }

    @ParameterizedTest
    @EnumSource
    void d2_switchesOfRoomsAreKept(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = database(engine);
        final RoomSwitchTable table = new RoomSwitchTable(database,
            new MonotonicTimestamps(InstantSource.system()), MucPulsePlugin.roomSwitches(), Journal.NONE);
        final List<String> rooms = addresses(SERVICE).stream().map(JID::toString).toList();
        rooms.forEach(room -> table.switches().set(room, Map.of("rai", "off", "chatstate", "suppress")));
        assertThat(table.flush()).isTrue();
        table.switches().set(rooms.get(0), Map.of());
        assertThat(table.flush()).isTrue();

        final RoomSwitchTable later = new RoomSwitchTable(database,
            new MonotonicTimestamps(InstantSource.system()), MucPulsePlugin.roomSwitches(), Journal.NONE);
        later.restore(false);

        assertThat(later.switches().all()).containsOnlyKeys(rooms.subList(1, rooms.size()));
    }

    @ParameterizedTest
    @EnumSource
    void n2_nicknamesAreFoundByExactAddressesAndInAnySpelling(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = database(engine);
        final List<JID> users = addresses(LONG_DOMAIN);
        final List<JID> rooms = addresses(SERVICE);
        final ManualSerialExecutor clock = new ManualSerialExecutor();
        final Nicknames nicknames = nicknames(database, clock);
        for (int i = 0; i < users.size(); i++) {
            assertThat(nicknames.note(users.get(i), rooms.get(i), NAMES.get(i))).isTrue();
        }
        assertThat(nicknames.flush()).isTrue();
        assertThat(nicknames.note(users.get(1), rooms.get(1), "another")).isTrue();
        assertThat(nicknames.flush()).as("again").isTrue();

        final Nicknames later = nicknames(database, clock);
        for (int i = 0; i < users.size(); i++) {
            final String nickname = i == 1 ? "ANOTHER" : NAMES.get(i).equals("CAFE") ? "cafe" : NAMES.get(i);
            assertThat(later.usersCalled(rooms.get(i), nickname)).as(nickname).containsExactly(users.get(i));
        }
        assertThat(later.usersCalled(rooms.get(0), "caf\u00e9")).isEmpty();
        assertThat(later.usersCalled(rooms.get(1), NAMES.get(1))).isEmpty();

        later.forgetUser(users.get(0));
        later.forgetRoom(rooms.get(2));
        assertThat(later.flush()).isTrue();
        assertThat(nicknames.usersCalled(rooms.get(0), NAMES.get(0))).isEmpty();
        assertThat(nicknames.usersCalled(rooms.get(2), NAMES.get(2))).isEmpty();
        assertThat(nicknames.usersCalled(rooms.get(3), NAMES.get(3))).hasSize(1);
        clock.advance(Duration.ofDays(2));
        nicknames.purge();
        assertThat(nicknames.usersCalled(rooms.get(3), NAMES.get(3))).isEmpty();
    }

    private static Nicknames nicknames(final RealDatabase database, final ManualSerialExecutor clock) {
        return new Nicknames(new NicknameTable(database), new MonotonicTimestamps(clock), () -> Duration.ofDays(1));
    }

    @ParameterizedTest
    @EnumSource
    void r10_stateIsKept(final Engine engine) throws SQLException, IOException {
        final StateTable table = new StateTable(database(engine));
        table.setState("a", 1);
        table.setState("b", Long.MAX_VALUE);
        table.setState("a", -2);
        table.clearState("c");

        assertThat(table.state("a")).hasValue(-2);
        assertThat(table.state("b")).hasValue(Long.MAX_VALUE);
        assertThat(table.state("c")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void u5_consentsAndPublicationsAreKept(final Engine engine) throws SQLException, IOException {
        final JdbcChattingStore store = new JdbcChattingStore(database(engine));
        final Set<JID> excluded = IntStream.range(0, 1_000).mapToObj(number ->
            new JID("r" + number + "\u00e9".repeat(100) + "@" + SERVICE)).collect(Collectors.toSet());
        final List<JID> users = addresses(LONG_DOMAIN);
        final Consent consent = new Consent(new ChattingPreferences(true, excluded, false), Instant.ofEpochMilli(3));
        for (final JID user : users) {
            store.keep(user, consent);
            store.add(List.of(new Publication(user, "item"), new Publication(user, "Item")));
        }
        store.keep(users.get(0), new Consent(new ChattingPreferences(false, Set.of(), true), null));
        store.forget(users.get(1));
        store.retract(List.of(new Publication(users.get(2), "item")));
        store.remove(List.of(new Publication(users.get(3), "Item")));

        assertThat(store.consents()).hasSize(users.size() - 1).doesNotContainKey(users.get(1))
            .containsEntry(users.get(2), consent)
            .containsEntry(users.get(0), new Consent(new ChattingPreferences(false, Set.of(), true), null));
        assertThat(store.retractions()).containsExactly(new Publication(users.get(2), "item"));
        assertThat(store.publications()).hasSize(2 * users.size() - 2);
    }

    @ParameterizedTest
    @EnumSource
    void r4_roomsOfTheServerAreFound(final Engine engine) throws SQLException, IOException {
        final RealDatabase database = database(engine);
        database.execute("INSERT INTO ofMucService (serviceID, subdomain) VALUES (1, 'chat')");
        for (int i = 0; i < 30; i++) {
            database.execute("INSERT INTO ofMucRoom (serviceID, roomID, name, naturalName, publicRoom, membersOnly,"
                + " roomPassword, creationDate) VALUES (1, " + i + ", 'r" + (10 + i) + "', "
                + (i % 2 == 0 ? "'A ROOM'" : "NULL") + ", 1, 0, NULL, '000000000000005')");
            database.execute("INSERT INTO ofMucMember (roomID, jid) VALUES (" + i + ", 'crone@shakespeare.lit')");
        }
        database.execute("INSERT INTO ofMucAffiliation (roomID, jid, affiliation) VALUES (3, 'crone@shakespeare.lit', 10)");
        final JdbcRoomDirectory directory = new JdbcRoomDirectory(database, "shakespeare.lit");
        final RoomSearch search = new RoomSearch(database, "shakespeare.lit");

        assertThat(directory.rooms(SERVICE)).hasSize(30);
        assertThat(directory.rooms(SERVICE, addresses(SERVICE))).isEmpty();
        assertThat(directory.rooms(SERVICE, List.of(new JID("r12@" + SERVICE)))).hasSize(1).allSatisfy((room, entry) ->
            assertThat(entry.created()).isEqualTo(Instant.ofEpochMilli(5)));
        assertThat(directory.affiliatedRooms(SERVICE, List.of("crone@shakespeare.lit", "\uD83D\uDE00@example.org"))).hasSize(30)
            .hasEntrySatisfying(new JID("r13@" + SERVICE), entry ->
                assertThat(entry.affiliation()).isEqualTo(Affiliation.OWNER));
        assertThat(search.count(SERVICE, "a room")).isEqualTo(15);
        assertThat(search.count(SERVICE, "")).isEqualTo(30);
        assertThat(search.page(SERVICE, "", 20, 5)).hasSize(5).allMatch(found -> found.room().getNode().startsWith("r3"));
        assertThat(search.count(SERVICE, "\uD83D\uDE00")).isZero();
    }
}
