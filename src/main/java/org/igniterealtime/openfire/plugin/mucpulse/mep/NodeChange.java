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

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.Nonnull;

/**
 * The difference between a node of a room and what is stored of it. Immutable.
 *
 * @param emptied whether all that is stored of the node is to be forgotten first
 * @param node the node as it is now, without its items, where that is to be stored; empty where it is stored already,
 *             or was deleted
 * @param removed the orders of the items to be forgotten
 * @param added the items to be stored, by their orders
 */
public record NodeChange(boolean emptied, @Nonnull Optional<StoredNode> node, @Nonnull Set<Long> removed,
                         @Nonnull Map<Long, Item> added) {

    /** What a change takes in memory besides items, in bytes. */
    private static final int OVERHEAD = 1_000;
    private static final int OVERHEAD_REMOVED = 100;

    /** Takes copies. */
    public NodeChange {
        removed = Set.copyOf(removed);
        added = Collections.unmodifiableMap(new TreeMap<>(added));
    }

    /**
     * The deletion of a node.
     *
     * @return the change
     */
    @Nonnull
    public static NodeChange deletion() {
        return new NodeChange(true, Optional.empty(), Set.of(), Map.of());
    }

    /**
     * The replacement of all that may be stored of a node with the same id.
     *
     * @param node the node with its items
     * @return the change
     */
    @Nonnull
    public static NodeChange replacement(@Nonnull final StoredNode node) {
        return new NodeChange(true, Optional.of(node), Set.of(), byOrder(node.items()));
    }

    @Nonnull
    static Map<Long, Item> byOrder(@Nonnull final Collection<Item> items) {
        final Map<Long, Item> byOrder = new TreeMap<>();
        items.forEach(item -> byOrder.put(item.order(), item));
        return byOrder;
    }

    /**
     * Combines two changes.
     *
     * @param later what changed after this
     * @return one change
     */
    @Nonnull
    public NodeChange followedBy(@Nonnull final NodeChange later) {
        if (later.emptied) {
            return later;
        }
        final Set<Long> allRemoved = new HashSet<>(removed);
        allRemoved.addAll(later.removed);
        final Map<Long, Item> allAdded = new TreeMap<>(added);
        allAdded.keySet().removeAll(later.removed);
        allAdded.putAll(later.added);
        return new NodeChange(emptied, later.node.or(() -> node), allRemoved, allAdded);
    }

    /**
     * Applies the change to a stored node.
     *
     * @param stored the node as it is stored, empty where it is not
     * @return the node as it is to be stored, empty where it is not
     */
    @Nonnull
    public Optional<StoredNode> applyTo(@Nonnull final Optional<StoredNode> stored) {
        final Optional<StoredNode> before = emptied ? Optional.empty() : stored;
        final Map<Long, Item> items = new TreeMap<>();
        before.ifPresent(known -> items.putAll(byOrder(known.items())));
        items.keySet().removeAll(removed);
        items.putAll(added);
        return node.or(() -> before).map(known -> new StoredNode(known.id(), known.created(),
            known.configuration(), known.creator(), List.copyOf(items.values())));
    }

    /**
     * How many bytes of memory the change takes, roughly.
     *
     * @return the number
     */
    public long held() {
        return OVERHEAD + (long) OVERHEAD_REMOVED * removed.size()
            + added.values().stream().mapToLong(Item::held).sum();
    }
}
