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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nullable;
import org.apache.log4j.Level;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.rai.Activity;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiTables;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiWriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.store.Journal;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.Stanzas;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.JID;

/** M10: nodes of persistent rooms come out of the tables as they went in. */
class NodeStorageTest {

    private static final Path SCRIPT = Path.of("src/main/database/mucpulse_hsqldb.sql");
    private static final long MANY_BYTES = 100_000_000;
    private static final JID USER = new JID("crone1@shakespeare.lit");
    private static final AtomicLong ORDERS = new AtomicLong();
    private static final JID ROOM = new JID("coven@chat.shakespeare.lit");
    private static final JID OTHER_ROOM = new JID("heath@chat.shakespeare.lit");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final NodeConfiguration DEFAULTS = NodeConfiguration.defaults(20, 65_536);

    private final String url = "jdbc:hsqldb:mem:" + UUID.randomUUID();
    private boolean unreachable;
    /** Keeps the database alive. */
    private Connection connection;
    private RaiTables store;
    private NodeTable table;
    private NodeWriteBehind nodes;
    private RaiWriteBehind writeBehind;

    @BeforeEach
    void createTables() throws SQLException, IOException {
        connection = DriverManager.getConnection(url, "sa", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ofVersion (name VARCHAR(50) NOT NULL, version INTEGER NOT NULL)");
            final String script = Files.readString(SCRIPT).replaceAll("(?m)^--.*$", "");
            for (final String sql : script.split(";")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        store = new RaiTables(this::open);
        table = new NodeTable(this::open);
        nodes = new NodeWriteBehind(table, MANY_BYTES);
        writeBehind = new RaiWriteBehind(store, 1_000, user -> true, Journal.NONE);
    }

    @AfterEach
    void dropTables() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    private Connection open() throws SQLException {
        if (unreachable) {
            throw new SQLException("unreachable");
        }
        return DriverManager.getConnection(url, "sa", "");
    }

    /** Writes what waits, of each feature for itself. */
    private boolean flush() {
        return nodes.flush() & writeBehind.flush();
    }

    private static Item item(final String id, @Nullable final String payload) {
        final Element element = payload == null ? null
            : (Element) Stanzas.message("<message>" + payload + "</message>").getElement().elements().get(0).detach();
        return new Item(id, element == null ? null : Payload.of(element), LONG_AGO.plusSeconds(id.hashCode()), USER,
            ORDERS.incrementAndGet());
    }

    private static StoredNode node(final String id, final Item... items) {
        return node(id, DEFAULTS, List.of(items));
    }

    private static StoredNode node(final String id, final NodeConfiguration configuration, final List<Item> items) {
        return new StoredNode(id, LONG_AGO, configuration, USER, items);
    }

    private void save(final JID room, final StoredNode node) {
        nodes.change(room, node.id(), NodeChange.replacement(node));
    }

    private void delete(final JID room, final String node) {
        nodes.change(room, node, NodeChange.deletion());
    }

    private List<StoredNode> load(final JID room) {
        return nodes.load(room, MANY_BYTES);
    }

    /** What another run of the server reads. */
    private List<StoredNode> afterRestart(final JID room) {
        assertThat(flush()).isTrue();
        return new NodeWriteBehind(table, MANY_BYTES).load(room, MANY_BYTES);
    }

    private static void assertSame(final StoredNode actual, final StoredNode expected) {
        assertThat(actual.id()).isEqualTo(expected.id());
        assertThat(actual.created()).isEqualTo(expected.created());
        assertThat(actual.configuration()).isEqualTo(expected.configuration());
        assertThat(actual.items()).extracting(Item::id)
            .isEqualTo(expected.items().stream().map(Item::id).toList());
        for (int i = 0; i < expected.items().size(); i++) {
            final Item item = expected.items().get(i);
            assertThat(actual.items().get(i).published()).isEqualTo(item.published());
            assertThat(actual.items().get(i).publisher()).isEqualTo(item.publisher());
            assertThat(actual.items().get(i).order()).isEqualTo(item.order());
            if (item.payload() == null) {
                assertThat(actual.items().get(i).payload()).isNull();
            } else {
                final Element payload = actual.items().get(i).payload().toElement().orElseThrow();
                XmlAssert.assertThat(payload.asXML()).and(item.payload().xml()).areIdentical();
                assertThat(payload.getParent()).isNull();
            }
        }
    }

    @Test
    void m10_nodesSurviveARestart() {
        final StoredNode pins = node("urn:xmpp:pins:0", item("b", "<pin xmlns='urn:xmpp:pins:0'/>"), item("a",
            "<pin xmlns='urn:xmpp:pins:0'>\u00e9 \ud83d\ude00 &lt;&amp;&gt; \"'</pin>"), item("c", null));
        final StoredNode empty = node("urn:example:empty");
        save(ROOM, pins);
        save(ROOM, empty);
        save(OTHER_ROOM, node("urn:example:other"));

        final List<StoredNode> loaded = afterRestart(ROOM);

        assertThat(loaded).hasSize(2);
        assertSame(loaded.get(0), empty);
        assertSame(loaded.get(1), pins);
        assertThat(new NodeWriteBehind(table, MANY_BYTES).load(OTHER_ROOM, MANY_BYTES)).hasSize(1);
    }

    @Test
    void m10_configurationSurvivesARestart() {
        final NodeConfiguration configuration = new NodeConfiguration("A title: <&> \u00e9", "urn:example:type", false, false,
            false, true, true, 7, SendLast.ON_SUB, Duration.ofDays(3), 1_234);
        final NodeConfiguration transientOne = new NodeConfiguration("", "", true, true, true, false, false, 10_000,
            SendLast.NEVER, Duration.ZERO, 1_000_000);
        save(ROOM, node("a", configuration, List.of()));
        save(ROOM, node("b", transientOne, List.of()));

        assertThat(afterRestart(ROOM)).extracting(StoredNode::configuration)
            .containsExactly(configuration, transientOne);
    }

    @Test
    @Tag("slow")
    void m10_bigPayloadsAndManyItemsSurviveARestart() {
        final List<Item> items = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            items.add(item("i" + i, "<x xmlns='urn:example:x'/>"));
        }
        items.add(item("big", "<x xmlns='urn:example:x'>" + "\u00e9".repeat(500_000) + "</x>"));
        final StoredNode node = node("n".repeat(255), DEFAULTS, items);
        save(ROOM, node);

        assertSame(afterRestart(ROOM).get(0), node);
    }

    @Test
    void m10_payloadKeepsItsNamespacesAndWhiteSpace() {
        final StoredNode node = node("n", item("1", "<p:x xmlns:p='urn:example:p' xmlns:q='urn:example:q' q:a='1' "
            + "xml:lang='en'>  a\n\tb <y xmlns='urn:example:y'> </y><z/></p:x>"));
        save(ROOM, node);

        assertSame(afterRestart(ROOM).get(0), node);
    }

    @Test
    void m10_laterVersionReplacesTheEarlier() {
        save(ROOM, node("n", item("1", null), item("2", null)));
        assertThat(afterRestart(ROOM).get(0).items()).hasSize(2);

        save(ROOM, node("n", item("2", null)));
        save(ROOM, node("n", item("3", null)));

        assertThat(afterRestart(ROOM).get(0).items()).extracting(Item::id).containsExactly("3");
    }

    @Test
    void m10_deletedNodeStaysDeleted() {
        save(ROOM, node("n", item("1", null)));
        save(ROOM, node("m"));
        flush();

        delete(ROOM, "n");
        assertThat(load(ROOM)).extracting(StoredNode::id).containsExactly("m");

        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).containsExactly("m");
        save(ROOM, node("n"));
        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).containsExactly("m", "n");
        assertThat(afterRestart(ROOM).get(1).items()).isEmpty();
    }

    @Test
    void m10_destroyedRoomLeavesNothingInTheTables() throws SQLException {
        save(ROOM, node("n", item("1", null)));
        save(OTHER_ROOM, node("n", item("1", null)));
        flush();
        save(ROOM, node("unwritten"));

        nodes.deleteRoom(ROOM);
        assertThat(load(ROOM)).isEmpty();

        assertThat(afterRestart(ROOM)).isEmpty();
        assertThat(afterRestart(OTHER_ROOM)).hasSize(1);
        try (Statement statement = connection.createStatement()) {
            for (final String table : List.of("ofMucPulseRoomNode", "ofMucPulseNodeItem")) {
                try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                    rows.next();
                    assertThat(rows.getInt(1)).as(table).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void m10_roomThatIsMadeAnewAfterItsEndKeepsItsNewNodes() {
        save(ROOM, node("old"));
        flush();
        nodes.deleteRoom(ROOM);
        save(ROOM, node("new"));

        assertThat(load(ROOM)).extracting(StoredNode::id).containsExactly("new");
        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).containsExactly("new");
    }

    @Test
    void m10_whatOneFeatureForgetsOfARoomIsNotTheOthers() throws SQLException {
        final JID user = new JID("crone1@shakespeare.lit");
        save(ROOM, node("n"));
        writeBehind.visited(user, ROOM, 1);
        writeBehind.changed(ROOM, new Activity(1, null, 0));
        nodes.deleteRoom(ROOM);
        save(ROOM, node("n"));
        assertThat(writeBehind.visits(user)).containsOnlyKeys(ROOM);
        flush();
        assertThat(store.activities()).containsOnlyKeys(ROOM);

        writeBehind.forgetRoom(ROOM);

        assertThat(writeBehind.visits(user)).isEmpty();
        assertThat(afterRestart(ROOM)).hasSize(1);
        assertThat(store.activities()).isEqualTo(Map.of());
    }

    @Test
    void m10_nodesAreReadBeforeTheyAreWritten() {
        save(ROOM, node("written", item("1", null)));
        flush();
        save(ROOM, node("unwritten"));
        save(ROOM, node("written", item("2", null)));

        final List<StoredNode> loaded = load(ROOM);

        assertThat(loaded).extracting(StoredNode::id).containsExactly("unwritten", "written");
        assertThat(loaded.get(1).items()).extracting(Item::id).containsExactly("2");
    }

    @Test
    void m10_databaseThatFailsLosesNothing() {
        save(ROOM, node("a"));
        unreachable = true;
        assertThat(flush()).isFalse();
        save(ROOM, node("b"));
        delete(ROOM, "a");
        assertThat(flush()).isFalse();
        assertThatThrownBy(() -> load(ROOM)).isInstanceOf(StorageException.class);

        unreachable = false;

        assertThat(load(ROOM)).extracting(StoredNode::id).containsExactly("b");
        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).containsExactly("b");
    }

    @Test
    void m10_whatCannotBeReadIsReplacedByTheDefault() throws SQLException {
        save(ROOM, node("n", item("1", "<x xmlns='urn:example:x'/>")));
        nodes.flush();
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE ofMucPulseRoomNode SET configuration='<broken'");
            statement.execute("UPDATE ofMucPulseNodeItem SET payload='<broken'");
        }

        final StoredNode node = afterRestart(ROOM).get(0);

        assertThat(node.configuration()).isEqualTo(DEFAULTS);
        assertThat(node.items().get(0).payload().toElement()).isEmpty();
    }

    @Test
    void d2_roomWhoseNameIsLongIsStoredLikeAnyOther() {
        final JID room = new JID("r".repeat(1023), "chat.shakespeare.lit", null);
        save(room, node("n"));
        save(ROOM, node("n"));

        assertThat(afterRestart(ROOM)).hasSize(1);
        assertThat(afterRestart(room)).hasSize(1);
    }

    // What databases make of ids

    @Test
    void m10_nodesWhoseIdsDifferInCaseOrBlanksAreDifferentOnes() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (final String column : List.of("RoomNode ALTER COLUMN nodeID", "NodeItem ALTER COLUMN itemID")) {
                statement.execute("ALTER TABLE ofMucPulse" + column + " SET DATA TYPE VARCHAR_IGNORECASE(255)");
            }
        }
        final List<String> ids = List.of("node", "Node", "node ", " node", "n\u00f6de", "no\u0308de");
        for (final String id : ids) {
            save(ROOM, node(id, item("i", "<x xmlns='" + id.trim() + "'/>"), item("I", null), item("i ", null)));
        }

        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(afterRestart(ROOM)).allSatisfy(node ->
            assertThat(node.items()).extracting(Item::id).containsExactly("i", "I", "i "));

        delete(ROOM, "NODE");
        delete(ROOM, "node ");
        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).hasSize(5).doesNotContain("node ").contains("node", "Node");
    }

    @Test
    void m10_nodeThatTheDatabaseRefusesIsNoObstacleToOthers() {
        final LogListener log = new LogListener(NodeTable.class);
        save(ROOM, node("bad", item("1", null)));
        assertThat(afterRestart(ROOM)).hasSize(1);

        save(ROOM, node("a", item("1", null)));
        save(ROOM, node("bad", item("i".repeat(256), null)));
        save(ROOM, node("z", item("1", null)));
        save(OTHER_ROOM, node("b"));
        writeBehind.visited(new JID("crone@shakespeare.lit"), ROOM, 5);

        assertThat(flush()).isTrue();
        log.close();
        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).containsExactly("a", "bad", "z");
        assertThat(afterRestart(ROOM).get(1).items()).as("but for the item that is refused").isEmpty();
        assertThat(afterRestart(OTHER_ROOM)).hasSize(1);
        assertThat(writeBehind.visits(new JID("crone@shakespeare.lit"))).hasSize(1);
        assertThat(log.heard(Level.WARN)).hasSize(1);
    }

    @Test
    void m10_emptiedRoomIsWrittenThoughANodeOfAnotherIsRefused() {
        save(OTHER_ROOM, node("b"));
        assertThat(afterRestart(OTHER_ROOM)).hasSize(1);

        nodes.deleteRoom(OTHER_ROOM);
        save(ROOM, node("bad", item("i".repeat(256), null)));

        assertThat(afterRestart(OTHER_ROOM)).isEmpty();
        assertThat(afterRestart(ROOM)).extracting(StoredNode::id).containsExactly("bad");
    }
}
