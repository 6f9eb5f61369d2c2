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
package org.igniterealtime.openfire.plugin.mucpulse.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelaySimulation.Fate;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelaySimulation.Recording;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelaySimulation.Server;

/** What listeners hear, whatever the network does and whichever servers join, leave, die and are split off. */
class RelayModelTest {

    private static final List<String> IDS = List.of("a", "b", "c");

    private enum Kind {
        START, STOP, KILL, SPLIT, HEAL, RELOAD, UNLOAD, MISS, SEND, SEND_ALL, PUMP, LATE, WAIT, WAIT_LONG
    }

    private record Step(Kind kind, int one, int other, List<Fate> fates) {
    }

    @Provide
    Arbitrary<List<Step>> lives() {
        final Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of(Kind.SEND, Kind.SEND_ALL)),
            Tuple.of(8, Arbitraries.of(Kind.PUMP, Kind.WAIT)),
            Tuple.of(5, Arbitraries.of(Kind.class)));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, IDS.size() - 1),
            Arbitraries.integers().between(0, IDS.size() - 1),
            Arbitraries.of(Fate.class).list().ofMinSize(1).ofMaxSize(5)).as(Step::new)
            .list().ofMinSize(1).ofMaxSize(80);
    }

    @Property(tries = 400)
    void k2_k4_k5_inOrderOnceLossesNoticedAndOneHome(@ForAll("lives") final List<Step> steps) {
        final RelaySimulation world = new RelaySimulation();
        IDS.forEach(id -> startAndJoin(world, id));
        world.settle();
        for (final Step step : steps) {
            happen(step, world);
        }
        world.settle();
        assertSettled(world);
        // What was lost last is noticed at the next message, and so is that a peer regarded a server as gone.
        for (int times = 0; times < 2; times++) {
            world.servers().stream().filter(Server::hasPlugin).forEach(Server::sendToAll);
            world.settle();
        }
        assertLastHeard(world);
        world.recordings.forEach(recording -> assertHeard(world, recording));
        assertThat(world.errors.count()).isZero();
    }

    private static Server startAndJoin(final RelaySimulation world, final String id) {
        final List<Server> others = world.servers();
        final Server server = world.start(id);
        world.join(server, others.isEmpty() ? server : others.get(0));
        return server;
    }

    private static void happen(final Step step, final RelaySimulation world) {
        final String id = IDS.get(step.one());
        final Server server = world.server(id);
        switch (step.kind()) {
            case START -> {
                if (server == null) {
                    startAndJoin(world, id);
                }
            }
            case LATE -> world.deliverLate();
            case HEAL -> world.heal();
            case PUMP -> world.pump(step.fates());
            case WAIT -> world.time.advance(Duration.ofMillis(200));
            case WAIT_LONG -> world.time.advance(Duration.ofSeconds(35));
            default -> {
                if (server != null) {
                    happenTo(server, step, world);
                }
            }
        }
        world.time.runUntilIdle();
    }

    private static void happenTo(final Server server, final Step step, final RelaySimulation world) {
        switch (step.kind()) {
            case STOP -> world.stop(server);
            case KILL -> world.kill(server);
            case SPLIT -> world.split(server);
            case UNLOAD -> {
                if (server.hasPlugin()) {
                    server.stopPlugin();
                }
            }
            // It takes another one for gone, which knows nothing of that.
            case MISS -> server.tell(listener -> listener.memberLeft(IDS.get(step.other())));
            case RELOAD -> {
                if (server.hasPlugin()) {
                    server.stopPlugin();
                }
                server.startPlugin("1.1");
            }
            case SEND -> {
                if (server.hasPlugin()) {
                    server.send(IDS.get(step.other()));
                }
            }
            default -> {
                if (server.hasPlugin()) {
                    server.sendToAll();
                }
            }
        }
    }

    /** Each island has one home, which all of it know, and all know each other. */
    private static void assertSettled(final RelaySimulation world) {
        for (final Set<String> island : world.islands()) {
            final String senior = Objects.requireNonNull(world.server(island.iterator().next())).senior().orElse("");
            final String home = island.contains(senior) ? senior : island.iterator().next();
            for (final String id : island) {
                final Server server = Objects.requireNonNull(world.server(id));
                final Set<String> others = new TreeSet<>(island);
                others.remove(id);
                assertThat(server.relay.peers()).as("peers of %s", id).isEqualTo(others);
                assertThat(server.relay.server()).as("home of %s", id).contains(home);
                assertThat(server.relay.isHere()).isEqualTo(id.equals(home));
                assertThat(server.heard.stream().filter(event -> event.startsWith("home ")).reduce((a, b) -> b))
                    .contains("home " + home + ' ' + id.equals(home));
            }
        }
    }

    /** What was sent when all was quiet has arrived. */
    private static void assertLastHeard(final RelaySimulation world) {
        for (final Set<String> island : world.islands()) {
            for (final String id : island) {
                for (final String peer : world.server(id).relay.peers()) {
                    final List<Integer> sent = world.sent(peer, id);
                    assertThat(world.server(id).heard).as("the last message of %s to %s", peer, id)
                        .contains("received " + peer + ' ' + sent.get(sent.size() - 1));
                }
            }
        }
    }

    private static void assertHeard(final RelaySimulation world, final Recording recording) {
        for (final String peer : IDS) {
            boolean joined = false;
            // Whether listeners know that something may be missing.
            boolean warned = true;
            int last = 0;
            for (final String event : recording.heard()) {
                final String[] words = event.split(" ");
                if (!words[1].equals(peer) || words[0].equals("home")) {
                    continue;
                }
                assertThat(words[0].equals("joined")).as("%s after %s", event, recording.heard()).isEqualTo(!joined);
                switch (words[0]) {
                    case "joined" -> {
                        joined = true;
                        warned = true;
                    }
                    case "left" -> joined = false;
                    case "lost" -> warned = true;
                    default -> {
                        final int number = Integer.parseInt(words[2]);
                        assertThat(number).as("in order and once").isGreaterThan(last);
                        if (!warned) {
                            final int before = last;
                            assertThat(world.sent(peer, recording.server())).as("missing at %s", recording)
                                .noneMatch(sent -> sent > before && sent < number);
                        }
                        warned = false;
                        last = number;
                    }
                }
            }
        }
    }
}
