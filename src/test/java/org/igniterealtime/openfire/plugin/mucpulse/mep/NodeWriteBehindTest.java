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

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.log4j.Level;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeConfiguration.SendLast;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.LogListener;
import org.igniterealtime.openfire.plugin.mucpulse.store.WriteBehind;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** D3, S3: of nodes only what changed is written, and what waits to be written is bounded. */
class NodeWriteBehindTest {

    private static final JID ROOM = new JID("coven@chat.shakespeare.lit");
    private static final JID CRONE = new JID("crone1@shakespeare.lit");
    private static final NodeConfiguration CONFIGURATION = new NodeConfiguration("", "", true, true, true, false, true,
        100, SendLast.NEVER, Duration.ZERO, 65_536);
    private static final long CAPACITY = 1_000_000;

    private TestDatabase database;
    /** The rows that were written, and how long what was written is. */
    private final List<String> rows = new ArrayList<>();
    private long characters;
    private boolean unreachable;
    private NodeTable table;
    private NodeWriteBehind nodes;

    @BeforeEach
    void create() throws SQLException, IOException {
        database = new TestDatabase();
        table = new NodeTable(() -> {
            if (unreachable) {
                throw new SQLException("unreachable");
            }
            return counting(database.open());
        });
        nodes = new NodeWriteBehind(table, CAPACITY);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private Connection counting(final Connection connection) {
        return proxy(Connection.class, connection, (name, arguments, result) ->
            "prepareStatement".equals(name) ? proxy(PreparedStatement.class, result, (call, values, answer) -> {
                if ("addBatch".equals(call)) {
                    rows.add((String) arguments[0]);
                } else if ("setString".equals(call) && values[1] != null) {
                    characters += ((String) values[1]).length();
                }
                return answer;
            }) : result);
    }

    /** What is to be done with the result of a call. */
    @FunctionalInterface
    private interface Observer {
        Object called(String name, Object[] arguments, Object result);
    }

    private static <T> T proxy(final Class<T> type, final Object target, final Observer observer) {
        return type.cast(Proxy.newProxyInstance(NodeWriteBehindTest.class.getClassLoader(), new Class<?>[] {type},
            (self, method, arguments) -> {
                try {
                    return observer.called(method.getName(), arguments, method.invoke(target, arguments));
                } catch (final InvocationTargetException e) {
                    throw e.getCause();
                }
            }));
    }

    private static Item item(final long order, final int length) {
        return new Item("i" + order, Payload.ofXml("<x xmlns='urn:x'>" + "y".repeat(length) + "</x>"), Instant.EPOCH,
            CRONE, order);
    }

    private static StoredNode node(final List<Item> items) {
        return new StoredNode("n", Instant.EPOCH, CONFIGURATION, CRONE, items);
    }

    private static NodeChange change(final Set<Long> removed, final Item... added) {
        final Map<Long, Item> byOrder = new TreeMap<>();
        for (final Item item : added) {
            byOrder.put(item.order(), item);
        }
        return new NodeChange(false, Optional.empty(), removed, byOrder);
    }

    private List<Item> stored() {
        return new NodeWriteBehind(table, CAPACITY).load(ROOM, Long.MAX_VALUE).get(0).items();
    }

    @Test
    void d3_ofANodeWithManyItemsOnlyTheNewOneIsWritten() {
        final List<Item> items = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            items.add(item(i, 6_000));
        }
        nodes.change(ROOM, "n", NodeChange.replacement(node(items)));
        assertThat(nodes.flush()).isTrue();
        rows.clear();
        characters = 0;

        for (int i = 101; i <= 110; i++) {
            nodes.change(ROOM, "n", change(Set.of(i - 100L), item(i, 10)));
            assertThat(nodes.flush()).isTrue();
        }

        assertThat(rows).hasSize(20).allMatch(sql -> sql.contains("ofMucPulseNodeItem"));
        assertThat(characters).isLessThan(10_000);
        assertThat(stored()).extracting(Item::order).hasSize(100).startsWith(11L).endsWith(110L);
    }

