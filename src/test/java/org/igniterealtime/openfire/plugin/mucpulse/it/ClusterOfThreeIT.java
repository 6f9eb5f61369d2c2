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
package org.igniterealtime.openfire.plugin.mucpulse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.ACTIVITY;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.MOOD;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.OWNER;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.activity;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.awaitEvent;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.interest;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.itemIds;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.occupant;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publication;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.publish;
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.pubsub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RelayControl;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What three servers do together that two cannot show: each has several peers, and one home moves among the others. */
@NeedsCluster
class ClusterOfThreeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration STABLE = Duration.ofSeconds(7);
    private static final List<Integer> ALL = List.of(1, 2, 3);

    @RegisterExtension
    static final Cluster cluster = Cluster.of(3);

    @BeforeEach
    void settle() {
        awaitSettled(ALL);
    }

    private static RelayControl relay(final int number) {
        return cluster.server(number).control().relay();
    }

    private static String id(final int number) {
        return "server-" + number;
    }

    private static List<Integer> without(final List<Integer> servers, final int number) {
        return servers.stream().filter(other -> other != number).toList();
    }

    /** Waits until servers are each other's peers with one home, and remain so. */
    private static void awaitSettled(final List<Integer> servers) {
        Awaitility.await(servers + " are peers, and remain so").atMost(PATIENCE.multipliedBy(3)).until(() -> {
            servers.forEach(number -> Awaitility.await("peers of " + number).atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200)).until(() -> relay(number).peers()
                    .equals(without(servers, number).stream().map(ClusterOfThreeIT::id).toList())));
            servers.forEach(number -> relay(number).listen());
            Thread.sleep(STABLE.toMillis());
            return servers.stream().allMatch(number -> relay(number).events().isEmpty())
                && servers.stream().map(number -> relay(number).home()).distinct().count() == 1;
        });
    }

    /** The number of the server that is home. */
    private static int home() {
        return Integer.parseInt(relay(1).home().substring("server-".length()));
    }

    private TestClient[] occupants(final String room) {
        final TestClient[] clients = new TestClient[4];
        MepScene scene = null;
        for (final int number : ALL) {
            clients[number] = cluster.login(number, "occupant");
            MepScene.tolerate(clients[number]);
            if (scene == null) {
                Rooms.create(clients[number], room, OWNER, RoomConfig.open().semiAnonymous());
                scene = new MepScene(null, clients[number]);
                scene.announce(clients[number], room, OWNER, interest(clients[number], ACTIVITY));
            } else {
                scene.join(clients[number], room, nick(number), interest(clients[number], ACTIVITY));
            }
        }
        return clients;
    }

    private static String nick(final int number) {
        return number == 1 ? OWNER : "Occupant" + number;
    }

    @Test
    void k2_eachHearsEachOnceAndInOrder() {
        final int times = 1_000;
        ALL.forEach(number -> relay(number).toAll(number + "-", times));

        for (final int number : ALL) {
            for (final int peer : without(ALL, number)) {
                Awaitility.await("what " + number + " hears of " + peer).atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(relay(number).received(id(peer)))
                        .isEqualTo(IntStream.rangeClosed(1, times).mapToObj(i -> peer + "-" + i).toList()));
            }
            assertThat(relay(number).events()).noneMatch(event -> event.startsWith("messagesLost"));
        }
    }

    @Test
    void k1_k5_homeDiesAndOneOtherTakesItsPlaceOnce() {
        final String room = cluster.newRoom("coven");
        final TestClient[] clients = occupants(room);
        publish(clients[1], room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        // The database has it then.
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        final int dying = home();
        final List<Integer> staying = without(ALL, dying);

        cluster.server(dying).kill();
        cluster.awaitMembers();

        final String moved = "homeMoved ";
        staying.forEach(number -> Awaitility.await().atMost(PATIENCE).until(() ->
            relay(number).events().stream().anyMatch(event -> event.startsWith(moved))));
        final int heir = Integer.parseInt(relay(staying.get(0)).home().substring("server-".length()));
        assertThat(staying).contains(heir);
        for (final int number : staying) {
            assertThat(relay(number).home()).isEqualTo(id(heir));
            final TestClient client = clients[number];
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() ->
                !client.query("set", occupant(room, nick(number)), pubsub(publication(ACTIVITY, "after" + number,
                    activity("alone")))).isError());
            staying.forEach(other -> awaitEvent(clients[other], occupant(room, nick(number)), ACTIVITY,
                "after" + number));
            assertThat(itemIds(client, room, MOOD)).containsExactly("1");
            assertThat(relay(number).events().stream().filter(event -> event.startsWith(moved)))
                .containsExactly(moved + id(heir) + ' ' + (number == heir));
        }
    }

    @Test
    void k3_eventsArePublishedAndSubscribedToThroughEachServer() {
        final String room = cluster.newRoom("coven");
        final TestClient[] clients = occupants(room);

        for (final int number : ALL) {
            publish(clients[number], occupant(room, nick(number)), ACTIVITY, "a" + number, activity("spinning"));
            ALL.forEach(other -> awaitEvent(clients[other], occupant(room, nick(number)), ACTIVITY, "a" + number));
            publish(clients[number], occupant(room, nick(number)), MOOD, "m" + number, "<mood xmlns='" + MOOD + "'/>");
        }
        for (final int number : ALL) {
            // Of nobody else's mood: nobody is interested in that otherwise.
            final int next = number % ALL.size() + 1;
            MepScene.subscribe(clients[number], occupant(room, nick(next)), MOOD);
            awaitEvent(clients[number], occupant(room, nick(next)), MOOD, "m" + next);
        }
        for (final int number : ALL) {
            publish(clients[number], occupant(room, nick(number)), MOOD, "n" + number, "<mood xmlns='" + MOOD + "'/>");
        }
        for (final int number : ALL) {
            final int next = number % ALL.size() + 1;
            awaitEvent(clients[number], occupant(room, nick(next)), MOOD, "n" + next);
            clients[number].sync();
            final int other = next % ALL.size() + 1;
            assertThat(clients[number].untaken(MepScene.eventOf(occupant(room, nick(other)), MOOD))).isEmpty();
            assertThat(itemIds(clients[number], occupant(room, nick(other)), ACTIVITY)).containsExactly("a" + other);
        }
    }

    @Test
    void k3_messageIsToldOnceOnEachServer() {
        final String service = cluster.server(1).mucDomain();
        final TestClient member = cluster.login(1, "member");
        final List<TestClient> sessions = new ArrayList<>(List.of(member));
        List.of(2, 3).forEach(number -> sessions.add(cluster.login(number, member.user(), "at" + number)));
        sessions.forEach(session -> {
            session.send("<presence to='" + service + "'>" + RaiScene.REQUEST + "</presence>");
            session.sync();
        });
        final List<String> rooms = new ArrayList<>();
        for (final int number : ALL) {
            final TestClient owner = cluster.login(number, "owner");
            final String room = cluster.newRoom("room");
            rooms.add(room);
            Rooms.create(owner, room, OWNER, RoomConfig.open());
            Rooms.affiliate(owner, room, member.bareJid(), "member");
            owner.say(room, "Something is said");
            owner.say(room, "Something else is said");
            sessions.forEach(session -> Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(RaiScene.namedTo(session)).isEqualTo(rooms)));
        }
    }

    @Test
    void k5_eachSideOfASplitHasAHomeAndOneOfAllRemains() {
        cluster.isolate(3);
        awaitSettled(List.of(1, 2));
        Awaitility.await().atMost(PATIENCE).until(() -> relay(3).home().equals(id(3)) && relay(3).peers().isEmpty());
        assertThat(relay(1).home()).isIn(id(1), id(2));

        cluster.heal();
        awaitSettled(ALL);
        relay(3).toAll("after-", 1);
        for (final int number : List.of(1, 2)) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(relay(number).received(id(3))).containsExactly("after-1"));
        }
    }

    @Test
    void k5_twoGoOnWhenTheThirdLeaves() {
        final int leaving = without(ALL, home()).get(0);
        final List<Integer> staying = without(ALL, leaving);
        final String home = relay(1).home();

        cluster.server(leaving).stop();
        cluster.awaitMembers();

        for (final int number : staying) {
            Awaitility.await().atMost(PATIENCE).untilAsserted(() ->
                assertThat(relay(number).events()).containsExactly("peerLeft " + id(leaving)));
            assertThat(relay(number).home()).isEqualTo(home);
        }
    }
}
