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
import java.util.NavigableMap;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.store.DatabaseUnavailableException;
import org.igniterealtime.openfire.plugin.mucpulse.store.Sql;
import org.xmpp.packet.JID;

/**
 * Who has been in a room, by the table of visits and what waits to be written to it. Safe for use by several threads.
 */
final class StoredVisitors implements RoomVisitors {

    private final RaiTables tables;
    private final RaiWriteBehind writeBehind;

    StoredVisitors(@Nonnull final RaiTables tables, @Nonnull final RaiWriteBehind writeBehind) {
        this.tables = tables;
        this.writeBehind = writeBehind;
    }

    @Override
    @Nonnull
    public Part visitors(@Nonnull final JID room, @Nonnull final String after, final int limit) {
        // Looked at before the database, so that a flush in between cannot hide anything.
        final RaiChanges unwritten = writeBehind.unwritten(changes -> changes.ofRoom(room));
        final NavigableMap<String, Visitor> visitors =
            unwritten.rooms().contains(room) ? new TreeMap<>() : stored(room, after, limit);
        final boolean last = visitors.size() < limit;
        final String end = last ? "" : visitors.lastKey();
        visitors.values().removeIf(visitor -> unwritten.users().contains(visitor.user()));
        unwritten.visits().forEach((visit, timestamp) -> {
            final String key = Sql.key(visit.user());
            if (key.compareTo(after) > 0 && (last || key.compareTo(end) <= 0)) {
                visitors.merge(key, new Visitor(visit.user(), timestamp),
                    (one, other) -> one.timestamp() > other.timestamp() ? one : other);
            }
        });
        if (!last && visitors.isEmpty()) {
            return visitors(room, end, limit);
        }
        return new Part(visitors, last);
    }

    private NavigableMap<String, Visitor> stored(final JID room, final String after, final int limit) {
        try {
            return tables.visitors(room, after, limit);
        } catch (final SQLException e) {
            if (DatabaseUnavailableException.areTablesMissing(e)) {
                return new TreeMap<>();
            }
            throw new StorageException("Cannot read who has been in a room", e);
        }
    }
}
