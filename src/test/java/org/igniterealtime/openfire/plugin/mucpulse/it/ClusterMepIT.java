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
import static org.igniterealtime.openfire.plugin.mucpulse.it.MepScene.succeed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Stanza;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events in a room whose occupants are on two servers, of which the first is home. */
@NeedsCluster
class ClusterMepIT {

    /** Longer than it takes until another server is home and has read the nodes. */
    private static final Duration MOVE = Duration.ofSeconds(60);
    private static final int ROUNDS = 100;

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2);

    private TestClient alice;
    private TestClient bob;
    private MepScene scene;
    private String room;

    @BeforeEach
    void occupantsOnBothServers() {
        alice = cluster.login(1, "alice");
        bob = cluster.login(2, "bob");
        MepScene.tolerate(alice);
        MepScene.tolerate(bob);
        scene = new MepScene(null, alice);
        room = cluster.newRoom("coven");
        Rooms.create(alice, room, OWNER, RoomConfig.open().semiAnonymous());
        scene.announce(alice, room, OWNER, interest(alice, ACTIVITY));
        scene.join(bob, room, "Bob", interest(bob, ACTIVITY));
    }

    @Test
    void k3_whatIsPublishedThroughEitherServerReachesOccupantsOfBoth() {
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("spinning"));
        awaitEvent(alice, occupant(room, "Bob"), ACTIVITY, "1");
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "1");

        publish(alice, occupant(room, OWNER), ACTIVITY, "2", activity("weaving"));
        awaitEvent(alice, occupant(room, OWNER), ACTIVITY, "2");
        awaitEvent(bob, occupant(room, OWNER), ACTIVITY, "2");
        assertThat(itemIds(bob, occupant(room, OWNER), ACTIVITY)).containsExactly("2");
        assertThat(itemIds(alice, occupant(room, "Bob"), ACTIVITY)).containsExactly("1");
    }

    @Test
    void m2_discoveryListsTheSameNodesOnBothServers() {
        publish(alice, room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("spinning"));

        for (final TestClient client : List.of(alice, bob)) {
            assertThat(nodes(client, room)).contains(MOOD);
            assertThat(nodes(client, occupant(room, "Bob"))).containsExactly(ACTIVITY);
        }
    }

    private static List<String> nodes(final TestClient client, final String to) {
        final Stanza answer = succeed(client, "get", to, "<query xmlns='" + MepScene.ITEMS + "'/>");
        return answer.descendants(MepScene.ITEMS, "item").stream().map(item -> item.getAttribute("node"))
            .collect(Collectors.toList());
    }

    @Test
    void m13_whoIsKickedByAnOccupantOfTheOtherServerIsToldNothingMore() {
        Rooms.kick(alice, room, "Bob");
        publish(alice, occupant(room, OWNER), ACTIVITY, "after", activity("weaving"));
        awaitEvent(alice, occupant(room, OWNER), ACTIVITY, "after");
        bob.sync();

        assertThat(bob.untaken(MepScene.eventOf(occupant(room, OWNER), ACTIVITY, "after"))).isEmpty();
        MepScene.assertNotInRoom(bob.query("get", occupant(room, OWNER),
            pubsub("<items node='" + ACTIVITY + "'/>")));
    }

    @Test
    void k5_whenHomeDiesTheOtherServerHasTheNodesOfTheRoomAndTheInterestsOfItsOccupants() {
        publish(alice, room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        awaitStored();
        cluster.server(1).kill();
        assertOthersGoOn();
        assertThat(itemIds(bob, room, MOOD)).containsExactly("1");
    }

    @Test
    void k5_whenHomeIsStoppedNothingOfTheNodesOfTheRoomIsLost() {
        publish(alice, room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        cluster.server(1).stop();
        assertOthersGoOn();
        assertThat(itemIds(bob, room, MOOD)).containsExactly("1");
    }

    /** The database has what was published a while ago. */
    private static void awaitStored() {
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    }

    private void assertOthersGoOn() {
        Awaitility.await().atMost(MOVE).pollInterval(Duration.ofMillis(500)).until(() ->
            !bob.query("set", occupant(room, "Bob"), pubsub(publication(ACTIVITY, "later", activity("alone"))))
                .isError());
        awaitEvent(bob, occupant(room, "Bob"), ACTIVITY, "later");
    }

    @Test
    void k5_afterASplitOccupantsOfBothServersAreToldAgain() {
        cluster.isolate(2);
        cluster.heal();
        scene.join(bob, room, "Bob", interest(bob, ACTIVITY));

        publish(bob, occupant(room, "Bob"), ACTIVITY, "healed", activity("spinning"));
        awaitEvent(alice, occupant(room, "Bob"), ACTIVITY, "healed");
    }

    @Test
    void k5_reloadOfThePluginOnHomeLosesNoNodes() {
        publish(bob, occupant(room, "Bob"), ACTIVITY, "1", activity("spinning"));
        publish(alice, room, MOOD, "1", "<mood xmlns='" + MOOD + "'/>");
        cluster.server(1).control().reloadPlugin();

        Awaitility.await().atMost(MOVE).pollInterval(Duration.ofMillis(500)).ignoreExceptions().untilAsserted(() -> {
            assertThat(itemIds(alice, occupant(room, "Bob"), ACTIVITY)).containsExactly("1");
            assertThat(itemIds(bob, room, MOOD)).containsExactly("1");
        });
        publish(bob, occupant(room, "Bob"), ACTIVITY, "2", activity("spinning"));
        awaitEvent(alice, occupant(room, "Bob"), ACTIVITY, "2");
    }

    /** Measures what forwarding costs: an event through the other server against a message that crosses as well. */
    @Test
    void k2_eventThroughTheOtherServerTakesAboutAsLongAsAMessage() {
        final List<Long> events = new ArrayList<>();
        final List<Long> messages = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            final String id = "round" + round;
            final long begun = System.nanoTime();
            bob.send("<iq type='set' id='" + id + "' to='" + occupant(room, "Bob") + "'>"
                + pubsub(publication(ACTIVITY, id, activity("spinning"))) + "</iq>");
            awaitEvent(alice, occupant(room, "Bob"), ACTIVITY, id);
            events.add(System.nanoTime() - begun);
            final long said = System.nanoTime();
            bob.send("<message type='groupchat' to='" + room + "'><body>" + id + "</body></message>");
            alice.await(stanza -> stanza.isMessage() && stanza.xml().contains("<body>" + id + "</body>"));
            messages.add(System.nanoTime() - said);
            // The rate of publications is limited.
            Awaitility.await().pollDelay(Duration.ofMillis(150)).until(() -> true);
        }
        final long event = median(events);
        final long message = median(messages);
        System.out.printf("An event through the other server takes %d µs, a message that crosses %d µs.%n",
            event / 1_000, message / 1_000);
        assertThat(event).isLessThan(3 * message + Duration.ofMillis(50).toNanos());
    }

    private static long median(final List<Long> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
    }
}
