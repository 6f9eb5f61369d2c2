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

import java.util.List;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.xmpp.packet.JID;

/**
 * Follows who is in which room, under which nickname. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#occupant">XEP-0316 §2</a>
 */
final class Occupancy {

    private final Supplier<MepSettings> settings;
    private final OpenRooms rooms;
    private final Interests interests;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param rooms the rooms whose nodes are in memory
     * @param interests finds out what occupants are interested in
     */
    Occupancy(@Nonnull final Supplier<MepSettings> settings, @Nonnull final OpenRooms rooms,
              @Nonnull final Interests interests) {
        this.settings = settings;
        this.rooms = rooms;
        this.interests = interests;
    }

    /** A session has entered a room. */
    void joined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        final EventingRoom opened = rooms.open(room);
        enter(opened, opened.find(session), session, nickname);
    }

    private Occupant enter(final EventingRoom room, @Nullable final Occupant before, final JID session,
                           final String nickname) {
        final Occupant occupant = room.joined(session, nickname);
        if (settings.get().isOffered(room.jid())) {
            final CapsAnnouncement announced = before == null ? null : before.announcement();
            interests.entered(room, occupant, announced);
        }
        return occupant;
    }

    /** A session is said to have entered a room, as it may have been before: after a split, servers say so again. */
    void reported(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        final EventingRoom known = rooms.find(room);
        final Occupant occupant = known == null ? null : known.find(session);
        if (occupant == null || !occupant.nickname().equals(nickname)) {
            joined(room, session, nickname);
        }
    }

    /** A session has left a room. */
    void left(@Nonnull final JID jid, @Nonnull final JID session) {
        final EventingRoom room = rooms.find(jid);
        if (room != null) {
            room.left(session);
            interests.left(jid, session);
            rooms.closeUnused(room);
        }
    }

    /** A session has another nickname. */
    void renamed(@Nonnull final JID jid, @Nonnull final JID session, @Nonnull final String nickname) {
        final EventingRoom room = rooms.find(jid);
        final Occupant occupant = room == null ? null : room.find(session);
        if (room != null && occupant != null) {
            room.rename(occupant, nickname);
        }
    }

    /**
     * The occupant that the server has. The server's events about joins and nicknames arrive a little later than
     * requests may: what they will report is done at once.
     *
     * @param room the room
     * @param seen the occupant in the server's view
     * @return the occupant, under the nickname that the server has
     */
    @Nonnull
    Occupant current(@Nonnull final EventingRoom room, @Nonnull final OccupantView seen) {
        final Occupant known = room.find(seen.session());
        if (known == null) {
            return enter(room, null, seen.session(), seen.nickname());
        }
        room.rename(known, seen.nickname());
        return known;
    }

    /** A service is gone with all its rooms. */
    void serviceRemoved(@Nonnull final String service) {
        List.copyOf(rooms.all()).stream().filter(room -> room.jid().getDomain().equals(service)).forEach(rooms::close);
    }
}
