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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.igniterealtime.openfire.plugin.mucpulse.MucPulsePlugin;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.JdbcChattingStore;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.mep.Item;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeChange;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeTable;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.mep.Payload;
import org.igniterealtime.openfire.plugin.mucpulse.mep.StoredNode;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.JID;

/** D1: tables of an earlier version become those of this one, and keep what they hold. */
class SchemaUpgradeTest {

    private static final Path FIRST = Path.of("src/test/resources/schema/version-1.sql");
    private static final List<Path> UPGRADES = List.of(Path.of("src/main/database/upgrade/2/mucpulse_hsqldb.sql"),
        Path.of("src/main/database/upgrade/3/mucpulse_hsqldb.sql"),
        Path.of("src/main/database/upgrade/4/mucpulse_hsqldb.sql"),
        Path.of("src/main/database/upgrade/5/mucpulse_hsqldb.sql"));
    private static final Path NEW = Path.of("src/main/database/mucpulse_hsqldb.sql");
    private static final int VISITS = 2_500;
    private static final JID ROOM = new JID("coven@chat.shakespeare.lit");

    private static Connection open(final String name) throws SQLException {
        return DriverManager.getConnection("jdbc:hsqldb:mem:" + name, "sa", "");
    }

    private static void run(final Connection connection, final Path script) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            for (final String sql : Files.readString(script).replaceAll("(?m)^--.*$", "").split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static Connection withVersions() throws SQLException {
        final Connection connection = open(UUID.randomUUID().toString());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ofVersion (name VARCHAR(50) NOT NULL, version INTEGER NOT NULL)");
        }
        return connection;
    }

    private static List<String> columns(final Connection connection) throws SQLException {
        final List<String> columns = new ArrayList<>();
        try (ResultSet row = connection.getMetaData().getColumns(null, null, "OFMUCPULSE%", null)) {
            while (row.next()) {
                columns.add(String.join(" ", row.getString("TABLE_NAME"), row.getString("COLUMN_NAME"),
                    row.getString("TYPE_NAME"), row.getString("COLUMN_SIZE"), row.getString("IS_NULLABLE")));
            }
        }
        return columns;
    }