    @Test
    void d3_configurationIsWrittenWithoutTheItems() {
        nodes.change(ROOM, "n", NodeChange.replacement(node(List.of(item(1, 6_000)))));
        nodes.flush();
        rows.clear();

        nodes.change(ROOM, "n", new NodeChange(false, Optional.of(node(List.of())), Set.of(), Map.of()));
        nodes.flush();

        assertThat(rows).hasSize(2).allMatch(sql -> sql.contains("ofMucPulseRoomNode"));
        assertThat(stored()).hasSize(1);
    }

    @Test
    void d3_whatCameAndWentMeanwhileIsNotWritten() {
        nodes.change(ROOM, "n", NodeChange.replacement(node(List.of())));
        nodes.flush();
        rows.clear();

        for (int i = 1; i <= 50; i++) {
            nodes.change(ROOM, "n", change(i == 1 ? Set.of() : Set.of(i - 1L), item(i, 100)));
        }
        nodes.flush();

        assertThat(rows.stream().filter(sql -> sql.startsWith("INSERT"))).hasSize(1);
        assertThat(stored()).extracting(Item::order).containsExactly(50L);
    }

    @Test
    void s3_whatWaitsForADatabaseThatIsAwayIsBoundedAndTheRestIsWrittenAfterwards() {
        final LogListener log = new LogListener(NodeWriteBehind.class);
        final LogListener writeLog = new LogListener(WriteBehind.class);
        nodes.change(ROOM, "n", NodeChange.replacement(node(List.of())));
        nodes.flush();
        unreachable = true;

        for (int i = 1; i <= 1_000; i++) {
            nodes.change(ROOM, "n", change(Set.of(), item(i, 10_000)));
            if (i % 100 == 0) {
                assertThat(nodes.flush()).isFalse();
            }
        }

        assertThat(nodes.held()).isLessThanOrEqualTo(2 * CAPACITY);
        assertThat(nodes.dropped()).isGreaterThan(800);
        unreachable = false;
        assertThat(nodes.flush()).isTrue();
        assertThat(nodes.held()).isZero();
        assertThat(stored()).hasSize((int) (1_000 - nodes.dropped()));
        assertThat(log.heard(Level.WARN)).as("each said once").hasSize(1);
        assertThat(writeLog.heard(Level.WARN)).as("each said once").hasSize(1);
        log.close();
        writeLog.close();
    }

    @Test
    void s3_noMoreIsReadOfARoomThanThereIsRoomFor() {
        final List<Item> items = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            items.add(item(i, 1_000));
        }
        nodes.change(ROOM, "n", NodeChange.replacement(node(items)));
        nodes.flush();

        final List<Item> read = new NodeWriteBehind(table, CAPACITY).load(ROOM, 15_000).get(0).items();

        assertThat(read).extracting(Item::order).hasSizeBetween(9, 11).endsWith(99L, 100L);
    }

    @Test
    void m10_nodesAreKnownWhileTheyAreBeingWritten() {
        nodes.change(ROOM, "n", NodeChange.replacement(node(List.of())));
        final AtomicReference<List<StoredNode>> known = new AtomicReference<>();
        final AtomicBoolean looked = new AtomicBoolean();
        database.observe(() -> {
            if (looked.compareAndSet(false, true)) {
                known.set(nodes.load(ROOM, Long.MAX_VALUE));
            }
        });

        nodes.flush();

        assertThat(known.get()).extracting(StoredNode::id).containsExactly("n");
    }

    @Test
    void k4_whoIsHomeNoMoreWritesWhatItHadAcceptedAndNothingLater() throws SQLException {
        nodes.change(ROOM, "n", NodeChange.replacement(
            new StoredNode("n", Instant.EPOCH, CONFIGURATION, null, List.of(item(1, 10)))));
        nodes.finish();
        assertThat(table.load(ROOM, Long.MAX_VALUE)).containsKey("n");

        nodes.change(ROOM, "late", NodeChange.replacement(
            new StoredNode("late", Instant.EPOCH, CONFIGURATION, null, List.of())));
        unreachable = true;
        nodes.finish();
        unreachable = false;
        nodes.flush();

        assertThat(table.load(ROOM, Long.MAX_VALUE)).containsOnlyKeys("n");
        assertThat(nodes.held()).isZero();
    }
}
