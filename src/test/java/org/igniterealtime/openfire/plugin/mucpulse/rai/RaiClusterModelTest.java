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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.igniterealtime.openfire.plugin.mucpulse.port.Affiliation;
import org.igniterealtime.openfire.plugin.mucpulse.store.StateTable;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.TestDatabase;
import org.xmpp.packet.JID;

/**
 * K3, K5: random histories of users on three servers, whose messages to each other are late, lost and repeated, and
 * which die, are stopped, started, cut off and reloaded, or do not know a room for a moment. Nobody is told what the
 * rules forbid, nor twice, and in the end everybody was told.
 */
class RaiClusterModelTest {

    private static final List<String> SERVERS = List.of("a", "b", "c");
    /** Each user has sessions on two servers; each server has sessions of two users. */
    private static final List<JID> SESSIONS = List.of(ROMEO_PHONE, JULIET_PHONE, RaiFixture.NURSE_PHONE,
        new JID("juliet@example.org/tablet"), new JID("nurse@example.org/laptop"), ROMEO_LAPTOP, JULIET_LAPTOP);
    private static final List<JID> ROOMS = List.of(ORCHARD, BALCONY);

    private enum Kind {
        SUBSCRIBE, UNSUBSCRIBE, END_SESSION, ENTER, LEAVE, SAY, VISIT_AND_SAY, AFFILIATE, PRIVATE, DESTROY, DELIVER,
        REPEAT, LOSE, HIDE, PASS, QUIET, DIE, STOP, START, RELOAD, SPLIT, HEAL
    }

    /** Something that happens; what the numbers mean depends on what it is. */
    private record Step(Kind kind, int session, int room, int server, int option) {
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return steps(Arbitraries.frequency(Tuple.of(20, Kind.SUBSCRIBE), Tuple.of(3, Kind.UNSUBSCRIBE),
            Tuple.of(2, Kind.END_SESSION), Tuple.of(20, Kind.ENTER), Tuple.of(15, Kind.LEAVE), Tuple.of(25, Kind.SAY),
            Tuple.of(25, Kind.VISIT_AND_SAY), Tuple.of(6, Kind.AFFILIATE), Tuple.of(4, Kind.PRIVATE),
            Tuple.of(40, Kind.DELIVER), Tuple.of(8, Kind.REPEAT), Tuple.of(8, Kind.LOSE),
            Tuple.of(8, Kind.HIDE), Tuple.of(30, Kind.PASS), Tuple.of(6, Kind.QUIET), Tuple.of(3, Kind.DIE),
            Tuple.of(2, Kind.STOP), Tuple.of(8, Kind.START), Tuple.of(3, Kind.RELOAD), Tuple.of(3, Kind.SPLIT),
            Tuple.of(6, Kind.HEAL), Tuple.of(2, Kind.DESTROY)));
    }

    /** Nothing happens to servers, so that everything is certain that is said, and which rooms are destroyed. */
    @Provide
    Arbitrary<List<Step>> peaceful() {
        return steps(Arbitraries.frequency(Tuple.of(20, Kind.SUBSCRIBE), Tuple.of(2, Kind.UNSUBSCRIBE),
            Tuple.of(20, Kind.ENTER), Tuple.of(15, Kind.LEAVE), Tuple.of(25, Kind.SAY),
            Tuple.of(25, Kind.VISIT_AND_SAY), Tuple.of(6, Kind.AFFILIATE), Tuple.of(4, Kind.PRIVATE),
            Tuple.of(2, Kind.DESTROY), Tuple.of(40, Kind.DELIVER), Tuple.of(8, Kind.REPEAT), Tuple.of(8, Kind.LOSE),
            Tuple.of(8, Kind.HIDE), Tuple.of(30, Kind.PASS), Tuple.of(6, Kind.QUIET)));
    }

    private static Arbitrary<List<Step>> steps(final Arbitrary<Kind> kinds) {
        return Combinators.combine(kinds.withoutEdgeCases(), number(SESSIONS.size()), number(ROOMS.size()),
            number(SERVERS.size()), number(6)).as(Step::new).list().ofMinSize(30).ofMaxSize(80);
    }

