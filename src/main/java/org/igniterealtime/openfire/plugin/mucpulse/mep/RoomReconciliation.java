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

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.SerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.xmpp.packet.JID;

/**
 * Compares the occupants that the feature knows with those that the server has, where events of other servers may have
 * been lost. One room after the other, with pauses, as each look at a room is costly in a cluster. For the feature's
 * executor alone.
 */
final class RoomReconciliation {

    private static final Duration PAUSE = Duration.ofMillis(30);
    private static final int MAX_UNKNOWN = 50_000;

    private final SerialExecutor executor;
    private final Rooms rooms;
    private final OpenRooms open;
    private final Occupancy occupancy;
    /** The open rooms that are still to be looked at. Those that already wait keep their turn. */
    private final Set<JID> waiting = new LinkedHashSet<>();
    /** The rooms that were not open although somebody is said to be in them. */
    private final Set<JID> unknown = new LinkedHashSet<>();
    /** The rooms that the server did not have at the last look, as it happens while servers join. */
    private final Set<JID> missing = new HashSet<>();
    private boolean running;

    RoomReconciliation(@Nonnull final SerialExecutor executor, @Nonnull final Rooms rooms,
                       @Nonnull final OpenRooms open, @Nonnull final Occupancy occupancy) {
        this.executor = executor;
        this.rooms = rooms;
        this.open = open;
        this.occupancy = occupancy;
    }

    /** Looks at all open rooms from now on. */
    void begin() {
        missing.removeIf(jid -> open.find(jid) == null);
        open.all().forEach(room -> waiting.add(room.jid()));
        if (!running) {
            running = true;
            next();
        }
    }

    /**
     * Somebody is said to be in a room, or on the way into it: a little later it is looked at, if it is not open. For
     * rooms that are, {@link #begin} is enough.
     */
    void reported(@Nonnull final JID room) {
        if (open.find(room) == null && unknown.size() < MAX_UNKNOWN && unknown.add(room) && !running) {
            executor.schedule(PAUSE, this::next);
            running = true;
        }
    }

    private void next() {
        boolean planned = false;
        try {
            look();
        } finally {
            if (!waiting.isEmpty() || !unknown.isEmpty()) {
                executor.schedule(PAUSE, this::next);
                planned = true;
            }
            running = planned;
        }
    }

    private void look() {
        final JID reported = poll(unknown);
        if (reported != null && open.find(reported) == null) {
            rooms.room(reported).ifPresent(view -> occupancy.found(reported, view.occupants()));
            return;
        }
        final JID jid = poll(waiting);
        final EventingRoom room = jid == null ? null : open.find(jid);
        if (room != null) {
            compare(room);
        }
    }

    @Nullable
    private static JID poll(final Set<JID> jids) {
        final Iterator<JID> iterator = jids.iterator();
        if (!iterator.hasNext()) {
            return null;
        }
        final JID first = iterator.next();
        iterator.remove();
        return first;
    }

    private void compare(final EventingRoom room) {
        final Optional<RoomView> view = rooms.room(room.jid());
        if (view.isEmpty() && missing.add(room.jid())) {
            return;
        }
        missing.remove(room.jid());
        final Map<JID, OccupantView> present = new HashMap<>();
        for (final OccupantView occupant : view.map(RoomView::occupants).orElse(List.of())) {
            present.put(occupant.session(), occupant);
        }
        for (final Occupant known : List.copyOf(room.occupants())) {
            if (!present.containsKey(known.session())) {
                occupancy.left(room.jid(), known.session());
            }
        }
        occupancy.found(room.jid(),
            present.values().stream().filter(occupant -> room.find(occupant.session()) == null).toList());
        present.forEach((session, occupant) -> occupancy.renamed(room.jid(), session, occupant.nickname()));
    }

    /** Looks at no further rooms. */
    void stop() {
        waiting.clear();
        unknown.clear();
        missing.clear();
    }
}
