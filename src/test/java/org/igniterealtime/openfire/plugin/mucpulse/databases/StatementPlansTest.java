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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingPreferences;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.Consent;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.JdbcChattingStore;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.Publication;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.databases.Engine.RealDatabase;
import org.igniterealtime.openfire.plugin.mucpulse.mention.NicknameQueries;
import org.igniterealtime.openfire.plugin.mucpulse.mention.NicknameTable;
import org.igniterealtime.openfire.plugin.mucpulse.mention.Nicknames;
import org.igniterealtime.openfire.plugin.mucpulse.mention.OrphanedNicknames;
import org.igniterealtime.openfire.plugin.mucpulse.mep.Item;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeChange;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeTable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.mep.OrphanedNodes;
import org.igniterealtime.openfire.plugin.mucpulse.mep.Payload;
import org.igniterealtime.openfire.plugin.mucpulse.mep.StoredNode;
import org.igniterealtime.openfire.plugin.mucpulse.port.Account;
import org.igniterealtime.openfire.plugin.mucpulse.port.Accounts;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Activity;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Reconciliation;
import org.igniterealtime.openfire.plugin.mucpulse.rai.VisitorQueries;
import org.igniterealtime.openfire.plugin.mucpulse.store.JdbcRoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.store.OrphanedRoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSearch;
import org.igniterealtime.openfire.plugin.mucpulse.store.RoomSwitchTable;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.JID;

/**
 * How PostgreSQL and MariaDB execute each statement of the plugin: by an index wherever one serves. With
 * {@code -Dplans.write}, the plans are written to {@code docs/databases.md}.
 */
class StatementPlansTest {

    private static final Path DOCUMENT = Path.of("docs", "databases.md");
    private static final String BEGIN = "<!-- plans: begin -->\n";
    private static final String END = "<!-- plans: end -->\n";
    private static final int VISITS = 40_000;
    /** More than are kept of one user. */
    private static final int VISITS_OF_FIRST = 10_500;
    private static final int ROOMS = 20_000;
    private static final int NODES = 2_000;
    /** Conditions that nearly all rows of the table meet. */
    private static final Set<String> NEARLY_ALL = Set.of("WHERE lastChange IS NOT NULL", "WHERE retracted=0");
    private static final Map<Engine, Map<String, List<String>>> PLANS = new EnumMap<>(Engine.class);

    private static void use(final RecordingDatabase database, final RaiTables tables) throws Exception {
        final RaiWriteBehind log = new RaiWriteBehind(tables, 100_000, user -> true, Journal.NONE);
        final JID user = FilledDatabase.user(3);
        final JID room = FilledDatabase.room(3);
        for (int i = 0; i < 5; i++) {
            log.visited(user, FilledDatabase.room(i), 2 * FilledDatabase.THEN);
            log.changed(FilledDatabase.room(i), new Activity(2 * FilledDatabase.THEN, user, 1));
            log.visited(new JID("new" + i, "shakespeare.lit", null, true), room, 1);
            log.changed(new JID("new" + i, FilledDatabase.SERVICE, null, true), new Activity(1, null, 1));
        }
        log.forgetUser(new JID("gone@shakespeare.lit"));
        log.forgetRoom(new JID("gone@" + FilledDatabase.SERVICE));
        assertThat(log.flush()).isTrue();
        assertThat(log.visits(user)).isNotEmpty();
        assertThat(tables.newestVisit()).isPresent();
        assertThat(tables.activities()).isNotEmpty();
        tables.purgeBefore(2);
        final NodeTable table = new NodeTable(database);
        final NodeWriteBehind nodes = new NodeWriteBehind(table, 10_000_000);
        final Item item = new Item("i", Payload.ofXml("<x xmlns='urn:example:x'/>"), Instant.EPOCH, user, 7_000_000);
        nodes.change(room, "n", NodeChange.replacement(new StoredNode("n", Instant.EPOCH, new NodeConfiguration("", "",
            true, true, true, true, true, 20, NodeConfiguration.SendLast.NEVER, Duration.ZERO, 65_536), null,
            List.of(item))));
        nodes.change(room, "pins", new NodeChange(false, Optional.empty(), Set.of(2L), Map.of()));
        nodes.change(room, "old", NodeChange.deletion());
        nodes.deleteRoom(new JID("gone@" + FilledDatabase.SERVICE));
        assertThat(nodes.flush()).isTrue();
        assertThat(nodes.load(room, Long.MAX_VALUE)).isNotEmpty();
        assertThat(table.counts(1_000)).isNotEmpty();
        final JdbcChattingStore chatting = new JdbcChattingStore(database);
        chatting.keep(user, new Consent(new ChattingPreferences(true, Set.of(room), false), null));
        chatting.forget(new JID("gone@shakespeare.lit"));
        chatting.add(List.of(new Publication(user, "new")));
        chatting.retract(List.of(new Publication(user, "new")));
        chatting.remove(List.of(new Publication(user, "new")));
        assertThat(chatting.consents()).isNotEmpty();
        assertThat(chatting.publications()).isNotEmpty();
        assertThat(chatting.retractions()).isNotEmpty();
        assertThat(VisitorQueries.visitors(tables, room, 10)).isNotEmpty();
        use(new NicknameTable(database), user, room);
        final StateTable state = new StateTable(database);
        state.setState("a", 1);
        assertThat(state.state("a")).isPresent();
    }

