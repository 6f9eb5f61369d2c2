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

import java.time.Duration;
import org.awaitility.Awaitility;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Cluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.NeedsCluster;
import org.igniterealtime.openfire.plugin.mucpulse.harness.RoomConfig;
import org.igniterealtime.openfire.plugin.mucpulse.harness.Rooms;
import org.igniterealtime.openfire.plugin.mucpulse.harness.TestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is published of the rooms of users on several servers, when one of these starts, stops or dies. */
@NeedsCluster
class ClusterChattingIT {

    private static final Duration START = Duration.ofSeconds(20);

    @RegisterExtension
    static final Cluster cluster = Cluster.of(2);

    private TestClient alice;
    private TestClient bob;
    private String garden;
    private String attic;

    @BeforeEach
    void oneUserOnEachServer() {
        alice = cluster.login(1, "alice");
        bob = cluster.login(2, "bob");
        garden = enter(alice, "garden");
        attic = enter(bob, "attic");
    }

    private static String enter(final TestClient user, final String name) {
        final String room = cluster.newRoom(name);
        Rooms.create(user, room, "Owner", RoomConfig.open());
        ChattingParty.consent(user);
        ChattingParty.awaitItems(user, user.bareJid(), room);
        return room;
    }

    @Test
    void k6_secondServerThatStartsRetractsNothingOfWhatTheFirstHasPublished() {
        cluster.server(2).kill();
        cluster.awaitMembers();
        cluster.server(2).startAgain();
        cluster.awaitMembers();

        assertStays(alice, garden);
    }

    @Test
    void k6_whatADeadServerHasLeftIsRetractedByTheOther() {
        final TestClient contact = cluster.login(1, bob.user(), "other");
        ChattingParty.awaitItems(contact, bob.bareJid(), attic);

        cluster.server(2).kill();

        ChattingParty.awaitItems(contact, bob.bareJid());
        ChattingParty.awaitItems(alice, alice.bareJid(), garden);
    }

    @Test
    void k4_whatAServerHasLeftThatWasStoppedIsRetractedByTheOther() {
        final TestClient contact = cluster.login(1, bob.user(), "other");

        cluster.server(2).stop();

        ChattingParty.awaitItems(contact, bob.bareJid());
        ChattingParty.awaitItems(alice, alice.bareJid(), garden);
    }

    @Test
    void k6_reloadOfThePluginOnOneServerRetractsNothingOfWhatTheOtherHasPublished() {
        cluster.server(2).control().reloadPlugin();

        assertStays(alice, garden);
        ChattingParty.awaitItems(bob, bob.bareJid(), attic);
    }

    @Test
    void k6_itemIsLeftToTheServerOnWhichTheUserStaysInTheRoom() {
        final TestClient elsewhere = cluster.login(2, alice.user(), "elsewhere");
        elsewhere.joinRoom(garden, "Elsewhere");
        elsewhere.sync();

        alice.leaveRoom(garden, "Owner");
        assertStays(elsewhere, garden);

        elsewhere.leaveRoom(garden, "Elsewhere");
        ChattingParty.awaitItems(elsewhere, elsewhere.bareJid());
    }

    @Test
    void u4_whoOptsOutOnOneServerIsNotPublishedByTheOther() {
        final TestClient elsewhere = cluster.login(1, bob.user(), "elsewhere");

        ChattingParty.choose(elsewhere, false, false);

        ChattingParty.awaitItems(elsewhere, bob.bareJid());
        enterAnother(bob);
        assertStays(bob);
    }

    @Test
    void u4_whoOptsInOnOneServerIsPublishedByTheOther() {
        final TestClient carol = cluster.login(2, "carol");
        final TestClient elsewhere = cluster.login(1, carol.user(), "elsewhere");
        final String room = enterAnother(carol);

        ChattingParty.consent(elsewhere);

        ChattingParty.awaitItems(carol, carol.bareJid(), room);
        ChattingParty.choose(elsewhere, true, false, room);
        ChattingParty.awaitItems(carol, carol.bareJid());
    }

    @Test
    void k5_whatWasChosenWhileAServerWasAwayHoldsWhenItIsBack() {
        final TestClient carol = cluster.login(1, "carol");
        cluster.server(2).kill();
        cluster.awaitMembers();
        ChattingParty.choose(alice, false, false);
        ChattingParty.consent(carol);
        ChattingParty.awaitItems(alice, alice.bareJid());

        cluster.server(2).startAgain();
        cluster.awaitMembers();
        final TestClient aliceBack = cluster.login(2, alice.user(), "back");
        final TestClient carolBack = cluster.login(2, carol.user(), "back");
        final String room = enterAnother(carolBack);
        aliceBack.joinRoom(room, "Alice");

        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() ->
            assertThat(ChattingParty.items(carolBack, carol.bareJid())).containsExactly(room));
        assertStays(aliceBack);
    }

    @Test
    void k5_whatWasChosenDuringASplitHoldsWhenItHasHealed() {
        final TestClient elsewhere = cluster.login(1, bob.user(), "elsewhere");
        cluster.isolate(2);
        ChattingParty.choose(elsewhere, false, false);
        cluster.heal();

        Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() ->
            assertThat(ChattingParty.items(bob, bob.bareJid())).isEmpty());
        enterAnother(bob);
        assertStays(bob);
    }

    @Test
    void u2_nodeThatOneServerHasMadeIsUsedByTheOther() {
        final TestClient there = cluster.login(2, "carol");
        final TestClient here = cluster.login(1, there.user(), "here");
        final TestClient contact = cluster.login(1, "contact");
        ChattingParty.befriend(contact, there);
        ChattingParty.follow(contact);
        // So that each server knows the account's nodes: there is none.
        assertThat(ChattingParty.items(here, here.bareJid())).containsExactly("ITEM-NOT-FOUND");
        assertThat(ChattingParty.items(there, there.bareJid())).containsExactly("ITEM-NOT-FOUND");

        ChattingParty.consent(there);
        final String first = enterAnother(there);
        ChattingParty.awaitItems(here, here.bareJid(), first);
        ChattingParty.awaitIn(contact, there, first);

        final String second = enterAnother(here);
        ChattingParty.awaitItems(there, there.bareJid(), first, second);
        ChattingParty.awaitIn(contact, here, second);
        ChattingParty.awaitItems(here, here.bareJid(), first, second);
        here.leaveRoom(second, "Owner");
        ChattingParty.awaitItems(there, there.bareJid(), first);
        ChattingParty.awaitItems(here, here.bareJid(), first);
    }

    @Test
    void u2_nodeThatTwoServersMakeAtTheSameTimeHasTheRoomsOfBoth() {
        for (int i = 0; i < 5; i++) {
            final TestClient there = cluster.login(2, "carol");
            final TestClient here = cluster.login(1, there.user(), "here");
            final String first = enterAnother(there);
            final String second = enterAnother(here);

            ChattingParty.consent(there);

            ChattingParty.awaitItems(there, there.bareJid(), first, second);
            ChattingParty.awaitItems(here, here.bareJid(), first, second);
        }
    }

    private static String enterAnother(final TestClient user) {
        final String room = cluster.newRoom("another");
        Rooms.create(user, room, "Owner", RoomConfig.open());
        return room;
    }

    /** At each look for some time. */
    private static void assertStays(final TestClient user, final String... rooms) {
        Awaitility.await().during(START).atMost(START.multipliedBy(2)).pollInterval(Duration.ofMillis(500))
            .untilAsserted(() -> assertThat(ChattingParty.items(user, user.bareJid())).containsExactly(rooms));
    }
}
