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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * A leaf node of a virtual pubsub service, with its items and its explicit subscriptions. Accounts for the memory that
 * it takes, and records for the database what changed. For the feature's executor alone, except {@link #id} and
 * {@link #configuration}.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#glossary">XEP-0060 §3</a>
 */
final class Node {

    /** What a subscription takes in memory, in bytes. */
    static final long SUBSCRIPTION = 150;
    /** What a node takes in memory besides texts and items, in bytes. */
    private static final int OVERHEAD = 1_000;

    private final String id;
    private final Instant created;
    @Nullable
    private final JID creator;
    private final MemoryAccount account;
    private volatile NodeConfiguration configuration;
    /** Oldest first. */
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Set<JID> subscribers = new HashSet<>();
    /** The orders of older items that are in the database, and for which there was no room in memory. */
    private final Deque<Long> unread = new ArrayDeque<>();
    private final UnsavedChanges unsaved = new UnsavedChanges();
    private boolean closed;

    /**
     * Creates a node, which counts as held until it is {@link #close closed}.
     *
     * @param id its id
     * @param created when it was created
     * @param configuration its configuration
     * @param creator the bare JID of the user who created it, {@code null} where the room itself did
     * @param account where to say how much it holds
     */
    Node(@Nonnull final String id, @Nonnull final Instant created, @Nonnull final NodeConfiguration configuration,
         @Nullable final JID creator, @Nonnull final MemoryAccount account) {
        this.id = id;
        this.created = created;
        this.configuration = configuration;
        this.creator = creator;
        this.account = account;
        account.charge(creator, held(id, configuration));
    }

    /** How many bytes of memory a node without items and subscriptions takes, roughly. */
    static long held(@Nonnull final String id, @Nonnull final NodeConfiguration configuration) {
        return OVERHEAD + 2L * (id.length() + configuration.title().length() + configuration.type().length());
    }

    @Nonnull
    String id() {
        return id;
    }

    @Nonnull
    Instant created() {
        return created;
    }

    @Nonnull
    NodeConfiguration configuration() {
        return configuration;
    }

    /** What is asked for needs kept items. */
    void requirePersistence() throws MepException {
        if (!configuration.persistItems()) {
            throw MepException.unsupported("persistent-items");
        }
    }

    /** Changes the configuration; returns the ids of the items that are too many now. */
    @Nonnull
    List<String> configure(@Nonnull final NodeConfiguration changed) {
        if (!closed) {
            account.release(creator, held(id, configuration));
            account.charge(creator, held(id, changed));
        }
        configuration = changed;
        unsaved.configured();
        return trim(changed.maxItems());
    }

    /** The items that would go for a new one: an earlier one with the same id, and those that would be too many. */
    @Nonnull
    List<Item> displacedBy(@Nonnull final String itemId, final int allowed) {
        final List<Item> displaced = new ArrayList<>();
        final Item replaced = items.get(itemId);
        if (replaced != null) {
            displaced.add(replaced);
        }
        int tooMany = items.size() - displaced.size() + 1 - most(allowed);
        for (final Item item : items.values()) {
            if (tooMany > 0 && item != replaced) {
                displaced.add(item);
                tooMany--;
            }
        }
        return displaced;
    }

    private int most(final int allowed) {
        return configuration.persistItems() ? Math.min(allowed, configuration.maxItems()) : 0;
    }

    /** Keeps an item as the newest one; returns the ids of those that are too many now, of all nodes or of this one. */
    @Nonnull
    List<String> put(@Nonnull final Item item, final int allowed) {
        remove(item.id());
        if (!configuration.persistItems() || closed) {
            return List.of();
        }
        items.put(item.id(), item);
        account.charge(item.publisher(), item.held());
        unsaved.added(item);
        return trim(allowed);
    }

    /** Forgets the oldest items where there are more than are allowed; returns their ids. */
    @Nonnull
    List<String> trim(final int allowed) {
        final int most = most(allowed);
        while (!unread.isEmpty() && unread.size() + items.size() > most) {
            unsaved.removed(unread.remove());
        }
        final int tooMany = items.size() - most;
        return tooMany <= 0 ? List.of() : removeAll(items.keySet().stream().limit(tooMany).toList());
    }

    private List<String> removeAll(final List<String> ids) {
        ids.forEach(this::remove);
        return ids;
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

    void purge() {
        unread.forEach(unsaved::removed);
        unread.clear();
        removeAll(List.copyOf(items.keySet()));
    }

    /** Forgets the items that are too old; returns their ids. */
    @Nonnull
    List<String> expire(@Nonnull final Instant now) {
        if (configuration.itemExpire().isZero() || items.isEmpty()) {
            return List.of();
        }
        final Instant oldest = now.minus(configuration.itemExpire());
        return removeAll(
            items.values().stream().filter(item -> !item.published().isAfter(oldest)).map(Item::id).toList());
    }

    @Nonnull
    Optional<Item> item(@Nonnull final String itemId) {
        return Optional.ofNullable(items.get(itemId));
    }

    /** The items that are kept, oldest first. */
    @Nonnull
    List<Item> items() {
        return List.copyOf(items.values());
    }

    int itemCount() {
        return items.size();
    }

    @Nonnull
    Optional<Item> last() {
        Item last = null;
        for (final Item item : items.values()) {
            last = item;
        }
        return Optional.ofNullable(last);
    }

    boolean subscribe(@Nonnull final JID session) {
        final boolean added = !closed && subscribers.add(session);
        if (added) {
            account.charge(session.asBareJID(), SUBSCRIPTION);
        }
        return added;
    }

    boolean unsubscribe(@Nonnull final JID session) {
        final boolean removed = subscribers.remove(session);
        if (removed && !closed) {
            account.release(session.asBareJID(), SUBSCRIPTION);
        }
        return removed;
    }

    boolean isSubscribed(@Nonnull final JID session) {
        return subscribers.contains(session);
    }

    @Nonnull
    Set<JID> subscribers() {
        return Set.copyOf(subscribers);
    }

    /**
     * The node is no more, or nobody has a use for it in memory: nothing of it is held from now on. Who was subscribed
     * is still known, to be notified.
     */
    void close() {
        if (!closed) {
            closed = true;
            items.values().forEach(item -> account.release(item.publisher(), item.held()));
            subscribers.forEach(session -> account.release(session.asBareJID(), SUBSCRIPTION));
            account.release(creator, held(id, configuration));
            items.clear();
        }
    }

    @Nonnull
    StoredNode toStored() {
        return new StoredNode(id, created, configuration, creator, items());
    }

    /** Keeps items that were stored. */
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
        unsaved.clear();
    }

    /** From now on, nothing of the node is in the database. */
    void forgotten() {
        unread.clear();
        unsaved.forget();
    }

    boolean isUnsaved() {
        return unsaved.isAny();
    }

    /** What is different from what the database has, which is taken care of then. */
    @Nonnull
    Optional<NodeChange> takeChange() {
        return unsaved.take(this);
    }
}