    private static void use(final NicknameTable table, final JID user, final JID room) throws SQLException {
        final MonotonicTimestamps timestamps = new MonotonicTimestamps(InstantSource.system());
        final Nicknames nicknames = new Nicknames(table, timestamps, () -> Duration.ofDays(36_500));
        nicknames.note(user, room, "nick");
        nicknames.note(new JID("new", "shakespeare.lit", null, true), room, "nick");
        nicknames.forgetUser(new JID("gone@shakespeare.lit"));
        nicknames.forgetRoom(new JID("gone@" + FilledDatabase.SERVICE));
        assertThat(nicknames.flush()).isTrue();
        assertThat(nicknames.usersCalled(room, "nick")).contains(user);
        assertThat(NicknameQueries.rooms(table, user)).contains(room);
        NicknameQueries.keepNewest(table, VISITS / 2);
    }

    private static void lookThrough(final RecordingDatabase database) throws SQLException {
        final ManualSerialExecutor executor = new ManualSerialExecutor();
        final JdbcRoomDirectory directory = new JdbcRoomDirectory(database, "shakespeare.lit");
        final FakeMuc muc = new FakeMuc(new FakeUsers("shakespeare.lit"));
        final RoomSwitchTable switches = new RoomSwitchTable(database,
            new MonotonicTimestamps(InstantSource.system()), MucPulsePlugin.roomSwitches(), Journal.NONE);
        switches.restore(false);
        switches.switches().set(FilledDatabase.room(3).toString(), Map.of("rai", "off"));
        assertThat(switches.flush()).isTrue();
        new OrphanedRoomSwitches(switches, directory, muc, executor).start();
        final NodeTable nodes = new NodeTable(database);
        new OrphanedNodes(nodes, directory, muc, new NodeWriteBehind(nodes, 1_000_000), executor, () -> true)
            .start();
        new Reconciliation(database, directory, muc, new AllAccounts(), user -> false, (user, before) -> { }, () -> 7,
            executor).start();
        new OrphanedNicknames(new NicknameTable(database), directory, muc, new AllAccounts(), user -> false, () -> 7,
            executor).start();
        executor.advance(Duration.ofMinutes(10));
        final List<String> identities = List.of("u3@shakespeare.lit", "group");
        assertThat(directory.affiliatedRooms(FilledDatabase.SERVICE, identities)).isNotEmpty();
        assertThat(directory.rooms(FilledDatabase.SERVICE)).isNotEmpty();
        final RoomSearch search = new RoomSearch(database, "shakespeare.lit");
        assertThat(search.count(FilledDatabase.SERVICE, "room 7")).isPositive();
        assertThat(search.page(FilledDatabase.SERVICE, "room 7", 0, 10)).isNotEmpty();
    }

    private static final class AllAccounts implements Accounts {
        @Override
        public boolean isLocal(final JID user) {
            return true;
        }

        @Override
        public boolean isRegistered(final JID user) {
            return true;
        }

        @Override
        public Optional<Account> account(final JID user) {
            return Optional.of(new Account(Instant.EPOCH));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void d2_statementsFindRowsByAnIndex(final Engine engine) throws Exception {
        final RealDatabase real = engine.database();
        final FilledDatabase filled = new FilledDatabase(engine, real);
        filled.fill(VISITS, ROOMS, NODES, VISITS_OF_FIRST);
        final RecordingDatabase database = new RecordingDatabase(real);
        use(database, new RaiTables(database));
        lookThrough(database);

        final Map<String, List<String>> plans = database.plans("");
        // Where an index serves, it is used whatever the planner thinks of it.
        final Map<String, List<String>> possible =
            engine == Engine.POSTGRESQL ? database.plans("SET enable_seqscan=off") : plans;

        final Set<String> scans = new TreeSet<>();
        possible.forEach((sql, plan) -> {
            final boolean whole = plan.stream().anyMatch(line ->
                line.matches(".*Seq Scan on ofmucpulse.*|ofMucPulse\\w*: ALL .*"));
            if (whole && sql.contains(" WHERE ") && NEARLY_ALL.stream().noneMatch(sql::contains)) {
                scans.add(sql + "\n" + String.join("\n", plan));
            }
        });
        assertThat(plans).hasSizeGreaterThan(40);
        assertThat(scans).isEmpty();
        PLANS.put(engine, plans);
        document();
    }

    /** Every statement is in the document, which has the plans of a database of this size. */
    private static void document() throws IOException {
        if (PLANS.size() < 2) {
            return;
        }
        final Map<String, List<String>> mariadb = PLANS.get(Engine.MARIADB);
        final List<String> lines = new ArrayList<>();
        PLANS.get(Engine.POSTGRESQL).forEach((sql, plan) -> {
            lines.add("```sql\n" + sql + "\n```\n");
            lines.add("PostgreSQL:\n\n    " + String.join("\n    ", plan) + "\n");
            lines.add("MariaDB:\n\n    " + String.join("\n    ", mariadb.getOrDefault(sql, List.of("?"))) + "\n");
        });
        final String text = Files.readString(DOCUMENT);
        if (System.getProperty("plans.write") != null) {
            Files.writeString(DOCUMENT, text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + '\n'
                + String.join("\n", lines) + '\n' + text.substring(text.indexOf(END)));
        } else {
            assertThat(PLANS.get(Engine.POSTGRESQL).keySet()).allSatisfy(sql ->
                assertThat(text).as("write it anew with -Dplans.write").contains("```sql\n" + sql + "\n```"));
        }
    }
}
