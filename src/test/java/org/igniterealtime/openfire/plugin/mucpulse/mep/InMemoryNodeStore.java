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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.xmpp.packet.JID;

/** The in-memory twin of the database. Outlives the feature, as the database outlives a run of the server. */
final class InMemoryNodeStore implements NodeStore {

    private final Map<JID, Map<String, StoredNode>> rooms = new HashMap<>();
    private final List<NodeChange> changes = new ArrayList<>();
    private boolean failing;

    @Override
    public void change(@Nonnull final JID room, @Nonnull final String node, @Nonnull final NodeChange change) {
        final Map<String, StoredNode> nodes = rooms.computeIfAbsent(room, key -> new TreeMap<>());
        changes.add(change);
        change.applyTo(Optional.ofNullable(nodes.get(node)))
            .ifPresentOrElse(changed -> nodes.put(node, changed), () -> nodes.remove(node));
    }

    /** What was changed since the last call. */
    List<NodeChange> takeChanges() {
        final List<NodeChange> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    @Override
    public void deleteRoom(@Nonnull final JID room) {
        rooms.remove(room);
    }

    @Override
    @Nonnull
    public List<StoredNode> load(@Nonnull final JID room, final long mostBytes) {
        if (failing) {
            throw new StorageException("no database", new SQLException());
        }
        return new ArrayList<>(rooms.getOrDefault(room, Map.of()).values());
    }

    /** Whether the database is out of reach. */
    void fail(final boolean fail) {
        failing = fail;
    }

    /** The ids of the nodes that are stored of a room. */
    List<String> stored(final JID room) {
        return List.copyOf(rooms.getOrDefault(room, Map.of()).keySet());
    }

    StoredNode node(final JID room, final String node) {
        return rooms.get(room).get(node);
    }
}
