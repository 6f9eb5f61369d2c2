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

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.Table;
import org.igniterealtime.openfire.plugin.mucpulse.store.WriteBehind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Gathers what is to be written of nodes, so that no stanza waits for the database. Many changes of one node become
 * one; only what is different is written. What waits is bounded in bytes: while the database is away for long, further
 * items are dropped and counted. Safe for use by several threads; only {@link #flush()} and {@link #load} touch the
 * database.
 */
public final class NodeWriteBehind implements NodeStore, Table {

    private static final Logger Log = LoggerFactory.getLogger(NodeWriteBehind.class);

    private final NodeTable table;
    private final long capacity;
    private final AtomicLong dropped = new AtomicLong();
    // From here on guarded by the lock of the write-behind.
    /** How many bytes wait to be written. */
    private long held;
    private boolean full;
    private final WriteBehind<UnwrittenNodes> writeBehind;

    /** Counts the bytes that wait. */
    private final class Bytes implements WriteBehind.Observer<UnwrittenNodes> {

        @Override
        public void merged(@Nonnull final UnwrittenNodes all) {
            held = all.held();
        }

        @Override
        public void written(@Nonnull final UnwrittenNodes left) {
            held = left.held();
            full = false;
        }
    }

    /**
     * Creates a write-behind.
     *
     * @param table where to write to
     * @param capacity how many bytes may wait to be written: items past that are dropped, and past twice that
     *                 everything
     */
    public NodeWriteBehind(@Nonnull final NodeTable table, final long capacity) {
        this.table = table;
        this.capacity = capacity;
        this.writeBehind = new WriteBehind<>(description(), UnwrittenNodes::new, table::write, new Bytes());
    }

    @Override
    @Nonnull
    public String description() {
        return "the nodes of rooms";
    }

    @Override
    public void change(@Nonnull final JID room, @Nonnull final String node, @Nonnull final NodeChange change) {
        writeBehind.update((gathered, inFlight) -> {
            final NodeChange admitted = held + change.held() <= capacity ? change : withoutItems(change);
            if (held + admitted.held() > 2 * capacity) {
                dropped.incrementAndGet();
            } else {
                held += admitted.held();
                gathered.change(new NodeKey(room, node), admitted);
            }
            return held;
        });
    }

    private NodeChange withoutItems(final NodeChange change) {
        dropped.addAndGet(change.added().size());
        if (!full) {
            full = true;
            Log.warn("More than {} bytes of the nodes of rooms wait to be written to the database: further items are "
                + "not written.", capacity);
        }
        return new NodeChange(change.emptied(), change.node(), change.removed(), Map.of());
    }

    @Override
    public void deleteRoom(@Nonnull final JID room) {
        writeBehind.update((gathered, inFlight) -> {
            // What is not noted is found at the next start.
            if (held <= 2 * capacity) {
                gathered.forget(room);
                held = gathered.held() + inFlight.held();
            }
            return held;
        });
    }

    @Override
    @Nonnull
    public List<StoredNode> load(@Nonnull final JID room, final long mostBytes) {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final UnwrittenNodes unwritten = writeBehind.update((gathered, inFlight) -> {
            final UnwrittenNodes own = inFlight.ofRoom(room);
            own.followedBy(gathered.ofRoom(room));
            return own;
        });
        final Map<String, StoredNode> nodes = stored(room, mostBytes);
        if (unwritten.emptied().contains(room)) {
            nodes.clear();
        }
        unwritten.nodes().forEach((key, change) ->
            change.applyTo(Optional.ofNullable(nodes.get(key.node()))).ifPresentOrElse(
                node -> nodes.put(key.node(), node), () -> nodes.remove(key.node())));
        return List.copyOf(nodes.values());
    }

    private Map<String, StoredNode> stored(final JID room, final long mostBytes) {
        try {
            return new TreeMap<>(table.load(room, mostBytes));
        } catch (final SQLException e) {
            if (DatabaseUnavailableException.areTablesMissing(e)) {
                return new TreeMap<>();
            }
            throw new StorageException("Cannot read the nodes of a room", e);
        }
    }

    @Override
    public boolean flush() {
        return writeBehind.flush();
    }

    /** Writes what waits, and forgets what cannot be written, as another server writes from now on. May block. */
    public void finish() {
        if (!writeBehind.flush()) {
            Log.warn("Nodes of rooms that could not be written are forgotten: another server of the cluster has them "
                + "from now on.");
            writeBehind.discard();
        }
    }

    /**
     * How many items were not written, as too much waited for a database that was away, or as it refused them.
     *
     * @return the number since the plugin was started
     */
    @Override
    public long dropped() {
        return dropped.get() + table.refused();
    }

    /**
     * How many bytes wait to be written.
     *
     * @return the number, roughly
     */
    public long held() {
        return writeBehind.update((gathered, inFlight) -> held);
    }
}