    private static Path installation(final int version) {
        return Path.of("src/test/resources/schema/version-" + version + ".sql");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void d1_tablesOfAnEarlierVersionBecomeThoseOfThisOne(final int version) throws SQLException, IOException {
        try (Connection upgraded = withVersions(); Connection made = withVersions()) {
            run(upgraded, installation(version));
            upgrade(upgraded, version);
            run(made, NEW);

            assertThat(columns(upgraded)).isNotEmpty().containsExactlyInAnyOrderElementsOf(columns(made));
            assertThat(version(upgraded)).isEqualTo(version(made));
        }
    }

    /** Runs the scripts that a server runs which has tables of a version, and what the plugin does at its next start. */
    private static void upgrade(final Connection connection, final int from) throws SQLException, IOException {
        runScripts(connection, from);
        new SchemaUpgrade(database(connection)).run();
    }

    private static void runScripts(final Connection connection, final int from) throws SQLException, IOException {
        for (final Path script : UPGRADES.subList(from - 1, UPGRADES.size())) {
            run(connection, script);
        }
    }

    private static Database database(final Connection connection) throws SQLException {
        final String url = connection.getMetaData().getURL();
        return () -> DriverManager.getConnection(url, "sa", "");
    }

    private static void fill(final Connection connection) throws SQLException {
        try (PreparedStatement visit = connection.prepareStatement("INSERT INTO ofMucPulseVisit VALUES (?,?,?)")) {
            for (int i = 0; i < VISITS; i++) {
                visit.setString(1, "u" + i % 50 + "@shakespeare.lit");
                visit.setString(2, "r" + i + "@chat.shakespeare.lit");
                visit.setLong(3, i + 1);
                visit.addBatch();
            }
            visit.executeBatch();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO ofMucPulseActivity VALUES ('" + ROOM + "', 9, 'crone@shakespeare.lit', 7)");
            statement.execute("INSERT INTO ofMucPulseActivity VALUES ('r1@chat.shakespeare.lit', 8, NULL, NULL)");
            statement.execute("INSERT INTO ofMucPulseState VALUES ('rai.running', 5)");
            statement.execute("INSERT INTO ofMucPulseChoice (userJID, publish, privateRooms, excludedRooms) VALUES "
                + "('crone@shakespeare.lit', 1, 0, '" + ROOM + "')");
            statement.execute("INSERT INTO ofMucPulseChatting VALUES ('crone@shakespeare.lit', 'item', 1)");
        }
    }

    private static void assertFilled(final Connection connection) throws SQLException, IOException {
        final RaiTables tables = new RaiTables(database(connection));
        final RaiWriteBehind visits = new RaiWriteBehind(tables, 1, user -> true, Journal.NONE);
        for (int user = 0; user < 50; user++) {
            assertThat(visits.visits(new JID("u" + user + "@shakespeare.lit"))).hasSize(VISITS / 50)
                .containsEntry(new JID("r" + user + "@chat.shakespeare.lit"), user + 1L);
        }
        assertThat(tables.activities()).containsOnlyKeys(ROOM, new JID("r1@chat.shakespeare.lit"))
            .hasEntrySatisfying(ROOM, activity -> {
                assertThat(activity.author()).isEqualTo(new JID("crone@shakespeare.lit"));
                assertThat(activity.previousTimestamp()).isEqualTo(7);
            });
        assertThat(new StateTable(database(connection)).state("rai.running")).hasValue(5);
        final JdbcChattingStore chatting = new JdbcChattingStore(database(connection));
        assertThat(chatting.consents()).containsOnlyKeys(new JID("crone@shakespeare.lit"));
        assertThat(chatting.consents().values()).allMatch(consent -> consent.preferences().publish()
            && consent.preferences().excludedRooms().contains(ROOM));
        assertThat(chatting.retractions()).hasSize(1);
        chatting.remove(chatting.retractions());
        assertThat(chatting.retractions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void d2_whatWasStoredIsFoundByItsHash(final int version) throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, installation(version));
            fill(connection);

            upgrade(connection, version);

            assertFilled(connection);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13})
    void d2_upgradeThatIsInterruptedGoesOn(final int steps) throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, FIRST);
            fill(connection);
            runScripts(connection, 1);
            final AtomicInteger left = new AtomicInteger(steps);
            final Database dying = () -> {
                final Connection real = database(connection).open();
                return (Connection) Proxy.newProxyInstance(SchemaUpgradeTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (List.of("commit", "prepareStatement").contains(method.getName())
                            && left.decrementAndGet() < 0) {
                            throw new SQLException("as the test wants it");
                        }
                        return method.invoke(real, arguments);
                    });
            };

            assertThatThrownBy(() -> new SchemaUpgrade(dying).run()).isInstanceOf(SQLException.class);
            new SchemaUpgrade(database(connection)).run();

            assertFilled(connection);
        }
    }

    @Test
    void d3_rowThatIsThereAlreadyIsTheNewTables() throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, installation(3));
            fill(connection);
            runScripts(connection, 3);
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO ofMucPulseLastVisit VALUES ('" + Sql.key("u1@shakespeare.lit") + "', '"
                    + Sql.key("r1@chat.shakespeare.lit") + "', 'u1@shakespeare.lit', 'r1@chat.shakespeare.lit', 9000)");
            }
            final DatabaseGuard guard = new DatabaseGuard(database(connection), new ManualSerialExecutor());

            guard.check();

            assertThat(guard.condition()).isEqualTo(DatabaseGuard.Condition.AVAILABLE);
            assertThat(oldTables(connection)).isEmpty();
            assertThat(new RaiWriteBehind(new RaiTables(database(connection)), 1, user -> true, Journal.NONE)
                .visits(new JID("u1@shakespeare.lit"))).hasSize(VISITS / 50)
                .containsEntry(new JID("r1@chat.shakespeare.lit"), 9000L)
                .containsEntry(new JID("r51@chat.shakespeare.lit"), 52L);
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE ofMucPulseLastVisit SET lastVisit=2 WHERE lastVisit=9000");
            }
            assertFilled(connection);
        }
    }

    @Test
    void d3_rowThatTheNewTableRefusesIsDroppedAlone() throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, installation(3));
            fill(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE ofMucPulseVisit ALTER COLUMN userJID SET DATA TYPE VARCHAR(4000)");
                for (final int room : List.of(7, 1_500)) {
                    statement.execute("INSERT INTO ofMucPulseVisit VALUES ('" + "u".repeat(3_100) + "@s', 'r" + room
                        + "@c', 5)");
                }
            }

            upgrade(connection, 3);

            assertThat(oldTables(connection)).isEmpty();
            assertFilled(connection);
        }
    }

    @Test
    void d3_nothingIsDroppedForAFailureThatIsNotTheRows() throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, installation(3));
            fill(connection);
            runScripts(connection, 3);
            final AtomicBoolean failed = new AtomicBoolean();
            final Database failingOnce = () -> {
                final Connection real = database(connection).open();
                return (Connection) Proxy.newProxyInstance(SchemaUpgradeTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if ("commit".equals(method.getName()) && failed.compareAndSet(false, true)) {
                            throw new SQLException("as the test wants it", "08006");
                        }
                        return method.invoke(real, arguments);
                    });
            };

            assertThatThrownBy(() -> new SchemaUpgrade(failingOnce).run()).isInstanceOf(SQLException.class);
            new SchemaUpgrade(failingOnce).run();

            assertFilled(connection);
        }
    }

    @Test
    void d1_tableOfAnotherSchemaIsLeftAlone() throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, NEW);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA other");
                statement.execute("CREATE TABLE other.ofMucPulseVisit (a INTEGER)");
            }

            new SchemaUpgrade(database(connection)).run();

            assertThat(oldTables(connection)).containsExactly("OTHER.OFMUCPULSEVISIT");
        }
    }

    private static List<String> oldTables(final Connection connection) throws SQLException {
        final List<String> tables = new ArrayList<>();
        try (ResultSet row = connection.getMetaData().getTables(null, null, "OFMUCPULSEVISIT", null)) {
            while (row.next()) {
                tables.add(row.getString("TABLE_SCHEM") + '.' + row.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    @Test
    void d4_scriptThatWasInterruptedCanBeRunAgain() throws SQLException, IOException {
        try (Connection connection = withVersions(); Connection made = withVersions()) {
            run(connection, installation(3));
            fill(connection);
            final String script = Files.readString(UPGRADES.get(2)).replaceAll("(?m)^--.*$", "");
            try (Statement statement = connection.createStatement()) {
                for (final String sql : List.of(script.split(";")).subList(0, 3)) {
                    statement.execute(sql);
                }
            }

            upgrade(connection, 3);

            run(made, NEW);
            assertThat(columns(connection)).containsExactlyInAnyOrderElementsOf(columns(made));
            assertFilled(connection);
        }
    }

    private static int version(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
             ResultSet row = statement.executeQuery("SELECT version FROM ofVersion WHERE name='mucpulse'")) {
            row.next();
            return row.getInt(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void d1_whatDiffersInRoomsIsKept(final int version) throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, installation(version));
            try (Statement statement = connection.createStatement()) {
                for (final String values : List.of("'rai@c.example', 1, 0, NULL, 0", "'mep@c.example', 0, 1, NULL, 0",
                    "'policy@c.example', 0, 0, 'SUPPRESS', 0", "'chatting@c.example', 0, 0, NULL, 1",
                    "'all@c.example', 1, 1, 'RELAY', 1", "'none@c.example', 0, 0, NULL, 0",
                    "'odd@c.example', 0, 0, 'WHISPER', 0")) {
                    statement.execute("INSERT INTO ofMucPulseRoom (roomJID, raiOff, mepOff, chatStates, chattingOff) VALUES ("
                        + values + ")");
                }
                if (version == 2) {
                    statement.execute("UPDATE ofMucPulseRoom SET lastChange=7 WHERE roomJID='all@c.example'");
                }
            }

            upgrade(connection, version);

            final String url = connection.getMetaData().getURL();
            final RoomSwitchTable table = new RoomSwitchTable(
                () -> DriverManager.getConnection(url, "sa", ""), new MonotonicTimestamps(InstantSource.system()),
                MucPulsePlugin.roomSwitches(), Journal.NONE);
            assertThat(table.load()).isEqualTo(Map.of(
                "rai@c.example", Map.of("rai", "off"),
                "mep@c.example", Map.of("mep", "off"),
                "policy@c.example", Map.of("chatstate", "suppress"),
                "chatting@c.example", Map.of("chatting", "off"),
                "all@c.example", Map.of("rai", "off", "mep", "off", "chatstate", "relay", "chatting", "off")));
            assertThat(table.timestamps()).isEqualTo(version == 1 ? Map.of() : Map.of("all@c.example", 7L));
        }
    }

    @Test
    void d1_nodesOfTheFirstVersionAreKeptAndGoOn() throws SQLException, IOException {
        try (Connection connection = withVersions()) {
            run(connection, FIRST);
            final String key = "1b16b1df538ba12dc3f97edbb85caa7050d46c148134290feba80f8236c83db9";
            try (Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO ofMucPulseNode (roomJID, nodeKey, nodeID, created, configuration) VALUES ('"
                    + ROOM + "', '" + key + "', 'n', 1, '<x xmlns=\"jabber:x:data\" type=\"submit\"/>')");
                for (int i = 0; i < 3; i++) {
                    statement.execute("INSERT INTO ofMucPulseItem (roomJID, nodeKey, itemOrder, itemID, published, payload) "
                        + "VALUES ('" + ROOM + "', '" + key + "', " + i + ", 'i" + i + "', 5, '<x/>')");
                }
            }

            upgrade(connection, 1);

            final String url = connection.getMetaData().getURL();
            final NodeTable table = new NodeTable(() -> DriverManager.getConnection(url, "sa", ""));
            final StoredNode node = new NodeWriteBehind(table, 1_000_000).load(ROOM, Long.MAX_VALUE).get(0);
            assertThat(node.items()).extracting(Item::id).containsExactly("i0", "i1", "i2");
            assertThat(node.items()).extracting(Item::publisher).containsOnlyNulls();
            final NodeWriteBehind nodes = new NodeWriteBehind(table, 1_000_000);
            nodes.change(ROOM, "n", new NodeChange(false, Optional.empty(), Set.of(0L), Map.of(3L,
                new Item("i3", Payload.ofXml("<x/>"), node.created(), ROOM, 3))));
            assertThat(nodes.flush()).isTrue();
            assertThat(new NodeWriteBehind(table, 1_000_000).load(ROOM, Long.MAX_VALUE).get(0).items()).extracting(Item::id)
                .containsExactly("i1", "i2", "i3");
        }
    }
}
