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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ALICE;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.ATTIC;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.BOB;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.CELLAR;
import static org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingFixture.GARDEN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.Nullable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomAccess;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakePersonalEventing.Event;
import org.xmpp.packet.JID;

/**
 * K3, K5: random histories of what users choose on three servers, whose messages to each other are late, lost and
 * repeated, and which are cut off, die and are started. At no moment is anything published that the user has not
 * permitted, as far as any server with a session of the user in the room can know; in the end all servers and the
 * database agree, and what is published is what the user chose last.
 */
class ChattingClusterModelTest {

    private static final List<String> SERVERS = List.of("a", "b", "c");
    private static final List<JID> USERS = List.of(ALICE, BOB);
    private static final List<JID> ROOMS = List.of(GARDEN, ATTIC);
    /** Nothing that is in doubt, retried or left by a server that died is so for longer. */
    private static final Duration SETTLING = Duration.ofMinutes(3);

    private enum Kind {
        CHOOSE, JOIN, LEAVE, DELIVER, REPEAT, LOSE, LOSE_UNNOTICED, PASS, SPLIT, HEAL, FAIL_DATABASE, DIE, START, QUIET
    }

    /** Something that happens; what the numbers mean depends on what it is. */
    private record Step(Kind kind, int user, int room, int server, int option) {

        @Override
        public String toString() {
            return kind + " " + USERS.get(user).getNode() + ' ' + ROOMS.get(room).getNode() + ' ' + SERVERS.get(server)
                + ' ' + option;
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        final Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(25, Kind.CHOOSE), Tuple.of(15, Kind.JOIN),
            Tuple.of(8, Kind.LEAVE), Tuple.of(25, Kind.DELIVER), Tuple.of(5, Kind.REPEAT), Tuple.of(4, Kind.LOSE),
            Tuple.of(4, Kind.LOSE_UNNOTICED), Tuple.of(10, Kind.PASS), Tuple.of(4, Kind.SPLIT), Tuple.of(6, Kind.HEAL),
            Tuple.of(2, Kind.FAIL_DATABASE), Tuple.of(2, Kind.DIE), Tuple.of(5, Kind.START), Tuple.of(4, Kind.QUIET));
        return Combinators.combine(kinds.withoutEdgeCases(), number(USERS.size()), number(ROOMS.size()),
            number(SERVERS.size()), number(8)).as(Step::new).list().ofMinSize(10).ofMaxSize(60);
    }

