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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.xmpp.packet.JID;

/**
 * A cluster on which users do this and that while messages between its servers are late, lost or repeated, and servers
 * die, are stopped, started, cut off and reloaded, beside a record of all that happened and of which server knows it
 * for certain: one knows what happened on itself, and everything up to when all was last quiet.
 *
 * <p>What is told is checked at that moment. A session is told only where it is subscribed and not in the room, its
 * user may know of the room (R9), is interested in it (R4), and somebody else said something, or may have, since the
 * last visit that the session's server knows of (R7, R10); and at most once for each visit of the user to the room and
 * each renewal of the subscription (R8). In the end, {@link #missing} names whom nobody told of what they had to be
 * told: what was said on a server that died is that only if all was quiet in between, and what was said on one that was
 * stopped in the meantime only if nobody spoke in the same room on another one.
 */
final class RaiClusterWorld {

    private static final Duration SETTLING = Duration.ofSeconds(10);
    /** Shorter than it takes until a room is looked at again for the third time. */
    private static final Duration HIDDEN = Duration.ofMillis(2_500);
    /** Until it was found out whether a server that is gone has crashed. */
    private static final Duration AFTER_CRASH = CrashedServers.STOPPING.multipliedBy(2).plusSeconds(20);

    private record Pair(JID session, JID room) {
    }

    /** A server from when it is started until it dies or is reloaded. */
    private record Life(String server, int number) {
    }

    /** Something was said, or somebody was in a room; unsure where it may have happened a little earlier, or is lost. */
    private record Event(long tick, JID user, Life at, boolean sure) {
    }

    final RaiCluster cluster;
    private final List<JID> sessions;
    private final List<JID> rooms;
    private final Map<JID, String> places = new HashMap<>();
    private final Map<String, Integer> lives = new TreeMap<>();
    /** The servers that were stopped in order, and up to when all that had happened on them was known to all. */
    private final Map<Life, Long> stopped = new HashMap<>();
    private long clock;
    /** All that happened up to then is known to all, as long as nothing is split. */
    private long quiet;
    private final Map<JID, List<Event>> said = new HashMap<>();
    private final Map<JID, List<Event>> visits = new HashMap<>();
    private final Map<JID, Event> destroyed = new HashMap<>();
    /** When a room's access or a user's affiliation last changed. */
    private final Map<JID, Long> accessChanged = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    /** When something may last have been said that nobody heard. */
    private long assumed = -1;
    private final Map<JID, Long> subscribed = new HashMap<>();
    private final Map<Pair, Integer> allowance = new HashMap<>();
    private final Map<Pair, Long> told = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    /** What was told when, and what visits, messages and servers did, to be read where the test fails. */
    final List<String> history = new ArrayList<>();

    RaiClusterWorld(final StateTable marks, final Map<String, Duration> skews, final List<String> servers,
                    final List<JID> sessions, final List<JID> rooms) {
        cluster = new RaiCluster(marks, skews, servers.toArray(String[]::new));
        this.sessions = sessions;
        this.rooms = rooms;
        servers.forEach(server -> lives.put(server, 0));
        for (int i = 0; i < sessions.size(); i++) {
            places.put(sessions.get(i), servers.get(i % servers.size()));
            cluster.connect(sessions.get(i), servers.get(i % servers.size()));
        }
        rooms.forEach(room -> create(room, servers.get(0)));
        cluster.observe(this::toldOf);
    }

    private void create(final JID room, final String server) {
        final FakeRoom created = cluster.rooms.create(room);
        created.created = cluster.clockOf(server);
        sessions.forEach(session -> created.members.add(session.asBareJID()));
        accessChanged.put(room, ++clock);
    }

    // What is known

    private Life life(final JID session) {
        final String server = places.get(session);
        return new Life(server, lives.get(server));
    }

    private static boolean isAffiliated(final FakeRoom room, final JID user) {
        return Stream.of(room.owners, room.admins, room.members).anyMatch(list -> list.contains(user))
            && !room.outcasts.contains(user);
    }

    private static boolean mayKnow(final FakeRoom room, final JID user) {
        return isAffiliated(room, user) || !room.outcasts.contains(user) && !room.membersOnly;
    }

    private boolean isKnown(final Event event, final Life life) {
        return event.sure() && (event.tick() <= quiet || event.at().equals(life));
    }

