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
import static org.assertj.core.api.Assertions.within;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.BALCONY;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.NURSE_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_LAPTOP;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO_PHONE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** What happens on one server of a cluster is known on the others. */
class RaiClusterTest {

    private final RaiCluster cluster = new RaiCluster("a", "b");

    @BeforeEach
    void createRoom() {
        cluster.rooms.create(ORCHARD).members.addAll(List.of(ROMEO, JULIET));
        cluster.rooms.create(BALCONY).members.addAll(List.of(ROMEO, JULIET));
        cluster.connect(JULIET_PHONE, "a");
        cluster.connect(ROMEO_PHONE, "b");
        cluster.connect(JULIET_LAPTOP, "b");
        cluster.connect(ROMEO_LAPTOP, "a");
        cluster.connect(NURSE_PHONE, "a");
    }

    @Test
    void k3_messageOnOneServerIsToldToASubscriptionOnAnother() {
        cluster.subscribe(ROMEO_PHONE);

        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k3_onlyTheServerWhereItHappenedWritesActivityAndVisits() {
        cluster.subscribe(ROMEO_PHONE);

        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();

        assertThat(cluster.server("b").activitiesNoted).isZero();
        assertThat(cluster.server("b").unwrittenVisits).isEmpty();
        assertThat(cluster.server("a").unwrittenActivities).containsKey(ORCHARD);
    }

    @Test
    void k2_whatIsSaidIsSentAtOnceWhereNothingWasSentForAWhile() {
        cluster.subscribe(ROMEO_PHONE);
        cluster.join(JULIET_PHONE, ORCHARD);
        cluster.work();

        cluster.say(JULIET_PHONE, ORCHARD);
        cluster.network.deliver();
        cluster.settle();

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k2_roomIsNamedOnceInABatchHoweverMuchIsSaid() {
        cluster.join(JULIET_PHONE, ORCHARD);
        cluster.work();
        final int before = cluster.network.sentCount();

        for (int i = 0; i < 20; i++) {
            cluster.say(JULIET_PHONE, ORCHARD);
        }
        assertThat(cluster.network.sentCount() - before).as("the first, at once").isEqualTo(1);
        cluster.time.advance(PeerUpdates.WINDOW);

        assertThat(cluster.network.sentCount() - before).isEqualTo(2);
        assertThat(cluster.network.lastSize()).isLessThan(300);
    }

    @Test
    void r7_authorIsNotToldByAnotherServer() {
        cluster.subscribe(JULIET_LAPTOP);

        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        assertThat(cluster.takeTold(JULIET_LAPTOP)).isEmpty();

        cluster.subscribe(JULIET_LAPTOP);
        assertThat(cluster.takeTold(JULIET_LAPTOP)).isEmpty();
    }

    @Test
    void r7_whatOthersSaidOnAnotherServerInBetweenCounts() {
        cluster.join(JULIET_PHONE, ORCHARD);
        cluster.join(ROMEO_PHONE, ORCHARD);
        cluster.leave(JULIET_PHONE, ORCHARD);
        cluster.work();
        cluster.say(ROMEO_PHONE, ORCHARD);
        cluster.join(NURSE_PHONE, ORCHARD);
        cluster.connect(JULIET_PHONE, "a");
        cluster.subscribe(JULIET_PHONE);
        cluster.takeTold(JULIET_PHONE);

        cluster.work();

        assertThat(cluster.takeTold(JULIET_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r8_visitOnOneServerRearmsASubscriptionOnAnother() {
        cluster.subscribe(ROMEO_PHONE);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();

        cluster.join(ROMEO_LAPTOP, ORCHARD);
        cluster.leave(ROMEO_LAPTOP, ORCHARD);
        cluster.work();
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();

        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r8_visitThatIsHeardLateDoesNotRearmForWhatWasSaidAfterIt() {
        cluster.subscribe(ROMEO_PHONE);
        cluster.join(JULIET_LAPTOP, ORCHARD);
        cluster.join(ROMEO_LAPTOP, ORCHARD);
        cluster.leave(ROMEO_LAPTOP, ORCHARD);
        cluster.say(JULIET_LAPTOP, ORCHARD);
        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);

        cluster.work();

        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r10_visitOnAnotherServerCountsInALaterList() {
        cluster.subscribe(ROMEO_PHONE);
        cluster.unsubscribe(ROMEO_PHONE);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.join(ROMEO_LAPTOP, ORCHARD);
        cluster.leave(ROMEO_LAPTOP, ORCHARD);
        cluster.work();
        cluster.flush();

        cluster.subscribe(ROMEO_PHONE);

        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();
    }

    @Test
    void r9_destroyedRoomIsForgottenOnAllServers() {
        cluster.subscribe(ROMEO_PHONE);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        cluster.takeTold(ROMEO_PHONE);

        cluster.destroy(JULIET_PHONE, ORCHARD);
        cluster.work();
        cluster.pass(Duration.ofSeconds(3));
        cluster.rooms.create(ORCHARD).members.add(ROMEO);
        cluster.subscribe(ROMEO_PHONE);
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();

        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r14_deletedUsersAuthorshipIsForgottenOnAllServers() {
        cluster.join(ROMEO_LAPTOP, ORCHARD);
        cluster.say(ROMEO_LAPTOP, ORCHARD);
        cluster.leave(ROMEO_LAPTOP, ORCHARD);
        cluster.work();
        cluster.subscribe(ROMEO_PHONE);
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();

        cluster.server("a").rai.userDeleted(ROMEO);
        cluster.work();
        cluster.subscribe(ROMEO_PHONE);

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k5_whatIsLostIsToldInTheEnd() {
        cluster.subscribe(ROMEO_PHONE);
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.time.advance(PeerUpdates.WINDOW);

        cluster.network.lose("a", "b");
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();
        cluster.pass(Duration.ofSeconds(10));

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k5_whatTheOtherSideOfASplitHeardIsToldWhenItHasHealed() {
        cluster.subscribe(ROMEO_PHONE);
        cluster.network.separate("a", "b");
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.visitAndSay(JULIET_PHONE, BALCONY);
        cluster.join(ROMEO_LAPTOP, BALCONY);
        cluster.leave(ROMEO_LAPTOP, BALCONY);
        cluster.pass(Duration.ofSeconds(10));
        cluster.flush();
        cluster.pass(Duration.ofMinutes(20));
        assertThat(cluster.takeTold(ROMEO_PHONE)).isEmpty();

        cluster.network.reunite("a", "b");
        cluster.pass(Duration.ofSeconds(10));

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void k5_serverThatJoinsKnowsWhatIsNotInTheDatabaseYet() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();

        cluster.start("c");
        final JID tablet = new JID("romeo@example.org/tablet");
        cluster.connect(tablet, "c");
        cluster.pass(Duration.ofSeconds(5));
        cluster.subscribe(tablet);

        assertThat(cluster.takeTold(tablet)).containsExactly(ORCHARD);
    }

    @Test
    void k5_serverThatJoinsListsTemporaryRoomsOfOthers() {
        cluster.settings.interest(RaiSettings.Interest.AFFILIATED);
        cluster.rooms.get(ORCHARD).persistent = false;
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        cluster.flush();

        // The plugin is started before the server has joined the others.
        cluster.hide("c", ORCHARD, Duration.ofSeconds(1));
        cluster.start("c");
        final JID tablet = new JID("romeo@example.org/tablet");
        cluster.connect(tablet, "c");
        cluster.pass(Duration.ofSeconds(5));
        cluster.subscribe(tablet);

        assertThat(cluster.takeTold(tablet)).containsExactly(ORCHARD);
    }

    @Test
    void k5_listsAreSentWhileTheRoomsAreLookedAtAsAServerJoins() {
        final ManualExecutor scans = new ManualExecutor();
        cluster.scanOn(scans);
        cluster.settings.interest(RaiSettings.Interest.AFFILIATED);
        cluster.rooms.get(ORCHARD).persistent = false;
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();
        cluster.flush();
        cluster.visitAndSay(JULIET_PHONE, BALCONY);
        cluster.work();
        cluster.flush();

        cluster.hide("c", ORCHARD, Duration.ofSeconds(1));
        cluster.start("c");
        cluster.start("d");
        cluster.pass(Duration.ofSeconds(10));
        assertThat(scans.waitingCount()).as("one for each server").isEqualTo(cluster.running().size());
        final JID tablet = new JID("romeo@example.org/tablet");
        cluster.connect(tablet, "c");
        cluster.subscribe(tablet);
        assertThat(cluster.takeTold(tablet)).containsExactly(BALCONY);

        while (scans.runNext()) {
            cluster.work();
        }
        final JID laptop = new JID("romeo@example.org/laptop2");
        cluster.connect(laptop, "c");
        cluster.subscribe(laptop);
        assertThat(cluster.takeTold(laptop)).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    @Test
    void k5_roomsAreLookedAtAgainWhereThatFailed() {
        final ManualExecutor scans = new ManualExecutor();
        cluster.scanOn(scans);
        scans.reject(true);
        cluster.start("c");
        cluster.pass(Duration.ofSeconds(5));
        scans.reject(false);
        assertThat(scans.waitingCount()).isZero();

        cluster.pass(StoredUpdates.RETRY_INTERVAL);
        final int servers = cluster.running().size();
        assertThat(scans.waitingCount()).isEqualTo(servers);
        cluster.rooms.fail(new IllegalStateException("on purpose"));
        IntStream.range(0, servers).forEach(server -> assertThat(scans.runNext()).isTrue());
        cluster.rooms.fail(null);
        cluster.pass(StoredUpdates.RETRY_INTERVAL.plusSeconds(1));
        assertThat(scans.waitingCount()).isEqualTo(servers);
        IntStream.range(0, servers).forEach(server -> assertThat(scans.runNext()).isTrue());

        cluster.pass(StoredUpdates.OVERDUE.plus(StoredUpdates.RETRY_INTERVAL));
        assertThat(scans.waitingCount()).isZero();
    }

    @Test
    void k5_survivorsWriteWhatADeadServerSaidLast() {
        cluster.visitAndSay(JULIET_PHONE, ORCHARD);
        cluster.work();

        cluster.die("a");
        cluster.pass(Duration.ofSeconds(10));
        cluster.flush();

        assertThat(cluster.stored.activities).containsKey(ORCHARD);
    }

    @Test
    void k6_ofTwoServersThatWriteNeitherHidesWhatTheOtherHeardBefore() {
        cluster.join(ROMEO_PHONE, ORCHARD);
        cluster.join(JULIET_PHONE, ORCHARD);
        cluster.join(NURSE_PHONE, ORCHARD);
        cluster.say(JULIET_PHONE, ORCHARD);
        cluster.say(ROMEO_PHONE, ORCHARD);
        cluster.flush();

        cluster.work();
        cluster.flush();

        final Activity stored = cluster.stored.activities.get(ORCHARD);
        assertThat(stored.author()).isEqualTo(ROMEO);
        assertThat(stored.notBy(ROMEO)).isPositive();
    }

    @Test
    void r10_sessionOfADeadServerHasNotSeenWhatWasSaidSinceItWasHeardLast() {
        cluster.join(ROMEO_LAPTOP, ORCHARD);
        cluster.join(JULIET_LAPTOP, ORCHARD);
        cluster.work();
        // Server a is silent, and nobody has noticed yet.
        cluster.network.mute("a");
        cluster.pass(Duration.ofSeconds(40));
        cluster.say(JULIET_LAPTOP, ORCHARD);
        cluster.pass(Duration.ofSeconds(5));

        cluster.die("a");
        cluster.flush();
        cluster.subscribe(ROMEO_PHONE);

        assertThat(cluster.takeTold(ROMEO_PHONE)).containsExactly(ORCHARD);
    }

    @Test
    void r16_messagesOfAllServersAreCountedOnceOnEach() {
        cluster.join(JULIET_PHONE, ORCHARD);
        cluster.join(ROMEO_PHONE, ORCHARD);
        cluster.time.setTime(Instant.parse("2026-01-01T10:59:00Z"));
        for (int i = 0; i < 6; i++) {
            cluster.say(JULIET_PHONE, ORCHARD);
            cluster.say(ROMEO_PHONE, ORCHARD);
            cluster.work();
        }
        cluster.network.separate("a", "b");
        cluster.say(ROMEO_PHONE, ORCHARD);
        cluster.network.reunite("a", "b");
        cluster.pass(Duration.ofHours(1));
        cluster.start("c");
        cluster.pass(Duration.ofSeconds(10));

        for (final String id : List.of("a", "b", "c")) {
            assertThat(cluster.server(id).rai.activityLevels().level(ORCHARD).orElseThrow()).as(id)
                .isCloseTo(13.0 / 11, within(0.000_1));
        }
    }

    @Test
    void k2_serverByItselfSendsNothingAndNotesNothingToSend() {
        final RaiCluster alone = new RaiCluster("a");
        alone.rooms.create(ORCHARD);
        alone.connect(JULIET_PHONE, "a");
        alone.visitAndSay(JULIET_PHONE, ORCHARD);

        assertThat(alone.time.nextDue().filter(due -> due.isBefore(alone.time.instant().plusSeconds(1)))).isEmpty();
        assertThat(alone.network.sentCount()).isZero();
    }
}
