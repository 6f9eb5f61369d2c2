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
package org.igniterealtime.openfire.plugin.mucpulse.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Rooms in memory, with affiliation lists that hold users and groups as Openfire's do. Counts how often it is asked.
 */
public final class FakeRooms implements Rooms {

    /** A room, to be changed by the test. */
    public static final class Room {
        public final JID jid;
        public boolean membersOnly;
        public boolean hidden;
        public boolean password;
        public boolean persistent = true;
        public Instant created = Instant.EPOCH;
        public final Set<JID> owners = new HashSet<>();
        public final Set<JID> admins = new HashSet<>();
        public final Set<JID> members = new HashSet<>();
        public final Set<JID> outcasts = new HashSet<>();
        public final Set<JID> occupants = new HashSet<>();

        private Room(final JID jid) {
            this.jid = jid;
        }

        public RoomAccess access() {
            return new RoomAccess(membersOnly, hidden, password);
        }

        /** The strongest entry as Openfire sees it: a member can be an outcast, an owner or admin cannot. */
        public Affiliation affiliation(final Collection<String> identities) {
            if (holds(owners, identities)) {
                return Affiliation.OWNER;
            } else if (holds(admins, identities)) {
                return Affiliation.ADMIN;
            } else if (holds(outcasts, identities)) {
                return Affiliation.OUTCAST;
            }
            return holds(members, identities) ? Affiliation.MEMBER : Affiliation.NONE;
        }

        private static boolean holds(final Set<JID> list, final Collection<String> identities) {
            return identities.stream().anyMatch(identity -> list.contains(new JID(identity, true)));
        }

        /** Takes a user out of all lists. */
        public void unaffiliate(final JID user) {
            List.of(owners, admins, members, outcasts).forEach(list -> list.remove(user));
        }
    }

    private final FakeUsers users;
    private final Map<JID, Room> rooms = new TreeMap<>();
    private final Set<JID> serviceAdmins = new HashSet<>();
    private int questions;
    @Nullable
    private Throwable failure;

    public FakeRooms(final FakeUsers users) {
        this.users = users;
    }

    /** Creates a room that is persistent and open to all. */
    public Room create(final JID jid) {
        final Room room = new Room(jid);
        rooms.put(jid, room);
        return room;
    }

    public void remove(final JID jid) {
        rooms.remove(jid);
    }

    /** The room; fails where there is none. */
    public Room get(final JID jid) {
        return find(jid).orElseThrow();
    }

    public Optional<Room> find(final JID jid) {
        return Optional.ofNullable(rooms.get(jid));
    }

    public Collection<Room> all() {
        return rooms.values();
    }

    public void makeServiceAdmin(final JID user) {
        serviceAdmins.add(user);
    }

    /** How often anything was asked since the last call. */
    public int takeQuestions() {
        final int taken = questions;
        questions = 0;
        return taken;
    }

    /** Has every question about a room answered by throwing; {@code null} ends that. */
    public void fail(@Nullable final Throwable thrown) {
        failure = thrown;
    }

    private void mayFail() {
        if (failure instanceof Error error) {
            throw error;
        } else if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    @Override
    @Nonnull
    public Optional<RoomView> room(@Nonnull final JID room) {
        questions++;
        mayFail();
        return find(room).map(this::view);
    }

    private RoomView view(final Room room) {
        final List<OccupantView> occupants = new ArrayList<>();
        for (final JID session : room.occupants) {
            occupants.add(new OccupantView(session.getNode(), session, Role.PARTICIPANT,
                room.affiliation(users.identities(session.asBareJID()))));
        }
        return new RoomView(room.jid, room.access(), room.persistent, false, occupants);
    }

    @Override
    @Nonnull
    public Affiliation affiliation(@Nonnull final JID room, @Nonnull final JID user) {
        questions++;
        mayFail();
        if (!rooms.containsKey(room)) {
            return Affiliation.NONE;
        }
        return serviceAdmins.contains(user) ? Affiliation.OWNER : get(room).affiliation(users.identities(user));
    }

    @Override
    @Nonnull
    public Instant created(@Nonnull final JID room) {
        return find(room).map(found -> found.created).orElse(Instant.EPOCH);
    }

    @Override
    public int accessFingerprint(@Nonnull final JID room) {
        questions++;
        return find(room).map(found -> List.of(found.access(), found.persistent, found.owners.size(),
            found.admins.size(), found.members.size(), found.outcasts.size()).hashCode()).orElse(0);
    }

    @Override
    public int affiliationsFingerprint(@Nonnull final JID room) {
        questions++;
        mayFail();
        return find(room).map(found -> List.of(found.owners, found.admins, found.members, found.outcasts).hashCode())
            .orElse(0);
    }

    @Override
    public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID user) {
        questions++;
        mayFail();
        return serviceAdmins.contains(user);
    }

    @Override
    @Nonnull
    public Collection<RoomView> loaded() {
        return rooms.values().stream().map(this::view).toList();
    }
}