    private long lastDestroyed(final JID room) {
        return destroyed.containsKey(room) ? destroyed.get(room).tick() : -1;
    }

    private static Stream<Event> of(final Map<JID, List<Event>> events, final JID room) {
        return events.getOrDefault(room, List.of()).stream();
    }

    private boolean isSubscribed(final JID session) {
        return subscribed.containsKey(session) && cluster.running().contains(places.get(session));
    }

    /** Something is told, to be looked at before anything else happens. */
    private void toldOf(final JID session, final JID room) {
        final Pair pair = new Pair(session, room);
        final JID user = session.asBareJID();
        final FakeRoom seen = cluster.seenBy(session).find(room).orElse(null);
        verify(isSubscribed(session), "R3: not subscribed", pair);
        if (seen == null) {
            violations.add("R9: destroyed " + pair);
            return;
        }
        verify(!seen.occupants.contains(session), "R6: in the room", pair);
        verify(mayKnow(seen, user), "R9: may not know", pair);
        verify(isAffiliated(seen, user) || of(visits, room).anyMatch(visit -> visit.user().equals(user)),
            "R4: not interested", pair);
        final long since = of(visits, room).filter(visit -> visit.user().equals(user) && isKnown(visit, life(session)))
            .mapToLong(Event::tick).max().orElse(-1);
        verify(assumed > since || of(said, room).anyMatch(message -> message.tick() > since
            && !message.user().equals(user)), "R7, R10: nothing said since " + since, pair);
        verify(allowance.merge(pair, -1, Integer::sum) >= 0, "R8: twice", pair);
        told.put(pair, ++clock);
        history.add(clock + " told " + pair.session() + ' ' + room.getNode());
    }

    private void verify(final boolean condition, final String rule, final Pair pair) {
        if (!condition) {
            violations.add(rule + ": " + pair);
        }
    }

    List<String> violations() {
        return violations;
    }

    /** Who was not told of what, though all is quiet. */
    List<String> missing() {
        final List<String> missing = new ArrayList<>();
        for (final JID session : sessions) {
            for (final JID room : rooms) {
                final Pair pair = new Pair(session, room);
                if (isSubscribed(session) && isDue(session, room)
                    && told.getOrDefault(pair, -1L) <= rearmed(session, room)) {
                    missing.add(pair + " since " + rearmed(session, room) + ": said " + said.get(room) + ", visited "
                        + visits.get(room));
                }
            }
        }
        return missing;
    }

    /** Since when a session may be told again of a room for certain. */
    private long rearmed(final JID session, final JID room) {
        return Math.max(Math.max(subscribed.get(session), lastDestroyed(room)), of(visits, room)
            .filter(visit -> visit.sure() && visit.user().equals(session.asBareJID())).mapToLong(Event::tick).max()
            .orElse(-1));
    }

    private boolean isDue(final JID session, final JID room) {
        final JID user = session.asBareJID();
        final FakeRoom seen = cluster.rooms.find(room).orElse(null);
        if (seen == null || seen.occupants.contains(session) || !mayKnow(seen, user)
            || destroyed.containsKey(room) && !destroyed.get(room).sure()) {
            return false;
        }
        final long gone = lastDestroyed(room);
        final boolean visited = of(visits, room).anyMatch(visit -> visit.user().equals(user) && visit.sure()
            && visit.tick() > gone);
        final long since = Math.max(Math.max(gone, accessChanged.get(room)), of(visits, room)
            .filter(visit -> visit.user().equals(user)).mapToLong(Event::tick).max().orElse(-1));
        return (isAffiliated(seen, user) || visited) && of(said, room).anyMatch(message -> message.sure()
            && message.tick() > since && !message.user().equals(user) && !isPerhapsReplaced(room, message));
    }

    /** The database has one row for a room: what a server wrote as it stopped can be replaced by what others say. */
    private boolean isPerhapsReplaced(final JID room, final Event message) {
        final Long known = stopped.get(message.at());
        return known != null && message.tick() > known
            && of(said, room).anyMatch(other -> other.tick() > known && !other.at().equals(message.at()));
    }

    // What users do

    private boolean isOnline(final JID session) {
        return cluster.running().contains(places.get(session));
    }

