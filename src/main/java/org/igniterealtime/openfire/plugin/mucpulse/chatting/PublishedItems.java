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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomProfile;
import org.xmpp.packet.JID;

/**
 * The items that are published, by user and room, and what each holds. An item whose publication failed halfway is one
 * of them, although its content is unknown. Only the feature's executor changes it; reading is safe from any thread.
 */
final class PublishedItems {

    /** How many items of a user can be published. The user's further rooms are not published until others are left. */
    static final int MAX_ITEMS = 50;

    /** Stands for an item of unknown content. */
    private static final Optional<RoomProfile> UNKNOWN = Optional.empty();

    private final Map<JID, Map<JID, Optional<RoomProfile>>> items = new ConcurrentHashMap<>();
    /** The users who had {@link #MAX_ITEMS} items, and have fewer now. */
    private final Set<JID> usersBelowLimit = new HashSet<>();

    /** What an item holds: empty where that is unknown, {@code null} where there is no item. */
    @Nullable
    private Optional<RoomProfile> find(final UserAndRoom pair) {
        return items.getOrDefault(pair.user(), Map.of()).get(pair.room());
    }

    boolean contains(@Nonnull final UserAndRoom pair) {
        return find(pair) != null;
    }

    /** Whether there is an item of known content. */
    boolean isKnown(@Nonnull final UserAndRoom pair) {
        final Optional<RoomProfile> found = find(pair);
        return found != null && found.isPresent();
    }

    /** Whether there is an item with the name and topic of a profile. */
    boolean isUpToDate(@Nonnull final UserAndRoom pair, @Nonnull final RoomProfile profile) {
        final Optional<RoomProfile> found = find(pair);
        return found != null && found.isPresent() && found.get().name().equals(profile.name())
            && found.get().topic().equals(profile.topic());
    }

    int count(@Nonnull final JID user) {
        return items.getOrDefault(user, Map.of()).size();
    }

    /**
     * Adds an item of unknown content, or makes the content of an item unknown.
     *
     * @param pair the user and the room
     * @return how many items the user has now
     */
    int putUnknown(@Nonnull final UserAndRoom pair) {
        final Map<JID, Optional<RoomProfile>> rooms =
            items.computeIfAbsent(pair.user(), key -> new ConcurrentHashMap<>(4));
        rooms.put(pair.room(), UNKNOWN);
        return rooms.size();
    }

    /** Sets what an item holds that was {@linkplain #putUnknown added} before. */
    void put(@Nonnull final UserAndRoom pair, @Nonnull final RoomProfile profile) {
        items.computeIfPresent(pair.user(), (key, rooms) -> {
            rooms.put(pair.room(), Optional.of(profile));
            return rooms;
        });
    }

    void remove(@Nonnull final UserAndRoom pair) {
        if (count(pair.user()) >= MAX_ITEMS) {
            usersBelowLimit.add(pair.user());
        }
        items.computeIfPresent(pair.user(), (key, rooms) -> {
            rooms.remove(pair.room());
            return rooms.isEmpty() ? null : rooms;
        });
    }

    /** The users of whom more rooms can be published than before. Each is returned once. */
    @Nonnull
    Set<JID> takeUsersBelowLimit() {
        final Set<JID> users = Set.copyOf(usersBelowLimit);
        usersBelowLimit.clear();
        return users;
    }

    @Nonnull
    Collection<UserAndRoom> all() {
        return items.entrySet().stream()
            .flatMap(entry -> entry.getValue().keySet().stream().map(room -> new UserAndRoom(entry.getKey(), room)))
            .toList();
    }

    boolean hasUser(@Nonnull final JID user) {
        return items.containsKey(user);
    }

    /** The rooms of a user of which there are items. For any thread. */
    @Nonnull
    Set<JID> roomsOf(@Nonnull final JID user) {
        return Set.copyOf(items.getOrDefault(user, Map.of()).keySet());
    }

    /** How many users have at least one item. For any thread. */
    int users() {
        return items.size();
    }
}
