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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.xmpp.packet.JID;

/**
 * What the rules R1 to R9 and R11 say, word by word and without any thought of speed: keeps everything that was ever
 * said, and looks at all of it for everybody each time.
 */
final class RaiModel {

    private record Said(long tick, JID author) {
    }

    private final FakeMuc rooms;
    private final FakeUsers users;
    private final FakeSettings settings;
    private final Set<JID> serviceAdmins;
    private long tick;
    private final Map<JID, List<Said>> saidByRoom = new HashMap<>();
    private final Map<JID, Map<JID, Long>> lastThereByRoom = new HashMap<>();
    /** The rooms that each subscribed session was told of. */
    private final Map<JID, Set<JID>> toldBySession = new LinkedHashMap<>();

    RaiModel(final FakeMuc rooms, final FakeUsers users, final FakeSettings settings, final Set<JID> serviceAdmins) {
        this.rooms = rooms;
        this.users = users;
        this.settings = settings;
        this.serviceAdmins = serviceAdmins;
    }

    // How a user stands to a room

    private boolean isIn(final Set<JID> list, final JID user) {
        return list.stream().anyMatch(entry -> entry.equals(user) || users.isInGroup(user, entry));
    }

    private boolean isAffiliated(final JID user, final FakeRoom room) {
        return serviceAdmins.contains(user) || isIn(room.owners, user) || isIn(room.admins, user)
            || isIn(room.members, user) && !isIn(room.outcasts, user);
    }

    /** R9. */
    private boolean mayKnow(final JID user, final FakeRoom room) {
        if (isAffiliated(user, room)) {
            return true;
        }
        return !isIn(room.outcasts, user) && !room.membersOnly && !room.hidden && !room.password;
    }

    /** R9: whether a user may know of a room at this moment. */
    boolean mayKnow(final JID user, final JID room) {
        return rooms.find(room).filter(found -> mayKnow(user, found)).isPresent();
    }

    /** R4. */
    private boolean isInterested(final JID user, final FakeRoom room) {
        final boolean visited = lastThere(room.jid).containsKey(user);
        return switch (settings.get().interest()) {
            case AFFILIATED -> isAffiliated(user, room);
            case VISITED -> visited;
            case AFFILIATED_AND_VISITED -> isAffiliated(user, room) || visited;
            case ALL -> true;
        };
    }

    Map<JID, Long> lastThere(final JID room) {
        return lastThereByRoom.computeIfAbsent(room, key -> new HashMap<>());
    }

    /** R7, R10: whether somebody else said something since the user was last there. */
    boolean hasNews(final JID user, final JID room, final Map<JID, Long> lastThere) {
        final long since = lastThere.getOrDefault(user, -1L);
        return saidByRoom.getOrDefault(room, List.of()).stream()
            .anyMatch(said -> said.tick() > since && !said.author().equals(user));
    }

    /** R4, R9: whether a user may be told of a room. */
    boolean isAudience(final JID user, final JID room) {
        return rooms.find(room).filter(found -> mayKnow(user, found) && isInterested(user, found)).isPresent();
    }

    /** R6: whether a session is in a room. */
    boolean isInside(final JID session, final JID room) {
        return rooms.find(room).filter(found -> found.occupants.contains(session)).isPresent();
    }

    boolean isDue(final JID session, final JID room) {
        final JID user = session.asBareJID();
        return isAudience(user, room) && !isInside(session, room) && hasNews(user, room, lastThere(room));
    }

    // What happens

    /** R1, R11: the rooms that a subscription is answered with; empty where it is refused. */
    Optional<Set<JID>> subscribe(final JID session) {
        final long own = toldBySession.keySet().stream()
            .filter(other -> other.asBareJID().equals(session.asBareJID())).count();
        if (!toldBySession.containsKey(session) && (toldBySession.size() >= settings.get().subscriptionsPerService()
            || own >= settings.get().subscriptionsPerUser() || isFullOfOthers(session))) {
            return Optional.empty();
        }
        final Set<JID> list = new HashSet<>();
        for (final FakeRoom room : rooms.all()) {
            if (isDue(session, room.jid)) {
                list.add(room.jid);
            }
        }
        toldBySession.put(session, list);
        return Optional.of(Set.copyOf(list));
    }

    /** R11: whether other domains, or this one of them, have all the subscriptions that are theirs. */
    private boolean isFullOfOthers(final JID session) {
        final List<JID> others = toldBySession.keySet().stream().filter(other -> !users.isLocal(other)).toList();
        final long ofDomain = others.stream().filter(other -> other.getDomain().equals(session.getDomain())).count();
        return !users.isLocal(session) && (ofDomain >= settings.get().subscriptionsPerDomain()
            || others.size() * 100L >= (long) settings.get().subscriptionsPerService() * settings.get().remoteShare());
    }

    /** R3. */
    void unsubscribe(final JID session) {
        toldBySession.remove(session);
    }

    Collection<JID> subscribed() {
        return toldBySession.keySet();
    }

    /** R8, R10: a session of the user came or went. */
    void visited(final JID user, final JID room) {
        lastThere(room).put(user, ++tick);
        toldBySession.forEach((session, told) -> {
            if (session.asBareJID().equals(user)) {
                told.remove(room);
            }
        });
    }

    /** R5 to R9: something was said; returns who is told. */
    Set<JID> said(final JID author, final JID room) {
        saidByRoom.computeIfAbsent(room, key -> new ArrayList<>()).add(new Said(++tick, author.asBareJID()));
        final Set<JID> audience = new HashSet<>();
        toldBySession.forEach((session, told) -> {
            if (isDue(session, room) && told.add(room)) {
                audience.add(session);
            }
        });
        return audience;
    }

    /** R9, R14: whatever was known of the room is forgotten. */
    void destroyed(final JID room) {
        saidByRoom.remove(room);
        lastThereByRoom.remove(room);
        toldBySession.values().forEach(told -> told.remove(room));
    }
}
