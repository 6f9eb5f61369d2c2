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
package org.igniterealtime.openfire.plugin.mucpulse.store;

import com.google.common.base.Strings;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import com.google.common.primitives.Longs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.xmpp.packet.JID;

/**
 * Finds persistent rooms in the server's own tables. Their columns are the same in Openfire 4.2 to 5.1. Safe for use by
 * several threads.
 */
public final class JdbcRoomDirectory implements RoomDirectory {

    /** How many values a list in a statement may hold: within what every database takes. */
    private static final int CHUNK = 500;

    private static final String ROOM_COLUMNS = "r.name, r.membersOnly, r.publicRoom, r.roomPassword, r.creationDate";
    private static final String SERVICE =
        "r.serviceID IN (SELECT s.serviceID FROM ofMucService s WHERE s.subdomain=?)";
    private static final String AFFILIATIONS = "SELECT " + ROOM_COLUMNS + ", a.affiliation FROM ofMucAffiliation a"
        + " JOIN ofMucRoom r ON r.roomID=a.roomID WHERE " + SERVICE + " AND a.jid IN ";
    private static final String MEMBERS = "SELECT " + ROOM_COLUMNS + ", 30 FROM ofMucMember m"
        + " JOIN ofMucRoom r ON r.roomID=m.roomID WHERE " + SERVICE + " AND m.jid IN ";
    private static final String ALL_ROOMS = "SELECT " + ROOM_COLUMNS + " FROM ofMucRoom r WHERE " + SERVICE;
    private static final String SOME_ROOMS = ALL_ROOMS + " AND r.name IN ";

    private final Database database;
    private final String serverDomain;

    /**
     * Creates a directory.
     *
     * @param database the server's database
     * @param serverDomain the server's domain, of which the services' domains are subdomains
     */
    public JdbcRoomDirectory(@Nonnull final Database database, @Nonnull final String serverDomain) {
        this.database = database;
        this.serverDomain = serverDomain;
    }

    @Override
    @Nonnull
    public Map<JID, Entry> affiliatedRooms(@Nonnull final String service,
                                           @Nonnull final Collection<String> identities) {
        final Map<JID, Entry> rooms = new HashMap<>();
        for (final List<String> chunk : Iterables.partition(identities, CHUNK)) {
            for (final String sql : List.of(AFFILIATIONS, MEMBERS)) {
                select(sql, service, chunk, row -> {
                    final Entry entry = entry(row, Affiliation.ofCode(row.getInt(6)));
                    rooms.merge(room(service, row), entry, JdbcRoomDirectory::stronger);
                });
            }
        }
        return rooms;
    }

    /** A user in several lists: as in the server, an owner or admin is never an outcast, but a member can be. */
    private static Entry stronger(final Entry one, final Entry other) {
        return one.affiliation().compareTo(Affiliation.ADMIN) <= 0 ? better(one, other)
            : other.affiliation().compareTo(Affiliation.ADMIN) <= 0 ? other
            : one.affiliation() == Affiliation.OUTCAST ? one : other;
    }

    private static Entry better(final Entry one, final Entry other) {
        return one.affiliation().compareTo(other.affiliation()) <= 0 ? one : other;
    }

    @Override
    @Nonnull
    public Map<JID, Entry> rooms(@Nonnull final String service, @Nonnull final Collection<JID> rooms) {
        final Map<JID, Entry> found = new HashMap<>();
        for (final List<JID> chunk : Iterables.partition(rooms, CHUNK)) {
            select(SOME_ROOMS, service, Lists.transform(chunk, JID::getNode),
                row -> found.put(room(service, row), entry(row, Affiliation.NONE)));
        }
        return found;
    }

    @Override
    @Nonnull
    public Map<JID, Entry> rooms(@Nonnull final String service) {
        final Map<JID, Entry> found = new HashMap<>();
        select(ALL_ROOMS, service, List.of(), row -> found.put(room(service, row), entry(row, Affiliation.NONE)));
        return found;
    }

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private void select(final String sql, final String service, final List<String> values, final RowReader reader) {
        try {
            Sql.query(database, sql.endsWith(" IN ") ? sql + placeholders(values.size()) : sql, statement -> {
                statement.setString(1, subdomain(service));
                for (int i = 0; i < values.size(); i++) {
                    statement.setString(i + 2, values.get(i));
                }
            }, reader::read);
        } catch (final SQLException e) {
            if (values.isEmpty() || DatabaseUnavailableException.isCauseOf(e)
                || values.size() == 1 && ServerText.canBeHeld(values.get(0))) {
                throw new StorageException("Cannot look up the rooms of " + service, e);
            }
            if (values.size() > 1) {
                // Maybe because of one of them, which is no obstacle to the others.
                select(sql, service, values.subList(0, values.size() / 2), reader);
                select(sql, service, values.subList(values.size() / 2, values.size()), reader);
            }
        }
    }

    private String subdomain(final String service) {
        final String suffix = '.' + serverDomain;
        return service.endsWith(suffix) ? service.substring(0, service.length() - suffix.length()) : service;
    }

    private static String placeholders(final int count) {
        return '(' + String.join(",", Collections.nCopies(count, "?")) + ')';
    }

    private static JID room(final String service, final ResultSet row) throws SQLException {
        return new JID(row.getString(1), service, null, true);
    }

    private static Entry entry(final ResultSet row, final Affiliation affiliation) throws SQLException {
        final Long created = Longs.tryParse(Strings.nullToEmpty(row.getString(5)).trim());
        return new Entry(access(row), affiliation, Instant.ofEpochMilli(created == null ? 0 : created));
    }

    private static RoomAccess access(final ResultSet row) throws SQLException {
        final String password = row.getString(4);
        return new RoomAccess(row.getInt(2) == 1, row.getInt(3) == 0, password != null && !password.isBlank());
    }
}
