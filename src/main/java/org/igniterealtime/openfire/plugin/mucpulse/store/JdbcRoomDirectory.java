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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.Database;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Finds persistent rooms in the server's own tables. Their columns are the same in Openfire 4.2 to 5.1. Safe for use by
 * several threads.
 */
public final class JdbcRoomDirectory implements RoomDirectory {

    private static final Logger Log = LoggerFactory.getLogger(JdbcRoomDirectory.class);

    /** Stands for the one user for whom is asked. */
    private static final String SOMEBODY = "";
    /** How many values a list in a statement may hold: within what every database takes. */
    private static final int CHUNK = 500;

    private static final String ROOM_COLUMNS = "r.name, r.membersOnly, r.publicRoom, r.roomPassword, r.creationDate";
    private static final String SERVICE =
        "r.serviceID IN (SELECT s.serviceID FROM ofMucService s WHERE s.subdomain=?)";
    private static final String AFFILIATIONS = "SELECT " + ROOM_COLUMNS + ", a.affiliation, a.jid"
        + " FROM ofMucAffiliation a"
        + " JOIN ofMucRoom r ON r.roomID=a.roomID WHERE " + SERVICE + " AND a.jid IN ";
    private static final String MEMBERS = "SELECT " + ROOM_COLUMNS + ", 30, m.jid FROM ofMucMember m"
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
        return affiliations(service, Map.of(SOMEBODY, identities)).getOrDefault(SOMEBODY, Map.of());
    }

    @Override
    @Nonnull
    public Map<JID, Map<JID, Entry>> affiliatedRooms(@Nonnull final String service,
                                                     @Nonnull final Map<JID, Collection<String>> identities) {
        return affiliations(service, identities);
    }

    private <U> Map<U, Map<JID, Entry>> affiliations(final String service,
                                                     final Map<U, Collection<String>> identities) {
        final Map<String, List<U>> users = new LinkedHashMap<>();
        identities.forEach((user, some) -> Set.copyOf(some).forEach(identity ->
            users.computeIfAbsent(identity, key -> new ArrayList<>(1)).add(user)));
        final Map<U, Map<JID, Entry>> rooms = new HashMap<>();
        final Map<String, Stored> read = new HashMap<>();
        for (final List<String> chunk : Iterables.partition(users.keySet(), CHUNK)) {
            for (final String sql : List.of(AFFILIATIONS, MEMBERS)) {
                select(sql, service, chunk, row -> {
                    final Stored stored = stored(service, row, read);
                    final Entry entry = new Entry(stored.access(), Affiliation.ofCode(row.getInt(6)), stored.created());
                    find(users, row.getString(7)).forEach(user ->
                        rooms.computeIfAbsent(user, key -> new HashMap<>())
                            .merge(stored.room(), entry, JdbcRoomDirectory::stronger));
                });
            }
        }
        return rooms;
    }

    /** Whom an entry of a list is about. For some databases different addresses are the same. */
    private static <U> List<U> find(final Map<String, List<U>> users, final String jid) {
        final List<U> exactly = users.get(jid);
        if (exactly != null) {
            return exactly;
        }
        try {
            // As the server reads it.
            return users.getOrDefault(new JID(jid).toBareJID(), List.of());
        } catch (final IllegalArgumentException e) {
            Log.trace("An affiliation list holds what is no address: {}", jid, e);
            return List.of();
        }
    }

    /**
     * A room as it is stored.
     *
     * @param room its bare JID
     * @param access who may enter or find it
     * @param created when it came to be
     */
    private record Stored(@Nonnull JID room, @Nonnull RoomAccess access, @Nonnull Instant created) {
    }

    /** A room of which there can be several rows. */
    private static Stored stored(final String service, final ResultSet row, final Map<String, Stored> read)
        throws SQLException {
        final String name = row.getString(1);
        final Stored known = read.get(name);
        if (known != null) {
            return known;
        }
        final Stored stored = new Stored(room(service, row), access(row), created(row));
        read.put(name, stored);
        return stored;
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
            Sql.query(database, sql.endsWith(" IN ") ? sql + Sql.placeholders(values.size()) : sql, statement -> {
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

    private static JID room(final String service, final ResultSet row) throws SQLException {
        return new JID(row.getString(1), service, null, true);
    }

    private static Entry entry(final ResultSet row, final Affiliation affiliation) throws SQLException {
        return new Entry(access(row), affiliation, created(row));
    }

    private static Instant created(final ResultSet row) throws SQLException {
        final Long created = Longs.tryParse(Strings.nullToEmpty(row.getString(5)).trim());
        return Instant.ofEpochMilli(created == null ? 0 : created);
    }

    private static RoomAccess access(final ResultSet row) throws SQLException {
        final String password = row.getString(4);
        return new RoomAccess(row.getInt(2) == 1, row.getInt(3) == 0, password != null && !password.isBlank());
    }
}
