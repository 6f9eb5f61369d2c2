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

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.COVEN;
import static org.igniterealtime.openfire.plugin.mucpulse.mep.MepFixture.occupant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * K3 to K6: whatever happens on three servers, everybody is told of what a naive model of one room says, every request
 * is answered once, and the servers agree on which nodes there are. What is lost on its way is lost for the step in
 * which that happens alone.
 */
class ClusterModelTest {

    private static final List<String> SERVERS = List.of("a", "b", "c");
    private static final List<JID> SESSIONS = List.of(new JID("s0@shakespeare.lit/x"),
        new JID("s1@shakespeare.lit/x"), new JID("s2@shakespeare.lit/x"), new JID("s3@shakespeare.lit/x"),
        new JID("s4@shakespeare.lit/x"), new JID("s5@shakespeare.lit/x"));
    private static final List<String> NODES = List.of("n1", "n2");
    private static final Duration SETTLED = Duration.ofSeconds(4);
    private static final Duration RECOVERED = Duration.ofSeconds(12);

    private enum Kind { JOIN, LEAVE, KICK, RENAME, PUBLISH, SPEAK, SUBSCRIBE, LOSE, DIE, START, SPLIT_AND_HEAL }

    /** Something that happens; what the numbers mean depends on what it is. */
    record Step(Kind kind, int session, int server, int node, int option) {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        final Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(60, Kind.JOIN), Tuple.of(10, Kind.LEAVE),
            Tuple.of(10, Kind.KICK), Tuple.of(10, Kind.RENAME), Tuple.of(70, Kind.PUBLISH), Tuple.of(25, Kind.SPEAK),
            Tuple.of(25, Kind.SUBSCRIBE), Tuple.of(12, Kind.LOSE), Tuple.of(8, Kind.DIE), Tuple.of(12, Kind.START),
            Tuple.of(5, Kind.SPLIT_AND_HEAL)).withoutEdgeCases();
        return Combinators.combine(kinds, number(SESSIONS.size() - 1), number(2), number(NODES.size() - 1), number(7))
            .as(Step::new).list().ofMinSize(25).ofMaxSize(50);
    }

    private static Arbitrary<Integer> number(final int most) {
        return Arbitraries.integers().between(0, most).withoutEdgeCases();
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void k3ToK6_everybodyIsToldWhatTheModelSaysWhateverHappensToServers(@ForAll("steps") final List<Step> steps) {
        final Run run = new Run();
        for (final Step step : steps) {
            run.take(step);
            run.verifyAgreement(step);
        }
    }

    /** The cluster and the model, side by side. */
    private static final class Run {

        private final MepCluster cluster = new MepCluster("a", "b", "c");
        private final Map<JID, String> nicknames = new TreeMap<>();
        private final Map<JID, Set<String>> interests = new HashMap<>();
        private final Map<String, Set<JID>> subscribers = new HashMap<>();
        /** Nodes by nickname; the room's own under the empty one. */
        private final Map<String, Set<String>> nodes = new TreeMap<>();
        private final List<IQ> requests = new ArrayList<>();
        private int names;
        private int items;

        Run() {
            cluster.own(SESSIONS.get(0));
        }

        void take(final Step step) {
            final JID session = SESSIONS.get(step.session());
            final String node = NODES.get(step.node());
            switch (step.kind()) {
                case JOIN -> join(session, step.option());
                case LEAVE -> leave(session, cluster.places.get(session));
                case KICK -> leave(session, anyServer(step.server()));
                case RENAME -> rename(session);
                case PUBLISH -> publish(session, node, "");
                case SPEAK -> speak(anyServer(step.server()), node);
                case SUBSCRIBE -> subscribe(session, SESSIONS.get(step.option() % SESSIONS.size()), node);
                case LOSE -> publish(session, node, step.option() % 2 == 0 ? "request" : "answer");
                case DIE -> die(anyServer(step.server()));
                case START -> start(SERVERS.get(step.server()));
                default -> splitAndHeal();
            }
        }

        private String anyServer(final int number) {
            final List<String> running = List.copyOf(cluster.servers.keySet());
            return running.get(number % running.size());
        }

        private String home() {
            return cluster.servers.keySet().iterator().next();
        }

        private void join(final JID session, final int option) {
            final String server = SERVERS.get(SESSIONS.indexOf(session) % SERVERS.size());
            if (nicknames.containsKey(session) || !cluster.servers.containsKey(server)) {
                return;
            }
            final Set<String> wanted = new TreeSet<>();
            for (int i = 0; i < NODES.size(); i++) {
                if ((option >> i & 1) == 1) {
                    wanted.add(NODES.get(i));
                }
            }
            nicknames.put(session, "nick" + names++);
            interests.put(session, wanted);
            cluster.join(server, session, nicknames.get(session), wanted.toArray(String[]::new));
            cluster.pass(Duration.ofSeconds(1));
            cluster.takeEvents();
        }

        private void leave(final JID session, final String by) {
            if (nicknames.containsKey(session)) {
                nodes.remove(nicknames.remove(session));
                subscribers.values().forEach(sessions -> sessions.remove(session));
                cluster.kick(by, session);
                assertThat(cluster.takeEvents()).isEmpty();
            }
        }

        private void rename(final JID session) {
            final String from = nicknames.get(session);
            if (from != null) {
                final String to = "nick" + names++;
                nicknames.put(session, to);
                Optional.ofNullable(nodes.remove(from)).ifPresent(own -> {
                    nodes.put(to, own);
                    NODES.forEach(node -> Optional.ofNullable(subscribers.remove(from + node))
                        .ifPresent(sessions -> subscribers.put(to + node, sessions)));
                });
                cluster.rename(session, from, to);
            }
        }

        private void publish(final JID session, final String node, final String lost) {
            final String server = cluster.places.get(session);
            if (!nicknames.containsKey(session)) {
                return;
            }
            final String nickname = nicknames.get(session);
            final IQ request = cluster.stanza("set", session, occupant(nickname),
                MepCluster.publication(node, "i" + items++));
            cluster.handIn(server, request);
            if ("request".equals(lost)) {
                cluster.network.lose(server, home());
            } else if (!lost.isEmpty()) {
                cluster.server(server).executor.runUntilIdle();
                cluster.network.deliver();
                cluster.server(home()).executor.runUntilIdle();
                cluster.network.lose(home(), server);
            }
            cluster.pass(lost.isEmpty() ? Duration.ZERO : RECOVERED);
            requests.add(request);
            final boolean isSafe = lost.isEmpty() || server.equals(home());
            if (isSafe) {
                assertThat(cluster.onlyReply(request).orElseThrow().getType()).isEqualTo(IQ.Type.result);
                add(nickname, node);
                expect(nickname, node);
            } else {
                if ("answer".equals(lost)) {
                    add(nickname, node);
                }
                final Set<JID> told = cluster.takeEvents().keySet();
                assertThat(told).isSubsetOf(nicknames.keySet());
                assertThat(told).isSubsetOf(interested(nickname, node));
            }
            assertThat(cluster.onlyReply(request)).isPresent();
        }

        private void speak(final String server, final String node) {
            if (nicknames.isEmpty()) {
                return;
            }
            cluster.server(server).entrance.publish(COVEN, node, "i" + items++, DocumentHelper.createElement("thing"));
            cluster.settle();
            add("", node);
            expect("", node);
        }

        private void subscribe(final JID session, final JID owner, final String node) {
            final String nickname = nicknames.get(owner);
            if (!nicknames.containsKey(session) || nickname == null) {
                return;
            }
            final IQ reply = cluster.ask(cluster.places.get(session), "set", session, occupant(nickname), "<pubsub xmlns='"
                + MepFixture.PUBSUB + "'><subscribe node='" + node + "' jid='" + session + "'/></pubsub>");
            cluster.pass(Duration.ofSeconds(1));
            final boolean exists = nodes.getOrDefault(nickname, Set.of()).contains(node);
            assertThat(reply.getType()).isEqualTo(exists ? IQ.Type.result : IQ.Type.error);
            if (exists) {
                subscribers.computeIfAbsent(nickname + node, key -> new HashSet<>()).add(session);
            }
            assertThat(cluster.takeEvents().keySet()).isSubsetOf(Set.of(session));
        }

        private void add(final String nickname, final String node) {
            nodes.computeIfAbsent(nickname, key -> new TreeSet<>()).add(node);
        }

        private Set<JID> interested(final String nickname, final String node) {
            return nicknames.keySet().stream().filter(session -> interests.get(session).contains(node)
                || subscribers.getOrDefault(nickname + node, Set.of()).contains(session)).collect(Collectors.toSet());
        }

        /** Exactly those who are interested are told, once each of the publication. */
        private void expect(final String nickname, final String node) {
            final Map<JID, List<Message>> told = cluster.takeEvents();
            assertThat(told.keySet()).isEqualTo(interested(nickname, node));
            told.values().forEach(events -> assertThat(events.stream().filter(event ->
                ("i" + (items - 1)).equals(item(event)))).hasSize(1));
        }

        private static String item(final Message event) {
            final Element what = event.getElement().element("event").elements().get(0);
            return what.elements().get(0).attributeValue("id");
        }

        private void die(final String id) {
            if (cluster.servers.size() == 1) {
                return;
            }
            final boolean wasHome = id.equals(home());
            nicknames.keySet().stream().filter(session -> id.equals(cluster.places.get(session))).toList()
                .forEach(session -> {
                    nodes.remove(nicknames.remove(session));
                    subscribers.values().forEach(sessions -> sessions.remove(session));
                });
            if (wasHome) {
                nodes.keySet().removeIf(nickname -> !nickname.isEmpty());
                subscribers.clear();
            }
            cluster.die(id);
            cluster.pass(Duration.ofSeconds(6));
            assertThat(cluster.takeEvents().keySet()).isSubsetOf(nicknames.keySet());
        }

        private void start(final String id) {
            if (!cluster.servers.containsKey(id)) {
                cluster.start(id);
                cluster.pass(SETTLED);
                assertThat(cluster.takeEvents().keySet()).isSubsetOf(nicknames.keySet());
            }
        }

        /** Each side loses what the occupants of the other have; who has nodes in the room itself keeps them. */
        private void splitAndHeal() {
            if (cluster.servers.size() < 2) {
                return;
            }
            final String alone = List.copyOf(cluster.servers.keySet()).get(cluster.servers.size() - 1);
            cluster.split(alone);
            cluster.heal();
            cluster.pass(SETTLED);
            nicknames.forEach((session, nickname) -> {
                if (alone.equals(cluster.places.get(session))) {
                    nodes.remove(nickname);
                    NODES.forEach(node -> subscribers.remove(nickname + node));
                    subscribers.values().forEach(sessions -> sessions.remove(session));
                }
            });
            assertThat(cluster.takeEvents().keySet()).isSubsetOf(nicknames.keySet());
        }

        /** Every request has one answer, home knows who is there and has their nodes, the others know which. */
        void verifyAgreement(final Step step) {
            requests.forEach(request -> assertThat(cluster.onlyReply(request)).as("answer after %s", step).isPresent());
            requests.clear();
            final MucEventing home = cluster.home().mep;
            final Map<String, Set<String>> there = new TreeMap<>();
            final Set<JID> occupants = new HashSet<>();
            home.openRooms().forEach(room -> {
                room.occupants().forEach(occupant -> occupants.add(occupant.session()));
                room.services().filter(service -> !service.isEmpty()).forEach(service -> there.put(
                    Optional.ofNullable(service.address().getResource()).orElse(""),
                    service.nodes().stream().map(Node::id).collect(Collectors.toSet())));
            });
            assertThat(occupants).as("occupants after %s", step).isEqualTo(nicknames.keySet());
            final Map<String, Set<String>> expected = new TreeMap<>(nodes);
            if (nicknames.isEmpty()) {
                expected.remove("");
            }
            assertThat(there).as("nodes after %s", step).isEqualTo(expected);
            for (final MepCluster.Server server : cluster.servers.values()) {
                assertThat(server.isHome()).isEqualTo(server.id.equals(home()));
                if (!server.isHome()) {
                    assertThat(server.mep.openRooms()).isEmpty();
                    assertThat(server.mep.memory().total()).isZero();
                    verifyNames(server, expected, step);
                }
            }
        }

        private void verifyNames(final MepCluster.Server server, final Map<String, Set<String>> expected,
                                 final Step step) {
            final NodeDirectory directory = server.eventing.directory();
            assertThat(directory.ofRoom(COVEN)).as("nodes of the room on %s after %s", server.id, step)
                .extracting(NodeName::id).containsExactlyInAnyOrderElementsOf(expected.getOrDefault("", Set.of()));
            nicknames.forEach((session, nickname) -> {
                final var view = server.rooms.occupant(COVEN, session).orElseThrow();
                for (final String node : NODES) {
                    assertThat(directory.has(COVEN, view, node)).as("%s of %s on %s after %s", node, nickname,
                        server.id, step).isEqualTo(expected.getOrDefault(nickname, Set.of()).contains(node));
                }
            });
        }
    }
}
