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

import com.google.common.base.Strings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.RowByRow;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * The tables of nodes and items: the statements and nothing else. Portable SQL only. All methods block. Safe for use by
 * several threads.
 */
public final class NodeTable {

    private static final Logger Log = LoggerFactory.getLogger(NodeTable.class);

    private static final String LOAD_NODES =
        "SELECT nodeID, created, configuration, creator FROM ofMucPulseRoomNode WHERE roomKey=?";
    private static final String LOAD_ITEMS = "SELECT nodeKey, itemOrder, itemID, published, publisher, payload"
        + " FROM ofMucPulseNodeItem WHERE roomKey=? ORDER BY itemOrder DESC";
    private static final String NEWEST =
        "SELECT MIN(roomJID), MAX(created) FROM ofMucPulseRoomNode GROUP BY roomKey";
    private static final String COUNTS =
        "SELECT MIN(roomJID), COUNT(*) FROM ofMucPulseRoomNode GROUP BY roomKey ORDER BY roomKey";
    private static final String DELETE_NODES_OF_ROOM = "DELETE FROM ofMucPulseRoomNode WHERE roomKey=?";
    private static final String DELETE_ITEMS_OF_ROOM = "DELETE FROM ofMucPulseNodeItem WHERE roomKey=?";
    private static final String DELETE_NODE = "DELETE FROM ofMucPulseRoomNode WHERE roomKey=? AND nodeKey=?";
    private static final String DELETE_ITEMS = "DELETE FROM ofMucPulseNodeItem WHERE roomKey=? AND nodeKey=?";
    private static final String DELETE_ITEM = DELETE_ITEMS + " AND itemOrder=?";
    private static final String INSERT_NODE = "INSERT INTO ofMucPulseRoomNode"
        + " (roomKey, nodeKey, roomJID, nodeID, created, configuration, creator) VALUES (?,?,?,?,?,?,?)";
    private static final String INSERT_ITEM = "INSERT INTO ofMucPulseNodeItem"
        + " (roomKey, nodeKey, itemOrder, itemID, published, publisher, payload) VALUES (?,?,?,?,?,?,?)";
    private static final int FETCH_SIZE = 50;
    /** What a row takes in memory besides its payload, in bytes. */
    private static final int OVERHEAD = 500;

    private final Database database;
    private final AtomicLong refused = new AtomicLong();

    /**
     * Creates the tables' statements.
     *
     * @param database where the tables are
     */
    public NodeTable(@Nonnull final Database database) {
        this.database = database;
    }

    private record NodeRow(JID room, StoredNode node) {
    }

    private record ItemRow(NodeKey key, Item item) {
    }

    private record ItemKey(NodeKey key, long order) {
    }

    /**
     * The nodes of a room.
     *
     * @param room the room's bare JID
     * @param mostBytes how many bytes of items to read at most; past that, the oldest ones are left out
     * @return the nodes by their ids, possibly none, never {@code null}
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    Map<String, StoredNode> load(@Nonnull final JID room, final long mostBytes) throws SQLException {
        final Map<String, StoredNode> nodes = new HashMap<>();
        final Map<String, Deque<Item>> items = items(room, mostBytes);
        Sql.query(database, LOAD_NODES, statement -> statement.setString(1, Sql.key(room)), row -> {
            final String id = row.getString(1);
            nodes.put(id, new StoredNode(id, Instant.ofEpochMilli(row.getLong(2)),
                NodeCodec.decode(Strings.nullToEmpty(database.text(row, 3))), jid(row.getString(4)),
                List.copyOf(items.getOrDefault(Sql.key(id), new ArrayDeque<>()))));
        });
        return nodes;
    }

    /** The items by the keys of their nodes, oldest first. */
    private Map<String, Deque<Item>> items(final JID room, final long mostBytes) throws SQLException {
        final Map<String, Deque<Item>> items = new HashMap<>();
        // In a transaction, as some drivers read all rows at once outside of one.
        Sql.inTransaction(database, connection -> readItems(connection, room, mostBytes, items));
        return items;
    }