    private void rearm(final JID session, final JID room) {
        allowance.merge(new Pair(session, room), 1, Integer::sum);
    }

    private void visited(final JID session, final JID room, final Life at, final boolean sure) {
        final JID user = session.asBareJID();
        visits.computeIfAbsent(room, key -> new ArrayList<>()).add(new Event(++clock, user, at, sure));
        sessions.stream().filter(other -> other.asBareJID().equals(user)).forEach(other -> rearm(other, room));
    }

    void subscribe(final JID session) {
        if (isOnline(session)) {
            subscribed.put(session, ++clock);
            rooms.forEach(room -> rearm(session, room));
            cluster.subscribe(session);
        }
    }

    void unsubscribe(final JID session) {
        if (isOnline(session)) {
            subscribed.remove(session);
            cluster.unsubscribe(session);
        }
    }

    void endSession(final JID session) {
        if (isOnline(session)) {
            rooms.forEach(room -> leave(session, room));
            subscribed.remove(session);
            cluster.sessionEnded(session);
        }
    }

    void enter(final JID session, final JID room) {
        if (!isOnline(session) || cluster.isSplit() && cluster.seenBy(session).find(room).isEmpty()) {
            return;
        }
        if (cluster.seenBy(session).find(room).isEmpty()) {
            create(room, places.get(session));
        }
        final FakeRoom found = cluster.seenBy(session).get(room);
        if (!found.occupants.contains(session) && mayKnow(found, session.asBareJID())) {
            visited(session, room, life(session), true);
            cluster.join(session, room);
        }
    }

    void leave(final JID session, final JID room) {
        if (isInside(session, room)) {
            visited(session, room, life(session), true);
            cluster.leave(session, room);
        }
    }

    private boolean isInside(final JID session, final JID room) {
        return isOnline(session)
            && cluster.seenBy(session).find(room).filter(found -> found.occupants.contains(session)).isPresent();
    }

    void say(final JID session, final JID room) {
        if (isInside(session, room)) {
            said.computeIfAbsent(room, key -> new ArrayList<>())
                .add(new Event(++clock, session.asBareJID(), life(session), true));
            cluster.say(session, room);
        }
    }

    /** Changes a user's affiliation, and throws out who may not be there any more; not while servers are cut off. */
    void affiliate(final JID user, final JID room, final Affiliation affiliation) {
        cluster.rooms.find(room).filter(found -> !cluster.isSplit()).ifPresent(found -> {
            found.affiliate(user, affiliation);
            changedAccess(found);
        });
    }

    void makePrivate(final JID room, final boolean membersOnly) {
        cluster.rooms.find(room).filter(found -> !cluster.isSplit()).ifPresent(found -> {
            found.membersOnly = membersOnly;
            changedAccess(found);
        });
    }

    private void changedAccess(final FakeRoom room) {
        accessChanged.put(room.jid, ++clock);
        List.copyOf(room.occupants).stream().filter(session -> !mayKnow(room, session.asBareJID()))
            .forEach(session -> leave(session, room.jid));
    }

    void destroy(final JID session, final JID room) {
        if (isInside(session, room) && !cluster.isSplit()) {
            final Life at = life(session);
            List.copyOf(cluster.rooms.get(room).occupants).forEach(occupant -> visited(occupant, room, at, true));
            destroyed.put(room, new Event(++clock, session.asBareJID(), at, true));
            sessions.forEach(other -> rearm(other, room));
            cluster.destroy(session, room);
        }
    }

    // What happens to servers

    /** A server does not know a room for a moment, as while others join it; once, as it is not looked at for ever. */
    void hide(final String server, final JID room) {
        if (hidden.add(server + ' ' + room)) {
            cluster.hide(server, room, HIDDEN);
        }
    }

    /** Of what happened on a server that has died since all was quiet nobody can be sure. */
    private void lose(final String server) {
        Stream.of(said, visits).flatMap(all -> all.values().stream()).forEach(events ->
            events.replaceAll(event -> unsure(event, server)));
        assumed = ++clock;
    }

    private Event unsure(final Event event, final String server) {
        return event.at().server().equals(server) && event.tick() > quiet
            ? new Event(event.tick(), event.user(), event.at(), false) : event;
    }

