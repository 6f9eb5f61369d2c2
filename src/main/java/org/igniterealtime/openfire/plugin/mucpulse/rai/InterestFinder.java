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

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.port.Users;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.xmpp.packet.JID;

/**
 * Finds the rooms of an initial list: those of interest to the user, with activity since the user was last there, that
 * the user may know of. Asks the database rather than loading rooms. Safe for use by several
 * threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class InterestFinder {

    /**
     * The answer.
     *
     * @param visits when the user was last in which room, of all services
     * @param rooms the rooms of the service that have news, and the timestamp of when each came to be
     */
    record Found(@Nonnull Map<JID, Long> visits, @Nonnull Map<JID, Long> rooms) {
    }

    private final Rooms rooms;
    private final Users users;
    private final RoomDirectory directory;
    private final VisitLog visitLog;
    private final TrackedRooms tracked;

    InterestFinder(@Nonnull final Rooms rooms, @Nonnull final Users users, @Nonnull final RoomDirectory directory,
                   @Nonnull final VisitLog visitLog, @Nonnull final TrackedRooms tracked) {
        this.rooms = rooms;
        this.users = users;
        this.directory = directory;
        this.visitLog = visitLog;
        this.tracked = tracked;
    }

    /**
     * Asks for everything. May block.
     *
     * @param service the service's domain
     * @param user the user's bare JID
     * @param interest which rooms are of interest
     * @return what was found
     * @throws StorageException where the database cannot be read
     */
    @Nonnull
    Found find(@Nonnull final String service, @Nonnull final JID user, @Nonnull final Interest interest) {
        final Map<JID, Long> visits = visitLog.visits(user);
        final Map<JID, RoomDirectory.Entry> affiliated =
            directory.affiliatedRooms(service, users.identities(user));

        final boolean admin = rooms.isServiceAdmin(service, user);

        final Set<JID> candidates = new LinkedHashSet<>();
        final Map<JID, RoomDirectory.Entry> stored = new HashMap<>();
        if (interest == Interest.ALL || admin && interest.covers(true, false)) {
            candidates.addAll(tracked.withActivity(service));
            if (tracked.assumesActivity()) {
                stored.putAll(directory.rooms(service));
                candidates.addAll(stored.keySet());
            }
        } else {
            affiliated.forEach((room, entry) -> {
                if (interest.covers(entry.affiliation().isAffiliated(), visits.containsKey(room))) {
                    candidates.add(room);
                }
            });
            visits.keySet().stream()
                .filter(room -> room.getDomain().equals(service) && interest.covers(false, true))
                .forEach(candidates::add);
            candidates.addAll(tracked.temporary(service));
        }
        candidates.removeIf(room ->
            !tracked.hasNews(room, user, visits.getOrDefault(room, MonotonicTimestamps.NEVER),
                MonotonicTimestamps.NEVER + 1));
        final List<JID> unknown = candidates.stream()
            .filter(room -> !affiliated.containsKey(room) && !stored.containsKey(room))
            .toList();
        stored.putAll(directory.rooms(service, unknown));
        stored.putAll(affiliated);
        final Map<JID, Long> listed = new LinkedHashMap<>();
        for (final JID room : candidates) {
            final RoomDirectory.Entry entry = stored.get(room);
            final long created = MonotonicTimestamps.of(entry == null ? rooms.created(room) : entry.created());
            final long visit = visits.getOrDefault(room, MonotonicTimestamps.NEVER);
            // A visit from before the room came to be was one of another room of that name.
            final boolean visited = visit != MonotonicTimestamps.NEVER && visit >= created;
            final boolean visible = entry == null ? isTemporaryOfInterest(room, user, interest, visited)
                : admin && interest.covers(true, visited)
                || interest.covers(entry.affiliation().isAffiliated(), visited)
                && entry.access().admits(entry.affiliation());
            if (visible && tracked.hasNews(room, user, visited ? visit : MonotonicTimestamps.NEVER, created)) {
                listed.put(room, created);
            }
        }
        return new Found(visits, listed);
    }

    /** No table holds a temporary room, but it is in memory for as long as it exists. */
    private boolean isTemporaryOfInterest(final JID room, final JID user, final Interest interest,
                                          final boolean visited) {
        final TrackedRoom entry = tracked.find(room);
        if (entry == null || !entry.isTemporary()) {
            return false;
        }
        final Affiliation affiliation = rooms.affiliation(room, user);
        return interest.covers(affiliation.isAffiliated(), visited)
            && rooms.room(room).filter(view -> view.access().admits(affiliation)).isPresent();
    }
}
