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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.igniterealtime.openfire.plugin.mucpulse.mep.Item;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.mep.StoredNode;
import org.igniterealtime.openfire.plugin.mucpulse.rai.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.server.LogListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmlunit.assertj3.XmlAssert;
import org.xmpp.packet.JID;

/** M10: the nodes of rooms, written behind and read again. */
class NodePersistenceTest {

    private static final JID ORCHARD = new JID("orchard@conference.example.org");
    private static final JID BALCONY = new JID("balcony@conference.example.org");
    private static final NodeConfiguration PLAIN = new NodeConfiguration("", "", true, true, true, false, true, 20,
        SendLast.ON_SUB_AND_PRESENCE, Duration.ZERO, 65_536);
    private static final NodeConfiguration OTHER = new NodeConfiguration("Pins & <pegs>", "urn:xmpp:pins:0", false,
        false, false, true, false, 7, SendLast.NEVER, Duration.ofSeconds(3600), 1000);

    private final LogListener log = new LogListener(WriteBehind.class);
    private TestDatabase database;
    private WriteBehind writeBehind;

    @BeforeEach
    void thereIsADatabase() throws Exception {
        database = new TestDatabase();
        writeBehind = new WriteBehind(new PulseStore(database), 100);
    }

    @AfterEach
    void everyConnectionWasClosed() throws SQLException {
        log.close();
        assertThat(database.openCount()).isZero();
        database.close();
    }

    private static StoredNode node(final String id, final Item... items) {
        return new StoredNode(id, Instant.ofEpochMilli(1000), PLAIN, List.of(items));
    }

    private static Item item(final String id, final int second) {
        final Element payload = DocumentHelper.createElement("tune");
        payload.setText(id);
        return new Item(id, payload, Instant.ofEpochSecond(second));
    }

    private static List<String> ids(final List<StoredNode> nodes) {
        return nodes.stream().map(StoredNode::id).toList();
    }

    /** What a server that has been started again finds. */
    private List<StoredNode> written(final JID room) {
        assertThat(writeBehind.flush()).isTrue();
        return new WriteBehind(new PulseStore(database), 100).load(room);
    }

    @Test
    void m10_nodeIsKeptAsItWas() throws Exception {
        final Element payload = DocumentHelper.parseText(
            "<tune xmlns='urn:example:tune'><artist>Prokofiev &amp; Co</artist></tune>").getRootElement();
        final StoredNode node = new StoredNode("urn:xmpp:pins:0", Instant.ofEpochMilli(1_700_000_000_123L), OTHER,
            List.of(new Item("b", payload, Instant.ofEpochMilli(5)), new Item("a", null, Instant.ofEpochMilli(6))));
        writeBehind.save(ORCHARD, node);

        final StoredNode kept = written(ORCHARD).get(0);

        assertThat(kept.id()).isEqualTo(node.id());
        assertThat(kept.created()).isEqualTo(node.created());
        assertThat(kept.configuration()).isEqualTo(OTHER);
        assertThat(kept.items()).extracting(Item::id).containsExactly("b", "a");
        assertThat(kept.items()).extracting(Item::published)
            .containsExactly(Instant.ofEpochMilli(5), Instant.ofEpochMilli(6));
        XmlAssert.assertThat(kept.items().get(0).payload().asXML()).and(payload.asXML()).areIdentical();
        assertThat(kept.items().get(1).payload()).isNull();
    }

    @Test
    void m10_nodeWithoutItemsIsKept() {
        writeBehind.save(ORCHARD, node("a"));

        assertThat(written(ORCHARD)).singleElement().satisfies(kept -> assertThat(kept.items()).isEmpty());
    }

    @Test
    void m10_roomsAndNodesAreKeptApart() {
        writeBehind.save(ORCHARD, node("a", item("1", 1)));
        writeBehind.save(ORCHARD, node("b", item("1", 2), item("2", 3)));
        writeBehind.save(BALCONY, node("a", item("3", 4)));

        assertThat(written(ORCHARD)).extracting(StoredNode::id, kept -> kept.items().size())
            .containsExactly(tuple("a", 1), tuple("b", 2));
        assertThat(written(BALCONY)).extracting(kept -> kept.items().get(0).id()).containsExactly("3");
    }

    @Test
    void m10_laterStateReplacesTheEarlierOne() {
        writeBehind.save(ORCHARD, node("a", item("1", 1), item("2", 2)));
        writeBehind.flush();
        writeBehind.save(ORCHARD, node("a", item("2", 2), item("3", 3)));

        assertThat(written(ORCHARD).get(0).items()).extracting(Item::id).containsExactly("2", "3");
    }