    private void readItems(final Connection connection, final JID room, final long mostBytes,
                           final Map<String, Deque<Item>> items) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOAD_ITEMS)) {
            statement.setFetchSize(FETCH_SIZE);
            statement.setString(1, Sql.key(room));
            try (ResultSet row = statement.executeQuery()) {
                long left = mostBytes;
                while (left > 0 && row.next()) {
                    final String payload = database.text(row, 6);
                    final Item item = new Item(row.getString(3), payload == null ? null : Payload.ofXml(payload),
                        Instant.ofEpochMilli(row.getLong(4)), jid(row.getString(5)), row.getLong(2));
                    items.computeIfAbsent(row.getString(1), key -> new ArrayDeque<>()).addFirst(item);
                    left -= OVERHEAD + (payload == null ? 0 : payload.length());
                }
            }
        }
    }

    @Nullable
    private static JID jid(@Nullable final String text) {
        return text == null ? null : Sql.jid(text);
    }

    /**
     * The rooms of which there are nodes.
     *
     * @return when the newest node of each room was created, by the rooms' bare JIDs, possibly empty
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    Map<JID, Instant> newest() throws SQLException {
        final Map<JID, Instant> newest = new HashMap<>();
        Sql.scan(database, NEWEST,
            row -> newest.put(Sql.jid(row.getString(1)), Instant.ofEpochMilli(row.getLong(2))));
        return newest;
    }

    /**
     * How many nodes the rooms have of which there are any.
     *
     * @param limit of how many rooms at most
     * @return the numbers by the rooms' bare JIDs, possibly empty, never {@code null}
     * @throws SQLException where the database cannot be read
     */
    @Nonnull
    public Map<JID, Integer> counts(final int limit) throws SQLException {
        final Map<JID, Integer> counts = new HashMap<>();
        Sql.query(database, COUNTS, limit, statement -> { },
            row -> counts.put(Sql.jid(row.getString(1)), row.getInt(2)));
        return counts;
    }

    /**
     * Writes what changed. A row that the database does not take is dropped alone, and logged.
     *
     * @param changes what changed
     * @throws SQLException where the database cannot be written
     */
    void write(@Nonnull final UnwrittenNodes changes) throws SQLException {
        try {
            Sql.inTransaction(database, connection -> {
                deleteRooms(connection, changes.emptied());
                write(connection, changes.nodes());
            });
            return;
        } catch (final SQLException | RuntimeException e) {
            if (DatabaseUnavailableException.isCauseOf(e)) {
                throw e;
            }
            Log.debug("Nodes are written one by one, as they cannot be written together.", e);
        }
        Sql.inTransaction(database, connection -> deleteRooms(connection, changes.emptied()));
        for (final Map.Entry<NodeKey, NodeChange> entry : changes.nodes().entrySet()) {
            writeAlone(entry.getKey(), entry.getValue());
        }
    }

    private void writeAlone(final NodeKey key, final NodeChange change) throws SQLException {
        final NodeChange rest = new NodeChange(change.emptied(), change.node(), change.removed(), Map.of());
        if (!attempt(key, rest)) {
            return;
        }
        for (final Item item : change.added().values()) {
            attempt(key, new NodeChange(false, Optional.empty(), Set.of(item.order()),
                Map.of(item.order(), item)));
        }
    }

    /** How often the database refused a row, which was dropped. */
    long refused() {
        return refused.get();
    }

    /** Writes something small. Where the database deletes rows but does not take them, this is because of the rows. */
    private boolean attempt(final NodeKey key, final NodeChange change) throws SQLException {
        try {
            Sql.inTransaction(database, connection -> write(connection, Map.of(key, change)));
            return true;
        } catch (final SQLException | RuntimeException e) {
            if (RowByRow.isPassing(e)) {
                throw e;
            }
            Sql.inTransaction(database, connection -> write(connection, Map.of(key,
                new NodeChange(false, Optional.empty(), change.removed(), Map.of()))));
            refused.incrementAndGet();
            database.rowRefused();
            Log.warn("Something of the node {} of {} is not taken by the database, and is lost when the room is next "
                + "empty.", key.node(), key.room(), e);
            return false;
        }
    }

    private static void deleteRooms(final Connection connection, final Collection<JID> rooms) throws SQLException {
        for (final String sql : List.of(DELETE_NODES_OF_ROOM, DELETE_ITEMS_OF_ROOM)) {
            Sql.forEach(connection, sql, rooms, (statement, room) -> statement.setString(1, Sql.key(room)));
        }
    }

    private void write(final Connection connection, final Map<NodeKey, NodeChange> changes)
        throws SQLException {
        final Set<Map.Entry<NodeKey, NodeChange>> all = changes.entrySet();
        final List<NodeKey> emptied = all.stream().filter(entry -> entry.getValue().emptied())
            .map(Map.Entry::getKey).toList();
        Sql.forEach(connection, DELETE_ITEMS, emptied, NodeTable::setKey);
        Sql.forEach(connection, DELETE_NODE, all.stream()
            .filter(entry -> entry.getValue().emptied() || entry.getValue().node().isPresent())
            .map(Map.Entry::getKey).toList(), NodeTable::setKey);
        Sql.forEach(connection, DELETE_ITEM, all.stream().flatMap(entry -> entry.getValue().removed().stream()
            .map(order -> new ItemKey(entry.getKey(), order))).toList(), (statement, item) -> {
                setKey(statement, item.key());
                statement.setLong(3, item.order());
            });
        Sql.forEach(connection, INSERT_NODE, all.stream().flatMap(entry -> entry.getValue().node().stream()
            .map(node -> new NodeRow(entry.getKey().room(), node))).toList(), this::setNode);
        Sql.forEach(connection, INSERT_ITEM, all.stream().flatMap(entry -> entry.getValue().added().values()
            .stream().map(item -> new ItemRow(entry.getKey(), item))).toList(), this::setItem);
    }

    private static void setKey(final PreparedStatement statement, final NodeKey key) throws SQLException {
        statement.setString(1, Sql.key(key.room()));
        statement.setString(2, Sql.key(key.node()));
    }

    private void setNode(final PreparedStatement statement, final NodeRow row) throws SQLException {
        setKey(statement, new NodeKey(row.room(), row.node().id()));
        statement.setString(3, row.room().toString());
        statement.setString(4, row.node().id());
        statement.setLong(5, row.node().created().toEpochMilli());
        database.setText(statement, 6, NodeCodec.encode(row.node().configuration()));
        setJid(statement, 7, row.node().creator());
    }

    private void setItem(final PreparedStatement statement, final ItemRow row) throws SQLException {
        setKey(statement, row.key());
        statement.setLong(3, row.item().order());
        statement.setString(4, row.item().id());
        statement.setLong(5, row.item().published().toEpochMilli());
        setJid(statement, 6, row.item().publisher());
        database.setText(statement, 7, row.item().payload() == null ? null : row.item().payload().xml());
    }

    private static void setJid(final PreparedStatement statement, final int column, @Nullable final JID jid)
        throws SQLException {
        if (jid != null) {
            statement.setString(column, jid.toString());
        } else {
            statement.setNull(column, Types.VARCHAR);
        }
    }
}
