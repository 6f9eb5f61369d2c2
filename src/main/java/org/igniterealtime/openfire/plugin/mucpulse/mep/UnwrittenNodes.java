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

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.store.Changes;
import org.xmpp.packet.JID;

/**
 * What is to be written of nodes: first the rooms all of whose nodes are to be forgotten, then what changed at nodes.
 * Not safe for use by several threads.
 *
 * @param emptied the rooms whose nodes are to be forgotten
 * @param nodes what changed since
 */
record UnwrittenNodes(@Nonnull Set<JID> emptied, @Nonnull Map<NodeKey, NodeChange> nodes)
    implements Changes<UnwrittenNodes> {

    /** What a room takes in memory that is to be forgotten, in bytes. */
    private static final int OVERHEAD = 500;

    UnwrittenNodes() {
        this(new HashSet<>(), new HashMap<>());
    }

    @Override
    public boolean isEmpty() {
        return emptied.isEmpty() && nodes.isEmpty();
    }

    void change(@Nonnull final NodeKey key, @Nonnull final NodeChange change) {
        nodes.merge(key, change, NodeChange::followedBy);
    }

    void forget(@Nonnull final JID room) {
        forget(Set.of(room));
    }

    /** Goes once through the nodes, however many rooms there are, as a lock is held meanwhile. */
    private void forget(final Set<JID> rooms) {
        emptied.addAll(rooms);
        nodes.keySet().removeIf(key -> rooms.contains(key.room()));
    }

    @Override
    public void followedBy(@Nonnull final UnwrittenNodes later) {
        if (!later.emptied.isEmpty()) {
            forget(later.emptied);
        }
        later.nodes.forEach(this::change);
    }

    /** Of these changes those that concern one room. */
    @Nonnull
    UnwrittenNodes ofRoom(@Nonnull final JID room) {
        final UnwrittenNodes own = new UnwrittenNodes();
        if (emptied.contains(room)) {
            own.emptied.add(room);
        }
        nodes.forEach((key, change) -> {
            if (key.room().equals(room)) {
                own.nodes.put(key, change);
            }
        });
        return own;
    }

    /** How many bytes of memory all of it takes, roughly. */
    long held() {
        return (long) OVERHEAD * emptied.size() + nodes.values().stream().mapToLong(NodeChange::held).sum();
    }
}