    @Test
    void m10_deletedNodeIsForgotten() throws SQLException {
        writeBehind.save(ORCHARD, node("a", item("1", 1)));
        writeBehind.save(ORCHARD, node("b", item("1", 1)));
        writeBehind.flush();
        writeBehind.delete(ORCHARD, "a");

        assertThat(ids(written(ORCHARD))).containsExactly("b");
        assertThat(database.rows("SELECT nodeID FROM ofMucPulseItem")).containsExactly("b");
    }

    @Test
    void m10_nodesOfADeletedRoomAreForgotten() throws SQLException {
        writeBehind.save(ORCHARD, node("a", item("1", 1)));
        writeBehind.save(BALCONY, node("b", item("1", 1)));
        writeBehind.flush();
        writeBehind.save(ORCHARD, node("c"));
        writeBehind.deleteRoom(ORCHARD);

        assertThat(written(ORCHARD)).isEmpty();
        assertThat(ids(written(BALCONY))).containsExactly("b");
        assertThat(database.rows("SELECT nodeID FROM ofMucPulseItem")).containsExactly("b");
    }

    @Test
    void m10_nodesOfARoomOfTheSameNameAreKept() {
        writeBehind.save(ORCHARD, node("a", item("1", 1)));
        writeBehind.flush();
        writeBehind.deleteRoom(ORCHARD);
        writeBehind.save(ORCHARD, node("b", item("1", 1)));

        assertThat(ids(writeBehind.load(ORCHARD))).containsExactly("b");
        assertThat(ids(written(ORCHARD))).containsExactly("b");
    }

    @Test
    void m10_unwrittenNodesAreKnown() {
        writeBehind.save(ORCHARD, node("a", item("1", 1)));
        writeBehind.save(ORCHARD, node("b"));
        writeBehind.flush();
        writeBehind.save(ORCHARD, node("a", item("2", 2)));
        writeBehind.save(ORCHARD, node("c"));
        writeBehind.save(BALCONY, node("d"));
        writeBehind.delete(ORCHARD, "b");

        final List<StoredNode> known = writeBehind.load(ORCHARD);

        assertThat(ids(known)).containsExactly("a", "c");
        assertThat(known.get(0).items()).extracting(Item::id).containsExactly("2");
    }

    @Test
    void m10_nodesAreKnownWhileTheyAreBeingWritten() {
        writeBehind.save(ORCHARD, node("a"));
        final AtomicReference<List<StoredNode>> known = new AtomicReference<>();
        final AtomicBoolean looked = new AtomicBoolean();
        database.observe(() -> {
            if (looked.compareAndSet(false, true)) {
                known.set(writeBehind.load(ORCHARD));
            }
        });

        writeBehind.flush();

        assertThat(ids(known.get())).containsExactly("a");
    }

    @Test
    void m10_nothingIsLostWhileTheDatabaseFails() {
        writeBehind.save(ORCHARD, node("a", item("1", 1)));
        writeBehind.save(BALCONY, node("z"));
        writeBehind.flush();
        database.failAt("commit");
        writeBehind.save(ORCHARD, node("b", item("2", 2)));
        assertThat(writeBehind.flush()).isFalse();
        writeBehind.delete(ORCHARD, "a");
        writeBehind.deleteRoom(BALCONY);
        assertThat(writeBehind.flush()).isFalse();
        writeBehind.save(ORCHARD, node("c", item("3", 3)));

        database.recover();

        assertThat(ids(written(ORCHARD))).containsExactly("b", "c");
        assertThat(written(BALCONY)).isEmpty();
    }

    @Test
    void m10_failureToReadIsReported() {
        database.failAt("open");

        assertThatThrownBy(() -> writeBehind.load(ORCHARD)).isInstanceOf(StorageException.class);
    }

    @Test
    void m10_roomWhoseAddressIsTooLongForTheTablesIsLeftOut() {
        final JID room = new JID("r".repeat(300), "conference.example.org", null, true);
        writeBehind.save(room, node("a", item("1", 1)));
        writeBehind.save(ORCHARD, node("a", item("1", 1)));

        assertThat(written(room)).isEmpty();
        assertThat(ids(written(ORCHARD))).containsExactly("a");
    }

    @Test
    void m10_nodesAndItemsWithLongNamesAreKept() {
        final String id = "n".repeat(255);
        writeBehind.save(ORCHARD, node(id, item("i".repeat(255), 1)));

        assertThat(written(ORCHARD).get(0).items()).hasSize(1);
    }

    @Test
    void m10_oneNodeThatCannotBeStoredDoesNotKeepTheRestFromBeingWritten() {
        writeBehind.save(ORCHARD, node("n".repeat(256), item("1", 1)));
        writeBehind.save(ORCHARD, node("a", item("i".repeat(256), 1)));
        writeBehind.save(ORCHARD, node("b", item("1", 1)));

        assertThat(ids(written(ORCHARD))).contains("b");
    }
}
