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

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.annotation.Nonnull;

/**
 * The items that a node holds, oldest first. Accounts for their memory, and records for the database which were added
 * and removed. For the feature's executor alone.
 */
final class NodeItems {

    private final MemoryAccount account;
    private final UnsavedChanges unsaved;
    /** Oldest first. */
    private final Map<String, Item> items = new LinkedHashMap<>();
    /** The orders of older items that are in the database, and for which there was no memory. */
    private final Deque<Long> unread = new ArrayDeque<>();

    /**
     * Creates an empty list.
     *
     * @param account where the memory of the items is charged
     * @param unsaved where changes are recorded
     */
    NodeItems(@Nonnull final MemoryAccount account, @Nonnull final UnsavedChanges unsaved) {
        this.account = account;
        this.unsaved = unsaved;
    }

    /** The items that would go for a new one: one with the same id, and the oldest of those that would be too many. */
    @Nonnull
    List<Item> displacedBy(@Nonnull final String itemId, final int most) {
        final List<Item> displaced = new ArrayList<>();
        final Item replaced = items.get(itemId);
        if (replaced != null) {
            displaced.add(replaced);
        }
        int tooMany = items.size() - displaced.size() + 1 - most;
        for (final Item item : items.values()) {
            if (tooMany > 0 && item != replaced) {
                displaced.add(item);
                tooMany--;
            }
        }
        return displaced;
    }

    /** Adds an item as the newest one. */
    void add(@Nonnull final Item item) {
        items.put(item.id(), item);
        account.charge(item.publisher(), item.held());
        unsaved.added(item);
    }

    @Nonnull
    Optional<Item> remove(@Nonnull final String itemId) {
        final Item removed = items.remove(itemId);
        if (removed != null) {
            account.release(removed.publisher(), removed.held());
            unsaved.removed(removed.order());
        }
        return Optional.ofNullable(removed);
    }

    private List<String> removeAll(final List<String> ids) {
        ids.forEach(this::remove);
        return ids;
    }

    /** Removes all items. */
    void purge() {
        unread.forEach(unsaved::removed);
        unread.clear();
        removeAll(List.copyOf(items.keySet()));
    }

    /** Removes the oldest items where there are more than a number; returns their ids. */
    @Nonnull
    List<String> trim(final int most) {
        while (!unread.isEmpty() && unread.size() + items.size() > most) {
            unsaved.removed(unread.remove());
        }
        final int tooMany = items.size() - most;
        return tooMany <= 0 ? List.of() : removeAll(items.keySet().stream().limit(tooMany).toList());
    }

    /** Removes the items that were published at a moment or before; returns their ids. */
    @Nonnull
    List<String> expire(@Nonnull final Instant oldest) {
        return removeAll(
            items.values().stream().filter(item -> !item.published().isAfter(oldest)).map(Item::id).toList());
    }

    @Nonnull
    Optional<Item> find(@Nonnull final String itemId) {
        return Optional.ofNullable(items.get(itemId));
    }

    /** All items, oldest first. */
    @Nonnull
    List<Item> all() {
        return List.copyOf(items.values());
    }

    int size() {
        return items.size();
    }

    /** The newest item. */
    @Nonnull
    Optional<Item> last() {
        Item last = null;
        for (final Item item : items.values()) {
            last = item;
        }
        return Optional.ofNullable(last);
    }

    /**
     * Takes over items that are in the database: the newest ones, as far as there is memory for them.
     *
     * @param stored the items, oldest first
     * @param fits whether there is memory for an item
     */
    void restore(@Nonnull final List<Item> stored, @Nonnull final Predicate<Item> fits) {
        final Deque<Item> fitting = new ArrayDeque<>();
        for (int i = stored.size() - 1; i >= 0; i--) {
            final Item item = stored.get(i);
            if (unread.isEmpty() && fits.test(item)) {
                account.charge(item.publisher(), item.held());
                fitting.addFirst(item);
            } else {
                unread.addFirst(item.order());
            }
        }
        fitting.forEach(item -> items.put(item.id(), item));
    }

    /** The database has no items of the node any more. */
    void forgotten() {
        unread.clear();
    }

    /** Releases the memory of all items; nothing is recorded for the database. */
    void close() {
        items.values().forEach(item -> account.release(item.publisher(), item.held()));
        items.clear();
    }
}
