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

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.Nonnull;

/**
 * Records how a node differs from what the database has of it. A new node differs as a whole. For the feature's
 * executor alone.
 */
final class UnsavedChanges {

    /** Whether the node is not in the database yet, so that details need not be recorded. */
    private boolean wholly = true;
    private boolean configured;
    private final Set<Long> removed = new HashSet<>();
    private final Map<Long, Item> added = new TreeMap<>();

    void configured() {
        configured = true;
    }

    void added(@Nonnull final Item item) {
        if (!wholly) {
            added.put(item.order(), item);
        }
    }

    void removed(final long order) {
        if (!wholly && added.remove(order) == null) {
            removed.add(order);
        }
    }

    void clear() {
        wholly = false;
        configured = false;
        removed.clear();
        added.clear();
    }

    /** The database has nothing of the node any more. */
    void forget() {
        clear();
        wholly = true;
    }

    boolean isAny() {
        return wholly || configured || !removed.isEmpty() || !added.isEmpty();
    }

    @Nonnull
    Optional<NodeChange> take(@Nonnull final Node node) {
        final Optional<NodeChange> change;
        if (wholly) {
            change = Optional.of(NodeChange.replacement(node.toStored()));
        } else if (isAny()) {
            final StoredNode whole = node.toStored();
            change = Optional.of(new NodeChange(false, configured
                ? Optional.of(new StoredNode(whole.id(), whole.created(), whole.configuration(), whole.creator(),
                    List.of())) : Optional.empty(), removed, added));
        } else {
            change = Optional.empty();
        }
        clear();
        return change;
    }
}
