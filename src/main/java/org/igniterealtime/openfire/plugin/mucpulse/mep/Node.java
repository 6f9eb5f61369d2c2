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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * A leaf node of a virtual pubsub service, with its items and its explicit subscriptions. For the feature's strand
 * alone, but for {@link #id} and {@link #configuration}.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#glossary">XEP-0060 §3</a>
 */
final class Node {

    private final String id;
    private final Instant created;
    private volatile NodeConfiguration configuration;
    /** Oldest first. */
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Set<JID> subscribers = new HashSet<>();

    Node(@Nonnull final String id, @Nonnull final Instant created, @Nonnull final NodeConfiguration configuration) {
        this.id = id;
        this.created = created;
        this.configuration = configuration;
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
        configuration = changed;
        return trim(changed.maxItems());
    }

    /** Keeps an item as the newest one; returns the ids of those that are too many now, of all nodes or of this one. */
    @Nonnull
    List<String> put(@Nonnull final Item item, final int most) {
        items.remove(item.id());
        if (!configuration.persistItems()) {
            return List.of();
        }
        items.put(item.id(), item);
        return trim(most);
    }

    /** Forgets the oldest items where there are more than are allowed; returns their ids. */
    @Nonnull
    List<String> trim(final int allowed) {
        final List<String> removed = new ArrayList<>();
        final int most = configuration.persistItems() ? Math.min(allowed, configuration.maxItems()) : 0;
        for (final Iterator<String> oldest = items.keySet().iterator(); items.size() > most;) {
            removed.add(oldest.next());
            oldest.remove();
        }
        return removed;
    }

    @Nonnull
    Optional<Item> remove(@Nonnull final String itemId) {
        return Optional.ofNullable(items.remove(itemId));
    }

    void purge() {
        items.clear();
    }

    /** Forgets the items that are too old; returns their ids. */
    @Nonnull
    List<String> expire(@Nonnull final Instant now) {
        if (configuration.itemExpire().isZero() || items.isEmpty()) {
            return List.of();
        }
        final Instant oldest = now.minus(configuration.itemExpire());
        final List<String> expired =
            items.values().stream().filter(item -> !item.published().isAfter(oldest)).map(Item::id).toList();
        expired.forEach(items::remove);
        return expired;
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

    @Nonnull
    Optional<Item> last() {
        Item last = null;
        for (final Item item : items.values()) {
            last = item;
        }
        return Optional.ofNullable(last);
    }

    boolean subscribe(@Nonnull final JID session) {
        return subscribers.add(session);
    }

    boolean unsubscribe(@Nonnull final JID session) {
        return subscribers.remove(session);
    }

    boolean isSubscribed(@Nonnull final JID session) {
        return subscribers.contains(session);
    }

    @Nonnull
    StoredNode toStored() {
        return new StoredNode(id, created, configuration, items());
    }
}
