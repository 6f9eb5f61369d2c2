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

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeChange;
import org.igniterealtime.openfire.plugin.mucpulse.mep.NodeStore;
import org.igniterealtime.openfire.plugin.mucpulse.mep.StoredNode;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Gathers what is to be written of nodes, so that no stanza waits for the database. Many changes of one node become
 * one; only what is different is written. What waits is bounded in bytes: while the database is away for long, further
 * items are dropped and counted. Safe for use by several threads; only {@link #flush()} and {@link #load} touch the
 * database.
 */
public final class NodeWriteBehind implements NodeStore {

    private static final Logger Log = LoggerFactory.getLogger(NodeWriteBehind.class);

    private final NodeTable table;
    private final long capacity;
    private final AtomicLong dropped = new AtomicLong();
    private final Object lock = new Object();
    /** Lets one flush write at a time. */
    private final Object writing = new Object();

    @GuardedBy("lock")
    private UnwrittenNodes gathered = new UnwrittenNodes();
    /** What is being written; still part of what is known. */
    @GuardedBy("lock")
    private UnwrittenNodes inFlight = new UnwrittenNodes();
    /** How many bytes both take. */
    @GuardedBy("lock")
    private long held;
    @GuardedBy("lock")
    private boolean full;
    private volatile boolean failing;

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
    }

    @Override
    public void change(@Nonnull final JID room, @Nonnull final String node, @Nonnull final NodeChange change) {
        synchronized (lock) {
            final NodeChange admitted = held + change.held() <= capacity ? change : withoutItems(change);
            if (held + admitted.held() > 2 * capacity) {
                dropped.incrementAndGet();
                return;
            }
            held += admitted.held();
            gathered.change(new NodeKey(room, node), admitted);
        }
    }

    @GuardedBy("lock")
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
        synchronized (lock) {
            // What is not noted is found at the next start.
            if (held <= 2 * capacity) {
                gathered.forget(room);
                held = gathered.held() + inFlight.held();
            }
        }
    }

    @Override
    @Nonnull
    public List<StoredNode> load(@Nonnull final JID room, final long mostBytes) {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final UnwrittenNodes unwritten = new UnwrittenNodes();
        synchronized (lock) {
            unwritten.followedBy(inFlight.ofRoom(room));
            unwritten.followedBy(gathered.ofRoom(room));
        }
        final Map<String, StoredNode> nodes;
        try {
            nodes = new TreeMap<>(table.load(room, mostBytes));
        } catch (final SQLException e) {
            throw new StorageException("Cannot read the nodes of a room", e);
        }
        if (unwritten.emptied().contains(room)) {
            nodes.clear();
        }
        unwritten.nodes().forEach((key, change) ->
            change.applyTo(Optional.ofNullable(nodes.get(key.node()))).ifPresentOrElse(
                node -> nodes.put(key.node(), node), () -> nodes.remove(key.node())));
        return List.copyOf(nodes.values());
    }

    /**
     * Writes what was gathered. Where that fails, it is kept for the next time. May block.
     *
     * @return whether everything that was gathered before the call is written
     */
    public boolean flush() {
        synchronized (writing) {
            final UnwrittenNodes changes;
            synchronized (lock) {
                inFlight.followedBy(gathered);
                gathered = new UnwrittenNodes();
                changes = inFlight;
                held = changes.held();
            }
            if (changes.isEmpty()) {
                return true;
            }
            try {
                table.write(changes);
            } catch (final SQLException | RuntimeException e) {
                if (!failing) {
                    failing = true;
                    Log.warn("Cannot write the nodes of rooms to the database. This is tried again until it succeeds.",
                        e);
                }
                return false;
            }
            synchronized (lock) {
                inFlight = new UnwrittenNodes();
                held = gathered.held();
                full = false;
            }
            if (failing) {
                failing = false;
                Log.info("The nodes of rooms are written to the database again. {} items were not written.",
                    dropped.get());
            }
            return true;
        }
    }

    /**
     * How many items were not written, as too much waited for a database that was away.
     *
     * @return the number since the plugin was started
     */
    public long dropped() {
        return dropped.get();
    }

    /**
     * How many bytes wait to be written.
     *
     * @return the number, roughly
     */
    public long held() {
        synchronized (lock) {
            return held;
        }
    }
}
