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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomDirectory;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomSnapshot;
import org.igniterealtime.openfire.plugin.mucpulse.port.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiSettings.Interest;
import org.xmpp.packet.JID;

/**
 * Finds the rooms of initial lists: those of interest to a user, with activity since the user was last there, that the
 * user may know of. Asks the database rather than loading rooms, with the same few queries for any number of users, as
 * the server's table of members has no index by user: each query reads all of it. Safe for use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0437.html">XEP-0437</a>
 */
final class InterestFinder {

    /**
     * What was found for one user.
     *
     * @param visits when the user was last in which room, of all services
     * @param rooms the rooms of the service that have news, and the timestamp of when each came to be
     */
    record Found(@Nonnull Map<JID, Long> visits, @Nonnull Map<JID, Long> rooms) {
    }

    private final Rooms rooms;
    private final RoomDirectory directory;
    private final VisitLog visitLog;
    private final TrackedRooms tracked;

    InterestFinder(@Nonnull final Rooms rooms, @Nonnull final RoomDirectory directory,
                   @Nonnull final VisitLog visitLog, @Nonnull final TrackedRooms tracked) {
        this.rooms = rooms;
        this.directory = directory;
        this.visitLog = visitLog;
        this.tracked = tracked;
    }

    /**
     * Asks for everything. May block.
     *
     * @param service the service's domain
     * @param identities for each user, by the bare JID, the JIDs under which the lists of rooms can hold the user
     * @param interest which rooms are of interest
     * @return what was found for each of the users
     * @throws StorageException where the database cannot be read
     */
    @Nonnull
    Map<JID, Found> find(@Nonnull final String service, @Nonnull final Map<JID, Collection<String>> identities,
                         @Nonnull final Interest interest) {
        return new Search(service, interest).find(identities);
    }

    /** One search, whose results users share as far as they are the same for all of them. */
    private final class Search {

        private final String service;
        private final Interest interest;
        /** The rooms that were looked up, whoever they are of interest to. */
        private final Map<JID, RoomDirectory.Entry> stored = new HashMap<>();
        private final Map<JID, RoomSnapshot> snapshots = new HashMap<>();
        @Nullable
        private Collection<JID> everything;
        @Nullable
        private Collection<JID> temporary;

        Search(final String service, final Interest interest) {
            this.service = service;
            this.interest = interest;
        }

        /**
         * What is known of a user.
         *
         * @param user the bare JID
         * @param admin whether the user administers the service
         * @param visits when the user was last in which room
         * @param affiliated the rooms that hold the user in a list
         */
        private record Profile(@Nonnull JID user, boolean admin, @Nonnull Map<JID, Long> visits,
                               @Nonnull Map<JID, RoomDirectory.Entry> affiliated) {

            long visit(final JID room) {
                return visits.getOrDefault(room, MonotonicTimestamps.NEVER);
            }
        }

        Map<JID, Found> find(final Map<JID, Collection<String>> identities) {
            final Map<JID, Map<JID, Long>> visits = visitLog.visits(identities.keySet());
            final Map<JID, Map<JID, RoomDirectory.Entry>> affiliated = directory.affiliatedRooms(service, identities);
            final List<Profile> profiles = new ArrayList<>(identities.size());
            final List<Set<JID>> candidates = new ArrayList<>(identities.size());
            final Set<JID> unknown = new HashSet<>();
            for (final JID user : identities.keySet()) {
                final Profile profile = new Profile(user, rooms.isServiceAdmin(service, user),
                    visits.getOrDefault(user, Map.of()), affiliated.getOrDefault(user, Map.of()));
                final Set<JID> some = candidates(profile);
                some.stream().filter(room -> !profile.affiliated().containsKey(room) && !stored.containsKey(room))
                    .forEach(unknown::add);
                profiles.add(profile);
                candidates.add(some);
            }
            unknown.removeAll(stored.keySet());
            stored.putAll(directory.rooms(service, unknown));
            final Map<JID, Found> found = new HashMap<>();
            for (int i = 0; i < profiles.size(); i++) {
                final Profile profile = profiles.get(i);
                found.put(profile.user(), new Found(profile.visits(), listed(profile, candidates.get(i))));
            }
            return found;
        }

        /** The rooms that can be of interest to a user, and have news. */
        private Set<JID> candidates(final Profile profile) {
            final Set<JID> candidates = new LinkedHashSet<>();
            if (interest == Interest.ALL || profile.admin() && interest.covers(true, false)) {
                candidates.addAll(everything());
            } else {
                profile.affiliated().forEach((room, entry) -> {
                    if (interest.covers(entry.affiliation().isAffiliated(), profile.visits().containsKey(room))) {
                        candidates.add(room);
                    }
                });
                profile.visits().keySet().stream()
                    .filter(room -> room.getDomain().equals(service) && interest.covers(false, true))
                    .forEach(candidates::add);
                candidates.addAll(temporary());
            }
            candidates.removeIf(room -> !tracked.hasNews(room, profile.user(), profile.visit(room),
                MonotonicTimestamps.NEVER + 1));
            return candidates;
        }

        private Collection<JID> everything() {
            if (everything == null) {
                final Set<JID> all = new LinkedHashSet<>(tracked.withActivity(service));
                if (tracked.assumesActivity()) {
                    stored.putAll(directory.rooms(service));
                    all.addAll(stored.keySet());
                    all.addAll(temporary());
                }
                everything = all;
            }
            return everything;
        }

        private Collection<JID> temporary() {
            if (temporary == null) {
                temporary = tracked.temporary(service);
            }
            return temporary;
        }

        /** Of a user's candidates those that the user is to be told of, and when each came to be. */
        private Map<JID, Long> listed(final Profile profile, final Set<JID> candidates) {
            final Map<JID, Long> listed = new LinkedHashMap<>();
            for (final JID room : candidates) {
                final RoomDirectory.Entry affiliated = profile.affiliated().get(room);
                final RoomDirectory.Entry entry = affiliated == null ? stored.get(room) : affiliated;
                final long created =
                    MonotonicTimestamps.of(entry == null ? temporary(room).created() : entry.created());
                final long visit = profile.visit(room);
                // A visit from before the room came to be was one of another room of that name.
                final boolean visited = visit != MonotonicTimestamps.NEVER && visit >= created;
                final boolean visible = entry == null ? isVisible(temporary(room), profile.user(), visited)
                    : isVisible(entry, profile.admin(), visited);
                if (visible
                    && tracked.hasNews(room, profile.user(), visited ? visit : MonotonicTimestamps.NEVER, created)) {
                    listed.put(room, created);
                }
            }
            return listed;
        }

        /**
         * No table holds a temporary room, but it is in memory for as long as it exists. Which rooms are temporary is
         * not known of all, so that this looks for any room that is in no table.
         */
        private RoomSnapshot temporary(final JID room) {
            return snapshots.computeIfAbsent(room, rooms::snapshot);
        }

        private boolean isVisible(final RoomDirectory.Entry room, final boolean admin, final boolean visited) {
            return admin && interest.covers(true, visited)
                || interest.covers(room.affiliation().isAffiliated(), visited)
                && room.access().admits(room.affiliation());
        }

        private boolean isVisible(final RoomSnapshot room, final JID user, final boolean visited) {
            final Affiliation affiliation = room.affiliation(user);
            return interest.covers(affiliation.isAffiliated(), visited)
                && room.view().filter(view -> view.access().admits(affiliation)).isPresent();
        }
    }
}
