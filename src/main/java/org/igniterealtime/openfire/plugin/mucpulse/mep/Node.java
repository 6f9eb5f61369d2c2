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
import java.util.HashSet;
import java.util.List;
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
    private final UnsavedChanges unsaved = new UnsavedChanges();
    private final NodeItems items;
    private final Set<JID> subscribers = new HashSet<>();
    private boolean closed;

    /**
     * Creates a node, which takes memory until it is {@link #close closed}.
     *
     * @param id its id
     * @param created when it was created
     * @param configuration its configuration
     * @param creator the bare JID of the user who created it, {@code null} where the room itself did
     * @param account where its memory is charged
     */
    Node(@Nonnull final String id, @Nonnull final Instant created, @Nonnull final NodeConfiguration configuration,
         @Nullable final JID creator, @Nonnull final MemoryAccount account) {
        this.id = id;
        this.created = created;
        this.configuration = configuration;
        this.creator = creator;
        this.account = account;
        this.items = new NodeItems(account, unsaved);
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

    /** Refuses requests that need persistent items where the node has none. */
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

    private int most(final int allowed) {
        return configuration.persistItems() ? Math.min(allowed, configuration.maxItems()) : 0;
    }

    /**
     * The items that would go for a new one.
     *
     * @param itemId the id of the new item
     * @param allowed how many items any node may hold
     * @return an item with the same id, and the oldest of those that would be too many
     */
    @Nonnull
    List<Item> displacedBy(@Nonnull final String itemId, final int allowed) {
        return items.displacedBy(itemId, most(allowed));
    }

    /**
     * Holds an item as the newest one, if the node holds items.
     *
     * @param item the item
     * @param allowed how many items any node may hold
     * @return the ids of the items that were removed as they were too many
     */
    @Nonnull
    List<String> put(@Nonnull final Item item, final int allowed) {
        items.remove(item.id());
        if (!configuration.persistItems() || closed) {
            return List.of();
        }
        items.add(item);
        return trim(allowed);
    }

    /** Removes the oldest items where there are more than allowed, for any node or for this one; returns their ids. */
    @Nonnull
    List<String> trim(final int allowed) {
        return items.trim(most(allowed));
    }

    @Nonnull
    Optional<Item> remove(@Nonnull final String itemId) {
        return items.remove(itemId);
    }

    void purge() {
        items.purge();
    }

    /** Removes the items that are too old; returns their ids. */
    @Nonnull
    List<String> expire(@Nonnull final Instant now) {
        return configuration.itemExpire().isZero() || items.size() == 0 ? List.of()
            : items.expire(now.minus(configuration.itemExpire()));
    }

    @Nonnull
    Optional<Item> item(@Nonnull final String itemId) {
        return items.find(itemId);
    }

    /** The items, oldest first. */
    @Nonnull
    List<Item> items() {
        return items.all();
    }

    int itemCount() {
        return items.size();
    }

    /** The newest item. */
    @Nonnull
    Optional<Item> last() {
        return items.last();
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
     * The node was deleted, or is not needed in memory any more: it takes no memory from now on. The subscribers are
     * still known, to be notified.
     */
    void close() {
        if (!closed) {
            closed = true;
            items.close();
            subscribers.forEach(session -> account.release(session.asBareJID(), SUBSCRIPTION));
            account.release(creator, held(id, configuration));
        }
    }

    @Nonnull
    StoredNode toStored() {
        return new StoredNode(id, created, configuration, creator, items());
    }

    /** Takes over items that are in the database, as {@link NodeItems#restore} does. */
    void restore(@Nonnull final List<Item> stored, @Nonnull final Predicate<Item> fits) {
        items.restore(stored, fits);
        unsaved.clear();
    }

    /** The database has nothing of the node any more. */
    void forgotten() {
        items.forgotten();
        unsaved.forget();
    }

    boolean isUnsaved() {
        return unsaved.isAny();
    }

    /** What has to be changed in the database; empty where nothing has. The change counts as stored from now on. */
    @Nonnull
    Optional<NodeChange> takeChange() {
        return unsaved.take(this);
    }
}
