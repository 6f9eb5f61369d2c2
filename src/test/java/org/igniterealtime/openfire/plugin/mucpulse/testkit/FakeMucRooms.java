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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Role;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/** Rooms in memory with occupants who have nicknames and roles. */
public final class FakeMucRooms implements Rooms {

    /** A room, to be changed by the test. */
    public static final class Room {
        public final JID jid;
        public boolean persistent = true;
        public boolean moderated;
        /** Affiliations by bare JID. */
        public final Map<JID, Affiliation> affiliations = new HashMap<>();
        /** Roles by session, where they are not those that follow from the affiliation. */
        public final Map<JID, Role> roles = new HashMap<>();
        /** Nicknames by session. */
        public final Map<JID, String> nicknames = new LinkedHashMap<>();

        private Room(final JID jid) {
            this.jid = jid;
        }

        private OccupantView view(final JID session) {
            final Affiliation affiliation = affiliations.getOrDefault(session.asBareJID(), Affiliation.NONE);
            final Role role = affiliation == Affiliation.OWNER || affiliation == Affiliation.ADMIN
                ? Role.MODERATOR : Role.PARTICIPANT;
            return new OccupantView(nicknames.get(session), session, roles.getOrDefault(session, role), affiliation);
        }

        private RoomView view() {
            final List<OccupantView> occupants = new ArrayList<>();
            nicknames.keySet().forEach(session -> occupants.add(view(session)));
            return new RoomView(jid, RoomAccess.OPEN, persistent, moderated, occupants);
        }
    }

    private final Map<JID, Room> rooms = new TreeMap<>();

    public Room create(final JID jid) {
        final Room room = new Room(jid);
        rooms.put(jid, room);
        return room;
    }

    public Room get(final JID jid) {
        return Optional.ofNullable(rooms.get(jid)).orElseThrow();
    }

    public void remove(final JID jid) {
        rooms.remove(jid);
    }

    @Override
    @Nonnull
    public Optional<RoomView> room(@Nonnull final JID room) {
        return Optional.ofNullable(rooms.get(room)).map(Room::view);
    }

    @Override
    @Nonnull
    public Affiliation affiliation(@Nonnull final JID room, @Nonnull final JID user) {
        return Optional.ofNullable(rooms.get(room)).map(found -> found.affiliations.get(user)).orElse(Affiliation.NONE);
    }

    @Override
    public int accessFingerprint(@Nonnull final JID room) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int affiliationsFingerprint(@Nonnull final JID room) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isServiceAdmin(@Nonnull final String service, @Nonnull final JID user) {
        return false;
    }

    @Override
    @Nonnull
    public Collection<RoomView> loaded() {
        return rooms.values().stream().map(Room::view).toList();
    }
}