    private static Arbitrary<Integer> number(final int below) {
        return Arbitraries.integers().between(0, below - 1).withoutEdgeCases();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void k3_k5_nothingIsPublishedWithoutConsentAndAllServersAgreeInTheEnd(@ForAll("histories") final List<Step> steps) {
        final World world = new World();
        for (final Step step : steps) {
            world.history.add(step.toString());
            world.take(step);
        }
        world.history.add("end");
        world.quieten();
    }

    /** The servers, and what can be known of the users' choices. */
    private static final class World {

        private final ChattingCluster cluster = new ChattingCluster();
        private final List<String> history = new ArrayList<>();
        private final Map<JID, ChattingPreferences> last = new HashMap<>();
        /** What a server may take for the choice of a user; the choices since all was quiet that it may know of. */
        private final Map<String, Map<JID, Set<ChattingPreferences>>> possible = new HashMap<>();
        /** Where each user has chosen since all was quiet. */
        private final Map<JID, Set<String>> choosers = new HashMap<>();
        /** What users chose last, and before that since all was quiet, at a server that has died. */
        private final Map<JID, Set<ChattingPreferences>> doubtful = new HashMap<>();
        /** Whether servers were cut off since all was quiet: where they are not sure what applies, less is published. */
        private boolean torn;
        private final Map<JID, Map<JID, Set<String>>> present = new HashMap<>();

        World() {
            cluster.first.change(ATTIC, new RoomAccess(true, false, false));
            cluster.first.pass(SETTLING);
            for (final JID user : USERS) {
                last.put(user, ChattingPreferences.NOTHING);
            }
            forgetHistory();
            cluster.first.node.observe(this::published);
        }

        private static boolean permits(final ChattingPreferences choice, final JID room) {
            return choice.allows(room) && (choice.privateRooms() || !room.equals(ATTIC));
        }

        /** Where nothing is published, it does not matter what else was chosen. */
        private static ChattingPreferences effective(@Nullable final ChattingPreferences choice) {
            return choice == null || !choice.publish() ? ChattingPreferences.NOTHING : choice;
        }

        private Set<ChattingPreferences> possible(final String server, final JID user) {
            return possible.computeIfAbsent(server, key -> new HashMap<>())
                .computeIfAbsent(user, key -> new HashSet<>());
        }

        private Set<String> present(final JID user, final JID room) {
            return present.computeIfAbsent(user, key -> new HashMap<>()).computeIfAbsent(room, key -> new HashSet<>());
        }

        private void published(final Event event) {
            if (!event.isFarewell()) {
                final JID room = new JID(ChattingFixture.room(event.payload()), ChattingFixture.SERVICE, null);
                assertThat(present(event.user(), room)).as("servers with %s in %s after %s", event.user(), room, history)
                    .anyMatch(server -> possible(server, event.user()).stream().anyMatch(choice -> permits(choice, room)));
            }
        }

        private void forgetHistory() {
            possible.clear();
            choosers.clear();
            doubtful.clear();
            torn = false;
            SERVERS.forEach(server -> last.forEach((user, choice) -> possible(server, user).add(choice)));
        }

        private void take(final Step step) {
            final JID user = USERS.get(step.user());
            final JID room = ROOMS.get(step.room());
            final String server = SERVERS.get(step.server());
            final String other = SERVERS.get((step.server() + 1 + step.option() % 2) % SERVERS.size());
            final boolean runs = cluster.servers.containsKey(server);
            final boolean bothRun = runs && cluster.servers.containsKey(other);
            switch (step.kind()) {
                case CHOOSE -> choose(runs ? server : cluster.servers.keySet().iterator().next(), user,
                    new ChattingPreferences(step.option() % 2 == 0, step.option() == 6 ? Set.of(room) : Set.of(),
                        step.option() % 4 < 2));
                case JOIN -> join(server, room, user, runs);
                case LEAVE -> {
                    if (present(user, room).remove(server)) {
                        cluster.leave(server, room, user);
                    }
                }
                case DELIVER -> deliver(server, other, bothRun, step.option() < 4 ? 1 : 100);
                case REPEAT -> deliver(server, other, bothRun, 2);
                case LOSE -> cluster.network.lose(server, other);
                case LOSE_UNNOTICED -> cluster.network.loseUnnoticed(server, other);
                case PASS -> pass(Duration.ofMillis(List.of(1, 50, 1_000, 1_000, 3_000, 12_000, 12_000, 70_000)
                    .get(step.option())));
                case SPLIT -> {
                    if (runs) {
                        torn = true;
                        others(server).forEach(each -> cluster.separate(server, each));
                    }
                }
                case HEAL -> heal();
                case FAIL_DATABASE -> cluster.first.database.failing = true;
                case DIE -> {
                    // What could not be written yet is in the journal of the server that dies, which is not tried here.
                    if (runs && cluster.servers.size() > 1 && !cluster.first.database.failing) {
                        die(server);
                    }
                }
                case START -> {
                    if (!runs && !cluster.first.database.failing) {
                        start(server);
                    }
                }
                default -> quieten();
            }
            cluster.first.run();
        }

        /** Nothing is on its way for longer than a few seconds. */
        private void pass(final Duration time) {
            if (time.compareTo(Duration.ofSeconds(10)) > 0) {
                cluster.work();
            }
            cluster.first.pass(time);
        }

        private void choose(final String server, final JID user, final ChattingPreferences choice) {
            last.put(user, choice);
            choosers.computeIfAbsent(user, key -> new HashSet<>()).add(server);
            SERVERS.forEach(each -> possible(each, user).add(choice));
            possible(server, user).clear();
            possible(server, user).add(choice);
            cluster.choose(server, user, choice);
        }

        private void join(final String server, final JID room, final JID user, final boolean runs) {
            if (runs && present(user, room).add(server)) {
                cluster.join(server, room, user);
            }
        }

        private void deliver(final String server, final String other, final boolean bothRun, final int times) {
            if (bothRun && times == 2) {
                cluster.network.deliverNext(server, other, 2);
            }
            for (int i = 0; bothRun && times != 2 && i < times; i++) {
                cluster.network.deliverNext(server, other, 1);
            }
        }

        private void die(final String server) {
            present.values().forEach(rooms -> rooms.values().forEach(servers -> servers.remove(server)));
            // It may have told nobody of the last, and another server may have written the one before after it.
            choosers.forEach((user, servers) -> {
                if (servers.contains(server)) {
                    SERVERS.forEach(each ->
                        doubtful.computeIfAbsent(user, key -> new HashSet<>()).addAll(possible(each, user)));
                }
            });
            torn = true;
            cluster.die(server);
        }

        private void start(final String server) {
            // It reads what any of the others may have written.
            SERVERS.forEach(each -> USERS.forEach(user -> possible(server, user).addAll(possible(each, user))));
            cluster.start(server);
        }

        private List<String> others(final String server) {
            return cluster.servers.keySet().stream().filter(other -> !other.equals(server)).toList();
        }

        private void heal() {
            SERVERS.forEach(server -> others(server).forEach(other -> cluster.reunite(server, other)));
        }

        /** All servers run, reach each other and the database, and everything is done that is to be done. */
        private void quieten() {
            heal();
            SERVERS.stream().filter(server -> !cluster.servers.containsKey(server)).forEach(this::start);
            cluster.first.database.failing = false;
            cluster.work();
            // Whoever has lost something notices it by the next message.
            List.copyOf(cluster.servers.keySet()).forEach(server ->
                cluster.choose(server, new JID("carol@example.org"), true));
            for (int i = 0; i < 3; i++) {
                cluster.work();
                cluster.first.pass(SETTLING.dividedBy(3));
            }
            cluster.work();
            // What nobody has asked for is not looked at.
            for (final JID user : USERS) {
                List.copyOf(cluster.servers.keySet()).forEach(server -> {
                    join(server, CELLAR, user, true);
                    present(user, CELLAR).remove(server);
                    cluster.leave(server, CELLAR, user);
                });
            }
            cluster.first.pass(SETTLING.dividedBy(3));
            USERS.forEach(this::verify);
            forgetHistory();
        }

        private void verify(final JID user) {
            final Set<ChattingPreferences> stated = new HashSet<>();
            cluster.servers.values().forEach(server -> stated.add(effective(server.chatting.stated(user).orElse(null))));
            assertThat(stated).as("choices of %s after %s", user, history).hasSize(1);
            final ChattingPreferences agreed = stated.iterator().next();
            final ChattingPreferences wanted = effective(last.get(user));
            assertThat(effective(cluster.first.database.choice(user)))
                .as("choice of %s in the database after %s", user, history).isEqualTo(agreed);
            final Set<ChattingPreferences> may = doubtful.getOrDefault(user, new HashSet<>());
            if (!torn && choosers.getOrDefault(user, Set.of()).size() <= 1) {
                assertThat(agreed).as("%s after %s", user, history).isEqualTo(wanted);
            }
            may.add(wanted);
            final Set<String> believed = new TreeSet<>();
            for (final JID room : ROOMS) {
                assertThat(permits(agreed, room) && may.stream().noneMatch(choice -> permits(choice, room)))
                    .as("%s in %s after %s", user, room, history).isFalse();
                if (permits(agreed, room) && !present(user, room).isEmpty()) {
                    believed.add(room.getNode());
                }
            }
            assertThat(cluster.first.believed(user)).as("rooms of %s after %s", user, history).isEqualTo(believed);
            last.put(user, agreed);
        }
    }
}