    private static Arbitrary<Integer> number(final int below) {
        return Arbitraries.integers().between(0, below - 1).withoutEdgeCases();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void k3_everybodyIsToldOnceHoweverMessagesBetweenServersTravel(@ForAll("peaceful") final List<Step> steps)
            throws Exception {
        live(steps, Map.of());
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void k3_clocksOfServersMayDiffer(@ForAll("peaceful") final List<Step> steps, @ForAll("skews") final int skew,
                                     @ForAll("skews") final int otherSkew) throws Exception {
        live(steps, Map.of("b", Duration.ofSeconds(skew), "c", Duration.ofSeconds(otherSkew)));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void k5_nobodyIsToldTwiceNorLeftOutWhateverHappensToServers(@ForAll("histories") final List<Step> steps)
            throws Exception {
        live(steps, Map.of());
    }

    /** How far a clock is ahead of another one, in seconds. */
    @Provide
    Arbitrary<Integer> skews() {
        return Arbitraries.of(-1700, -300, -60, -2, 0, 2, 60, 300, 1700);
    }

    /** What is heard of an event is later than that, whatever time that server has. */
    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void k3_whatIsHeardInTimeIsInOrderThoughAClockIsWrongByYears(@ForAll("peaceful") final List<Step> steps,
                                                                 @ForAll("skews") final int skew) throws Exception {
        live(steps, Map.of("b", Duration.ofSeconds(skew), "c", Duration.ofDays(3650)),
            world -> world.cluster.pass(Duration.ofSeconds(1)));
    }

    private static void live(final List<Step> steps, final Map<String, Duration> skews) throws Exception {
        live(steps, skews, world -> { });
    }

    private static void live(final List<Step> steps, final Map<String, Duration> skews,
                             final Consumer<RaiClusterWorld> afterEach) throws Exception {
        try (TestDatabase database = new TestDatabase()) {
            final RaiClusterWorld world =
                new RaiClusterWorld(new StateTable(database), skews, SERVERS, SESSIONS, ROOMS);
            for (final Step step : steps) {
                world.history.add(describe(step));
                take(step, world);
                afterEach.accept(world);
                assertThat(world.violations()).as("after %s", world.history).isEmpty();
            }
            world.heal();
            world.settle();
            assertThat(world.violations()).as("after %s", world.history).isEmpty();
            assertThat(world.missing()).as("after %s", world.history).isEmpty();
        }
    }

    private static String describe(final Step step) {
        return step.kind() + " " + SESSIONS.get(step.session()) + ' ' + ROOMS.get(step.room()).getNode() + ' '
            + SERVERS.get(step.server()) + ' ' + step.option();
    }

    private static void take(final Step step, final RaiClusterWorld world) {
        final JID session = SESSIONS.get(step.session());
        final JID room = ROOMS.get(step.room());
        final String server = SERVERS.get(step.server());
        final String other = SERVERS.get((step.server() + 1 + step.option() % 2) % SERVERS.size());
        switch (step.kind()) {
            case SUBSCRIBE -> world.subscribe(session);
            case UNSUBSCRIBE -> world.unsubscribe(session);
            case END_SESSION -> world.endSession(session);
            case ENTER -> world.enter(session, room);
            case LEAVE -> world.leave(session, room);
            case SAY -> world.say(session, room);
            case VISIT_AND_SAY -> {
                world.enter(session, room);
                world.say(session, room);
                world.leave(session, room);
            }
            case AFFILIATE -> world.affiliate(session.asBareJID(), room, List.of(Affiliation.MEMBER, Affiliation.NONE,
                Affiliation.OUTCAST).get(step.option() % 3));
            case PRIVATE -> world.makePrivate(room, step.option() % 2 == 0);
            case DESTROY -> world.destroy(session, room);
            case DELIVER -> world.cluster.network.deliverNext(server, other, 1);
            case REPEAT -> world.cluster.network.deliverNext(server, other, 2);
            case LOSE -> world.cluster.network.loseUnnoticed(server, other);
            case HIDE -> world.hide(server, room);
            case PASS -> world.pass(Duration.ofMillis(List.of(1, 250, 250, 1_000, 3_000, 20_000).get(step.option())));
            case QUIET -> world.settle();
            case DIE -> world.end(server, false);
            case STOP -> world.end(server, true);
            case START -> world.start(server);
            case RELOAD -> world.reload(server);
            case SPLIT -> world.split(server);
            default -> world.heal();
        }
        world.cluster.settle();
    }
}
