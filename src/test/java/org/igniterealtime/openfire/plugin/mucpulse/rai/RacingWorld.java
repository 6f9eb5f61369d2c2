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

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeRoom;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * A world in which things happen faster than they are looked at. Nobody is ever told what the rules forbid, where only
 * two things are taken as they were a little earlier: visits whose events still wait, and lists whose queries have been
 * answered. In the end, when all is quiet and something is said in every room, nobody was left out.
 */
final class RacingWorld extends RaiWorld {

    private static final JID HERALD = new JID("herald@example.org/palace");

    private record Pair(JID session, JID room) {
    }

    private long clock;
    /** Sessions that are subscribed, or were when all was quiet. */
    private final Set<JID> perhapsSubscribed = new HashSet<>();
    /** How often a session may still be told of a room. */
    private final Map<Pair, Integer> allowance = new HashMap<>();
    private final Map<Pair, Long> rearmedAt = new HashMap<>();
    private final Map<Pair, Long> toldAt = new HashMap<>();
    /** Visits whose events were looked at for certain. */
    private final Map<JID, Map<JID, Long>> visitsWhenQuiet = new HashMap<>();
    /** What was allowed when queries ran whose answers may still wait. */
    private final Set<Pair> listed = new HashSet<>();

    RacingWorld() {
        server.lazily();
        server.sender.observe(this::sent);
        server.queries.observe(this::queried);
    }

    /** Whether the session may be told now, or could be told when queries ran. */
    private boolean isAllowed(final Pair pair) {
        // R6, R9: whatever was true a little earlier, the room itself is asked when the notification is sent.
        return !model.isInside(pair.session(), pair.room())
            && model.mayKnow(pair.session().asBareJID(), pair.room())
            && (isListable(pair) || listed.contains(pair));
    }

    private boolean isListable(final Pair pair) {
        final JID user = pair.session().asBareJID();
        return model.isAudience(user, pair.room())
            && model.hasNews(user, pair.room(), visitsWhenQuiet.getOrDefault(pair.room(), Map.of()));
    }

    private void queried() {
        for (final JID session : SESSIONS) {
            ROOMS.stream().map(room -> new Pair(session, room)).filter(this::isListable).forEach(listed::add);
        }
    }

    private void sent(final Packet stanza) {
        final JID session = stanza.getTo();
        assertThat(stanza.getError()).isNull();
        final List<JID> rooms = RaiFixture.roomsIn((Message) stanza);
        assertThat(rooms).isNotEmpty().doesNotHaveDuplicates();
        assertThat(perhapsSubscribed).as("R3: subscribed").contains(session);
        for (final JID room : rooms) {
            final Pair pair = new Pair(session, room);
            assertThat(isAllowed(pair)).as("R4, R6, R7, R9: %s", pair).isTrue();
            assertThat(allowance.merge(pair, -1, Integer::sum)).as("R8: %s", pair).isNotNegative();
            toldAt.put(pair, ++clock);
        }
    }

    private void rearm(final JID session, final JID room) {
        final Pair pair = new Pair(session, room);
        allowance.merge(pair, 1, Integer::sum);
        rearmedAt.put(pair, ++clock);
    }

    @Override
    void subscribe(final JID session) {
        model.subscribe(session);
        perhapsSubscribed.add(session);
        ROOMS.forEach(room -> rearm(session, room));
        server.subscribe(session);
        happened();
    }

    @Override
    void visited(final JID user, final JID room) {
        super.visited(user, room);
        SESSIONS.stream().filter(session -> session.asBareJID().equals(user))
            .forEach(session -> rearm(session, room));
    }

    @Override
    void destroyed(final JID room) {
        super.destroyed(room);
        visitsWhenQuiet.remove(room);
        SESSIONS.forEach(session -> rearm(session, room));
    }

    @Override
    void say(final List<Utterance> utterances) {
        for (final Utterance utterance : possible(utterances)) {
            if (utterance.isActivity()) {
                model.said(utterance.session(), utterance.room());
            }
            server.send(utterance.session(), utterance.room(), utterance.stanza());
        }
        happened();
    }

    /** Does some of what waits. */
    void work(final int steps, final boolean queriesFirst) {
        for (int i = 0; i < steps; i++) {
            if (queriesFirst ? !server.queries.runNext() : !server.executor.runNext()) {
                if (queriesFirst) {
                    server.executor.runNext();
                } else {
                    server.queries.runNext();
                }
            }
        }
        happened();
    }

    @Override
    void pass(final Duration time) {
        server.executor.advance(time);
        happened();
    }

    @Override
    void happened() {
        final boolean due = server.executor.nextDue().filter(time -> !time.isAfter(server.executor.instant())).isPresent();
        if (!due && server.queries.waitingCount() == 0) {
            quiet();
        }
    }

    private void quiet() {
        clock++;
        listed.clear();
        perhapsSubscribed.retainAll(model.subscribed());
        allowance.replaceAll((pair, times) ->
            model.subscribed().contains(pair.session()) ? Math.min(times, 1) : 0);
        for (final JID room : ROOMS) {
            visitsWhenQuiet.put(room, new HashMap<>(model.lastThere(room)));
        }
    }

    /** Has all that waits done, and something said in every room: whoever is to know has been told. */
    void callTheRoll() {
        server.settle();
        server.passUntilQuiet();
        quiet();
        for (final FakeRoom room : server.rooms.all()) {
            visited(HERALD.asBareJID(), room.jid);
            server.join(HERALD, room.jid);
            say(List.of(new Utterance(HERALD, room.jid, Content.BODY)));
        }
        server.settle();
        server.passUntilQuiet();
        for (final JID session : model.subscribed()) {
            for (final JID room : ROOMS) {
                final Pair pair = new Pair(session, room);
                if (model.isDue(session, room)) {
                    assertThat(toldAt.getOrDefault(pair, -1L)).as("when last told: %s", pair)
                        .isGreaterThan(rearmedAt.getOrDefault(pair, -1L));
                }
            }
        }
        assertThat(server.rai().subscriptionCounts().getOrDefault(RaiFixture.SERVICE, 0))
            .as("subscriptions").isEqualTo(model.subscribed().size());
    }
}
