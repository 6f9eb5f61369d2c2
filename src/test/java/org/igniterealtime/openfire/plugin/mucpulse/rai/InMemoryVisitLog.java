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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/** Remembers visits in memory. */
public final class InMemoryVisitLog implements VisitLog, RoomVisitors {

    private final Map<JID, Map<JID, Long>> visitsByUser = new HashMap<>();
    private boolean failing;

    /** Whether visits cannot be read from now on. */
    void fail(final boolean failing) {
        this.failing = failing;
    }

    @Override
    public void visited(@Nonnull final JID user, @Nonnull final JID room, final long timestamp) {
        visitsByUser.computeIfAbsent(user, key -> new HashMap<>()).put(room, timestamp);
    }

    @Override
    @Nonnull
    public Map<JID, Long> visits(@Nonnull final JID user) {
        if (failing) {
            throw new StorageException("As the test wants it", new SQLException());
        }
        return new HashMap<>(visitsByUser.getOrDefault(user, Map.of()));
    }

    @Override
    public void forgetUser(@Nonnull final JID user) {
        visitsByUser.remove(user);
    }

    @Override
    public void forgetRoom(@Nonnull final JID room) {
        visitsByUser.values().forEach(visits -> visits.remove(room));
    }

    @Override
    @Nonnull
    public Part visitors(@Nonnull final JID room, @Nonnull final String after, final int limit) {
        final NavigableMap<String, Visitor> all = new TreeMap<>();
        visitsByUser.forEach((user, visits) -> {
            final Long timestamp = visits.get(room);
            if (timestamp != null && Sql.key(user).compareTo(after) > 0) {
                all.put(Sql.key(user), new Visitor(user, timestamp));
            }
        });
        final NavigableMap<String, Visitor> first = new TreeMap<>();
        all.entrySet().stream().limit(limit).forEach(entry -> first.put(entry.getKey(), entry.getValue()));
        return new Part(first, all.size() < limit);
    }
}