    /** Others find that the sessions of some servers have left, and had left some time before. */
    private void vanish(final Collection<String> servers, final String witness) {
        final Life at = new Life(witness, lives.get(witness));
        final Set<Pair> gone = new HashSet<>();
        cluster.roomsOf(witness).all().forEach(room -> room.occupants.stream()
            .filter(session -> servers.contains(places.get(session))).forEach(session ->
                gone.add(new Pair(session, room.jid))));
        gone.forEach(pair -> visited(pair.session(), pair.room(), at, false));
    }

    private List<String> others(final String server) {
        return cluster.running().stream().filter(other -> !other.equals(server)
            && cluster.roomsOf(other) == cluster.roomsOf(server)).sorted().toList();
    }

    void end(final String server, final boolean orderly) {
        final boolean isApart = cluster.isSplit() && others(server).isEmpty() && cluster.running().size() > 1;
        if (!cluster.running().contains(server) || others(server).isEmpty() && !isApart) {
            return;
        }
        if (!orderly) {
            lose(server);
        }
        if (!isApart) {
            vanish(Set.of(server), others(server).get(0));
            if (orderly) {
                // It writes down itself when its sessions left, of which the others hear later.
                vanish(Set.of(server), others(server).get(0));
            }
        } else if (orderly) {
            vanish(Set.of(server), server);
        }
        // That is not in the database.
        destroyed.replaceAll((room, event) -> unsure(event, server));
        places.forEach((session, place) -> {
            if (place.equals(server)) {
                subscribed.remove(session);
            }
        });
        if (orderly) {
            stopped.put(new Life(server, lives.get(server)), quiet);
        }
        lives.merge(server, 1, Integer::sum);
        if (orderly) {
            cluster.stop(server);
        } else {
            cluster.die(server);
        }
    }

    void start(final String server) {
        if (!cluster.running().contains(server) && !cluster.isSplit()) {
            assumed = ++clock;
            cluster.start(server);
            places.forEach((session, place) -> {
                if (place.equals(server)) {
                    cluster.connect(session, server);
                }
            });
            cluster.settle();
        }
    }

    /** Somebody may have been in a room meanwhile, and be notified of it again. */
    void reload(final String server) {
        if (cluster.running().contains(server)) {
            lives.merge(server, 1, Integer::sum);
            for (final FakeRoom room : cluster.roomsOf(server).all()) {
                if (!room.occupants.isEmpty()) {
                    sessions.stream().filter(session -> places.get(session).equals(server)).forEach(session ->
                        rearm(session, room.jid));
                }
                List.copyOf(room.occupants).stream().filter(session -> places.get(session).equals(server))
                    .forEach(session -> visited(session, room.jid, life(session), true));
            }
            cluster.reload(server);
        }
    }

    void split(final String server) {
        if (!cluster.isSplit() && cluster.running().contains(server) && cluster.running().size() > 1) {
            final List<String> others = others(server);
            vanish(others, server);
            vanish(Set.of(server), others.get(0));
            assumed = ++clock;
            cluster.split(server);
        }
    }

    void heal() {
        if (cluster.isSplit()) {
            cluster.running().forEach(server -> cluster.roomsOf(server).all().forEach(room ->
                List.copyOf(room.occupants).stream().filter(session -> places.get(session).equals(server))
                    .forEach(session -> visited(session, room.jid, life(session), true))));
            cluster.heal();
        }
    }

    /** Lets time pass in which the relay carries nothing; servers write to the database every second. */
    void pass(final Duration duration) {
        Duration left = duration;
        while (left.compareTo(Duration.ofSeconds(1)) >= 0) {
            cluster.time.advance(Duration.ofSeconds(1));
            cluster.flush();
            left = left.minusSeconds(1);
        }
        cluster.time.advance(left);
    }

    /** Lets all that is under way arrive, and what follows from it. */
    void settle() {
        run(assumed > quiet ? AFTER_CRASH : SETTLING);
        if (!cluster.isSplit()) {
            quiet = ++clock;
            allowance.replaceAll((pair, times) -> isSubscribed(pair.session()) ? Math.min(times, 1) : 0);
        }
    }

    private void run(final Duration duration) {
        for (long left = duration.toSeconds(); left > 0; left--) {
            cluster.flush();
            cluster.pass(Duration.ofSeconds(1));
        }
    }
}
