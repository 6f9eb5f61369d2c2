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

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import com.google.common.collect.Multiset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.Nonnull;
import javax.annotation.concurrent.GuardedBy;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.xmpp.packet.JID;

/**
 * What sessions in rooms, or on their way into them, have announced through this server, as long as another server is
 * home: home may die, and the next one has to hear of it. Empty where this server is home. Bounded for each user and in
 * all; what does not fit is forgotten. Safe for use by several threads.
 */
final class LocalAnnouncements {

    /** The number of entries at most: in all, and of one user. */
    static final int MAX_ENTRIES = 50_000;
    static final int MAX_ENTRIES_OF_USER = 500;

    @GuardedBy("this")
    private final Map<JID, Map<JID, CapsAnnouncement>> bySession = new HashMap<>();
    @GuardedBy("this")
    private final Multiset<String> users = HashMultiset.create();
    /** Most clients announce one of a few things. */
    private final Interner<CapsAnnouncement> shared = Interners.newWeakInterner();

    /** Something that a session has announced in a room. */
    record Entry(@Nonnull JID room, @Nonnull JID session, @Nonnull CapsAnnouncement caps) {
    }

    /** A session has announced something in a room. */
    synchronized void put(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final CapsAnnouncement caps) {
        remove(room, session);
        final String user = session.toBareJID();
        if (users.size() < MAX_ENTRIES && users.count(user) < MAX_ENTRIES_OF_USER) {
            bySession.computeIfAbsent(session, key -> new HashMap<>()).put(room, shared.intern(caps));
            users.add(user);
        }
    }

    /** A session has left a room. */
    synchronized void remove(@Nonnull final JID room, @Nonnull final JID session) {
        bySession.computeIfPresent(session, (key, rooms) -> {
            if (rooms.remove(room) != null) {
                users.remove(session.toBareJID());
            }
            return rooms.isEmpty() ? null : rooms;
        });
    }

    /** A session has ended. */
    synchronized void remove(@Nonnull final JID session) {
        final Map<JID, CapsAnnouncement> removed = bySession.remove(session);
        if (removed != null) {
            users.remove(session.toBareJID(), removed.size());
        }
    }

    /** What a session has announced in a room. */
    @Nonnull
    synchronized Optional<CapsAnnouncement> find(@Nonnull final JID room, @Nonnull final JID session) {
        return Optional.ofNullable(bySession.getOrDefault(session, Map.of()).get(room));
    }

    /** All entries of this moment. */
    @Nonnull
    synchronized List<Entry> all() {
        final List<Entry> all = new ArrayList<>(users.size());
        bySession.forEach((session, rooms) -> rooms.forEach((room, caps) -> all.add(new Entry(room, session, caps))));
        return all;
    }

    /** Removes and returns all entries. */
    @Nonnull
    synchronized List<Entry> takeAll() {
        final List<Entry> all = all();
        bySession.clear();
        users.clear();
        return all;
    }
}
