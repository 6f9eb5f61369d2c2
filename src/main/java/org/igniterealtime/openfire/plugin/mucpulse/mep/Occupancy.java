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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.FailureIsolation;
import org.igniterealtime.openfire.plugin.mucpulse.port.CapsAnnouncement;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;

/**
 * Follows who is in which room, under which nickname. For the feature's executor alone.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#occupant">XEP-0316 §2</a>
 */
final class Occupancy {

    private static final Logger Log = LoggerFactory.getLogger(Occupancy.class);

    private final Supplier<MepSettings> settings;
    private final Rooms server;
    private final OpenRooms rooms;
    private final Interests interests;

    /**
     * Creates it.
     *
     * @param settings gives the current settings
     * @param server the server's rooms
     * @param rooms the rooms whose nodes are in memory
     * @param interests finds out what occupants are interested in
     */
    Occupancy(@Nonnull final Supplier<MepSettings> settings, @Nonnull final Rooms server,
              @Nonnull final OpenRooms rooms, @Nonnull final Interests interests) {
        this.settings = settings;
        this.server = server;
        this.rooms = rooms;
        this.interests = interests;
    }

    /** A session has entered a room. */
    void joined(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        final EventingRoom opened = rooms.open(room);
        final Occupant before = opened.find(session);
        enter(opened, session, nickname, before == null ? null : before.announcement());
    }

    private Occupant enter(final EventingRoom room, final JID session, final String nickname,
                           @Nullable final CapsAnnouncement announced) {
        final Occupant occupant = room.joined(session, nickname);
        if (settings.get().isOffered(room.jid())) {
            interests.entered(room, occupant, announced);
        }
        return occupant;
    }

    /**
     * Sessions are in a room, and their presence in it may not have been heard.
     *
     * @param jid the room
     * @param occupants the occupants in the server's view, of whom some may be known
     */
    void found(@Nonnull final JID jid, @Nonnull final Collection<OccupantView> occupants) {
        final EventingRoom known = rooms.find(jid);
        final List<OccupantView> unknown = occupants.stream()
            .filter(occupant -> !isKnown(known, occupant.session(), occupant.nickname())).toList();
        if (unknown.isEmpty()) {
            return;
        }
        final EventingRoom room = rooms.open(jid);
        final Map<JID, CapsAnnouncement> kept = announcements(room);
        FailureIsolation.forEach(unknown, occupant -> {
            final Occupant before = room.find(occupant.session());
            enter(room, occupant.session(), occupant.nickname(),
                kept.getOrDefault(occupant.session(), before == null ? null : before.announcement())).lookedAt();
        });
    }

    /** What occupants announce by the presence that the server has. */
    private Map<JID, CapsAnnouncement> announcements(final EventingRoom room) {
        if (!settings.get().isOffered(room.jid())) {
            return Map.of();
        }
        try {
            return server.announcements(room.jid());
        } catch (final RuntimeException | Error e) {
            Log.warn("What the occupants of {} are interested in is not known before their next presence.",
                room.jid(), e);
            return Map.of();
        }
    }

    /** Follows changed settings: where the feature is on from now on, it has not heard what occupants announced. */
    void settingsChanged() {
        try {
            rooms.settingsChanged();
        } finally {
            FailureIsolation.forEach(List.copyOf(rooms.all()), room -> {
                if (room.follow(settings.get().isOffered(room.jid()))) {
                    catchUp(room);
                }
            });
        }
    }

    private void catchUp(final EventingRoom room) {
        final Map<JID, CapsAnnouncement> kept = announcements(room);
        FailureIsolation.forEach(List.copyOf(room.occupants()), occupant -> {
            occupant.lookedAt();
            interests.entered(room, occupant, kept.getOrDefault(occupant.session(), occupant.announcement()));
        });
    }

    private static boolean isKnown(@Nullable final EventingRoom room, final JID session, final String nickname) {
        final Occupant occupant = room == null ? null : room.find(session);
        return occupant != null && occupant.nickname().equals(nickname);
    }

    /** A session is said to have entered a room, as it may have been before: after a split, servers say so again. */
    void reported(@Nonnull final JID room, @Nonnull final JID session, @Nonnull final String nickname) {
        if (!isKnown(rooms.find(room), session, nickname)) {
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
            room.rename(occupant, nickname, settings.get().nodesPerOccupant());
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
            return enter(room, seen.session(), seen.nickname(), null);
        }
        room.rename(known, seen.nickname(), settings.get().nodesPerOccupant());
        return known;
    }

    /** A service is gone with all its rooms. */
    void serviceRemoved(@Nonnull final String service) {
        List.copyOf(rooms.all()).stream().filter(room -> room.jid().getDomain().equals(service)).forEach(rooms::close);
    }
}
