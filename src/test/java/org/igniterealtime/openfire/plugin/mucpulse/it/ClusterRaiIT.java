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
import static org.igniterealtime.openfire.plugin.mucpulse.it.RaiScene.namedTo;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Activity indicators where what is said, who is told and who visits rooms are on different servers. The owner is on
 * the first server, Bob has a session on each.
 *
 * <p>What is not told is seen by what is: the owner speaks in a room of which everybody in question is a member, and
 * what was to be told before has come by then, as one server tells another in order.
 */
@NeedsCluster
class ClusterRaiIT {

    /** Much longer than it takes until servers notice each other, and read again what is stored. */
    private static final Duration RECOVERY = Duration.ofSeconds(90);
    private static final String OWNER = "Owner";

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2);

    private final Set<String> controls = new HashSet<>();
    private TestClient owner;
    private TestClient bobHere;
    private TestClient bobThere;

    @BeforeEach
    void sessionsOnBothServers() {
        owner = cluster.login(1, "owner");
        bobHere = cluster.login(1, "bob");
        bobThere = cluster.login(2, bobHere.user(), "there");
    }

    private String room(final RoomConfig config, final TestClient... members) {
        final String room = cluster.newRoom("room");
        Rooms.create(owner, room, OWNER, config);
        Stream.of(members).map(TestClient::bareJid).distinct()
            .forEach(member -> Rooms.affiliate(owner, room, member, "member"));
        return room;
    }

    private String room(final TestClient... members) {
        return room(RoomConfig.open(), members);
    }

    private static void subscribe(final TestClient client) {
        client.send("<presence to='" + cluster.server(1).mucDomain() + "'>" + RaiScene.REQUEST + "</presence>");
        client.sync();
    }

    private static void unsubscribe(final TestClient client) {
        client.send("<presence type='unavailable' to='" + cluster.server(1).mucDomain() + "'/>");
        client.sync();
    }

    private static void visit(final TestClient client, final String room) {
        client.joinRoom(room, client.user());
        client.leaveRoom(room, client.user());
        client.sync();
    }

    private static void awaitTold(final TestClient client, final String room) {
        Awaitility.await(client.jid() + " is told of " + room).atMost(RECOVERY).pollInterval(Duration.ofMillis(20))
            .until(() -> namedTo(client).contains(room));
    }

    /** What a subscribed client was told since this was last called, but for the rooms of controls. */
    private List<String> told(final TestClient client) {
        final String control = room(client);
        controls.add(control);
        owner.say(control, "And now?");
        awaitTold(client, control);
        final List<String> told = namedTo(client).stream().filter(room -> !controls.contains(room)).toList();
        client.clear();
        return told;
    }

    @Test
    void k3_messageOnOneServerIsToldOnceToEachSessionOnEitherServer() {
        final String room = room(bobHere);
        subscribe(bobHere);
        subscribe(bobThere);

        owner.say(room, "Something is said");
        owner.say(room, "Something else is said");

        assertThat(told(bobThere)).containsExactly(room);
        assertThat(told(bobHere)).containsExactly(room);
        owner.say(room, "Even more is said");
        assertThat(told(bobThere)).isEmpty();
    }

    @Test
    void r1_listNamesWhatWasSaidOnTheOtherServer() {
        final String room = room(bobThere);
        final TestClient witness = cluster.login(2, bobThere.user(), "witness");
        subscribe(witness);
        owner.say(room, "Something is said");
        awaitTold(witness, room);

        subscribe(bobThere);

        awaitTold(bobThere, room);
        assertThat(told(bobThere)).containsExactly(room);
    }

    @Test
    void r8_visitOnOneServerRearmsTheSubscriptionOnTheOther() {
        final String room = room(bobThere);
        subscribe(bobThere);
        owner.say(room, "Something is said");
        assertThat(told(bobThere)).containsExactly(room);

        visit(bobHere, room);
        assertThat(told(bobThere)).as("nothing was said since").isEmpty();
        owner.say(room, "Something else is said");

        assertThat(told(bobThere)).containsExactly(room);
    }

    @Test
    void r10_visitOnOneServerCountsInAListOnTheOther() {
        final String room = room(bobThere);
        subscribe(bobThere);
        owner.say(room, "Something is said");
        awaitTold(bobThere, room);
        visit(bobHere, room);
        assertThat(told(bobThere)).containsExactly(room);

        // As soon as the other server has written it to the database.
        Awaitility.await().atMost(RECOVERY).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            unsubscribe(bobThere);
            subscribe(bobThere);
            assertThat(told(bobThere)).doesNotContain(room);
        });
    }

    @Test
    void r6_onlyTheSessionInTheRoomIsNotTold() {
        final String room = room(bobHere);
        bobThere.joinRoom(room, bobThere.user());
        subscribe(bobHere);
        subscribe(bobThere);

        owner.say(room, "Something is said");

        assertThat(told(bobHere)).containsExactly(room);
        assertThat(told(bobThere)).isEmpty();
    }

    @Test
    void r7_authorsSessionOnTheOtherServerIsNotTold() {
        final String room = room(bobHere);
        bobHere.joinRoom(room, bobHere.user());
        subscribe(bobThere);

        bobHere.say(room, "My own words");
        bobHere.sync();

        assertThat(told(bobThere)).isEmpty();
        unsubscribe(bobThere);
        subscribe(bobThere);
        assertThat(told(bobThere)).doesNotContain(room);
    }

    @Test
    void r3_whoHasUnsubscribedOnOneServerIsToldOnTheOtherAlone() {
        final String room = room(bobHere);
        subscribe(bobHere);
        subscribe(bobThere);
        unsubscribe(bobThere);

        owner.say(room, "Something is said");

        assertThat(told(bobHere)).containsExactly(room);
        assertThat(namedTo(bobThere)).isEmpty();
    }

    @Test
    void r9_whoIsBannedOnOneServerIsNotToldOnTheOther() {
        final String room = room(bobThere);
        subscribe(bobThere);
        owner.say(room, "Something is said");
        assertThat(told(bobThere)).containsExactly(room);
        visit(bobThere, room);

        Rooms.ban(owner, room, bobThere.bareJid());
        owner.say(room, "Bob does not hear that");

        assertThat(told(bobThere)).isEmpty();
    }

    @Test
    void r9_roomThatIsMadePrivateOnOneServerIsNotToldOnTheOther() {
        final TestClient carol = cluster.login(2, "carol");
        final String room = room();
        visit(carol, room);
        subscribe(carol);
        owner.say(room, "Something is said");
        assertThat(told(carol)).containsExactly(room);
        visit(carol, room);

        Rooms.configure(owner, room, RoomConfig.open().membersOnly(true));
        owner.say(room, "Carol does not hear that");

        assertThat(told(carol)).isEmpty();
    }

    @Test
    void r9_destroyedRoomIsForgottenOnBothServers() {
        final String room = room(bobThere);
        subscribe(bobThere);
        owner.say(room, "Something is said");
        assertThat(told(bobThere)).containsExactly(room);

        Rooms.destroy(owner, room);
        assertThat(told(bobThere)).isEmpty();
        Rooms.create(owner, room, OWNER, RoomConfig.open());
        Rooms.affiliate(owner, room, bobThere.bareJid(), "member");
        subscribe(bobThere);
        assertThat(told(bobThere)).doesNotContain(room);

        owner.say(room, "Something is said in another room of that name");
        assertThat(told(bobThere)).containsExactly(room);
    }

    @Test
    void k5_whatWasSaidThroughAServerThatDiesIsToldOnAllAndKnownWhenItIsBack() {
        final TestClient carol = cluster.login(2, "carol");
        final String room = room(bobHere, carol);
        carol.joinRoom(room, carol.user());
        subscribe(bobHere);
        carol.say(room, "Something is said");
        awaitTold(bobHere, room);

        cluster.server(2).kill();
        cluster.awaitMembers();
        assertThat(told(bobHere)).containsExactly(room);
        final String other = room(bobHere);
        owner.say(other, "Life goes on");
        assertThat(told(bobHere)).containsExactly(other);

        cluster.server(2).startAgain();
        cluster.awaitMembers();
        final TestClient back = cluster.login(2, bobThere.user(), "back");
        // The server has read by then what happened meanwhile.
        Awaitility.await().atMost(RECOVERY).pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
            back.clear();
            subscribe(back);
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() ->
                namedTo(back).containsAll(List.of(room, other)));
        });
        assertThat(told(bobHere)).isEmpty();
        final String last = room(bobHere);
        owner.say(last, "Here and there");
        assertThat(told(back)).contains(last);
        assertThat(told(bobHere)).containsExactly(last);
    }

    @Test
    void k5_whatIsSaidDuringASplitIsToldWhenItHasHealed() {
        final String room = room(bobThere);
        final String seen = room(bobThere);
        subscribe(bobThere);
        assertThat(told(bobThere)).isEmpty();

        cluster.isolate(2);
        owner.say(room, "Bob is on the other side");
        owner.say(seen, "Bob sees this");
        visit(bobHere, seen);
        owner.sync();
        assertThat(namedTo(bobThere)).isEmpty();
        cluster.heal();

        awaitTold(bobThere, room);
        assertThat(told(bobThere)).containsExactly(room);
        assertThat(told(bobThere)).isEmpty();
    }

    @Test
    void r15_reloadOfThePluginOnOneServerLosesNothingOnEither() {
        final TestClient carol = cluster.login(2, "carol");
        final String before = room(bobThere, carol);
        subscribe(bobHere);
        subscribe(bobThere);
        owner.say(before, "Something is said");
        assertThat(told(bobThere)).containsExactly(before);
        assertThat(told(bobHere)).containsExactly(before);
        // Users may be told once more of rooms with somebody in them, where they may have been meanwhile themselves.
        owner.leaveRoom(before, OWNER);
        owner.sync();

        cluster.server(2).control().reloadPlugin();
        awaitPeers();
        owner.joinRoom(before, OWNER);
        owner.say(before, "They were told of that room");
        final String after = room(bobThere, carol);
        owner.say(after, "Something new");
        // What is lost while servers become peers is asked for, and comes later than what is said then.
        awaitTold(bobThere, after);
        awaitTold(bobHere, after);
        assertThat(told(bobThere)).containsExactly(after);
        assertThat(told(bobHere)).containsExactly(after);

        final String last = room(bobThere, carol);
        carol.joinRoom(last, carol.user());
        carol.say(last, "And in the other direction");
        awaitTold(bobHere, last);
        assertThat(told(bobHere)).containsExactly(last);
    }

    @Test
    void k7_serverWithoutThePluginDoesNoHarm() {
        final TestClient carol = cluster.login(2, "carol");
        final String room = room(bobHere, carol);
        final String other = room(bobHere, carol);
        carol.joinRoom(room, carol.user());
        subscribe(bobHere);
        cluster.server(2).control().unloadPlugin();
        Awaitility.await().atMost(RECOVERY).until(() -> cluster.server(1).control().relay().peers().isEmpty());

        carol.say(room, "The other server does not tell that");
        carol.sync();
        owner.say(other, "This one does");
        assertThat(told(bobHere)).containsExactly(other);

        cluster.server(2).control().loadPlugin();
        awaitPeers();
        carol.say(room, "Now it does");
        awaitTold(bobHere, room);
    }

    private static void awaitPeers() {
        for (final int number : List.of(1, 2)) {
            Awaitility.await("server " + number + " has its peer").atMost(RECOVERY).pollInterval(Duration.ofMillis(200))
                .ignoreExceptions().until(() ->
                    cluster.server(number).control().relay().peers().equals(List.of("server-" + (3 - number))));
        }
    }
}
