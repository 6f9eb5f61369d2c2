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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET_PHONE;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/** R18: what becomes of many who subscribe at once. All of them are members of a room in which something was said. */
class InterestBatchesTest {

    private static final JID ROOM_ELSEWHERE = new JID("orchard", "rooms.example.org", null);

    private final RaiFixture server = new RaiFixture();

    @BeforeEach
    void somethingWasSaid() {
        server.visitAndSay(JULIET_PHONE, ORCHARD);
    }

    private List<JID> members(final int count) {
        final List<JID> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sessions.add(new JID("user" + i + "@example.org/phone"));
            server.rooms.get(ORCHARD).members.add(sessions.get(i).asBareJID());
        }
        return sessions;
    }

    private long answered(final List<JID> sessions) {
        return sessions.stream().filter(session -> !server.sentTo(session).isEmpty()).count();
    }

    private List<JID> subscribed(final int count) {
        final List<JID> sessions = members(count);
        server.lazily();
        sessions.forEach(server::subscribe);
        return sessions;
    }

    @Test
    void r18_whoIsAloneIsLookedUpAtOnce() {
        final List<JID> one = members(1);

        server.subscribe(one.get(0));

        assertThat(server.takeNotifiedRooms(one.get(0))).containsExactly(ORCHARD);
        assertThat(server.directory.takeBatches()).containsExactly(Set.of(one.get(0).asBareJID()));
    }

    @Test
    void r18_whoWaitIsLookedUpTogetherInGrowingBatches() {
        final List<JID> sessions = subscribed(3_000);

        server.settle();

        assertThat(answered(sessions)).isEqualTo(sessions.size());
        final List<Integer> sizes = server.directory.takeBatches().stream().map(Set::size).toList();
        assertThat(sizes.get(0)).isEqualTo(1);
        assertThat(sizes.subList(0, sizes.size() - 1)).isSorted();
        assertThat(sizes).hasSizeLessThan(15).allMatch(size -> size <= InterestBatches.MAXIMUM_USERS);
        sessions.forEach(session -> assertThat(server.takeNotifiedRooms(session)).containsExactly(ORCHARD));
    }

    @Test
    void r18_userWhoCannotBeLookedUpKeepsNobodyElseWaiting() {
        final List<JID> sessions = members(200);
        final JID refused = sessions.get(77);
        final JID without = sessions.get(78);
        server.directory.refuse(refused.asBareJID());
        server.users.observeIdentities(user -> {
            if (user.equals(without.asBareJID())) {
                throw new IllegalStateException("as the test wants it");
            }
        });
        server.lazily();
        sessions.forEach(server::subscribe);

        server.settle();

        assertThat(answered(sessions)).isEqualTo(sessions.size() - 2);
        assertThat(server.sentTo(refused)).isEmpty();
        assertThat(server.sentTo(without)).isEmpty();
        server.users.observeIdentities(user -> { });
        server.pass(InitialLists.RETRY_INTERVAL);
        assertThat(server.takeNotifiedRooms(without)).containsExactly(ORCHARD);
    }

    @Test
    void r18_failureThatConcernsEverybodyIsNotTriedForEachOfThem() {
        final List<JID> sessions = members(1_000);
        sessions.forEach(session -> server.directory.refuse(session.asBareJID()));
        server.lazily();
        sessions.forEach(server::subscribe);

        server.settle();

        assertThat(answered(sessions)).isZero();
        assertThat(server.directory.takeBatches()).hasSizeLessThan(250);
    }

    @Test
    void r18_servicesTakeTurns() {
        server.rooms.create(ROOM_ELSEWHERE);
        server.visitAndSay(JULIET_PHONE, ROOM_ELSEWHERE);
        final List<JID> sessions = subscribed(2_000);
        final JID other = new JID("paris@example.org/phone");
        server.rooms.get(ROOM_ELSEWHERE).members.add(other.asBareJID());
        final Presence request = RaiFixture.request(other);
        request.setTo(ROOM_ELSEWHERE.getDomain());
        server.present(request);

        int batches = 0;
        server.executor.runUntilIdle();
        while (server.sentTo(other).isEmpty() && server.queries.runNext()) {
            batches++;
            server.executor.runUntilIdle();
        }

        assertThat(server.takeNotifiedRooms(other)).containsExactly(ROOM_ELSEWHERE);
        assertThat(batches).isLessThanOrEqualTo(3);
        assertThat(answered(sessions)).isLessThan(500);
    }

    @Test
    void r18_otherTasksHaveTheirTurnWhileABatchIsAnswered() {
        final List<JID> sessions = subscribed(500);
        int most = 0;
        do {
            long before = answered(sessions);
            while (server.executor.runNext()) {
                final long now = answered(sessions);
                most = Math.max(most, (int) (now - before));
                before = now;
            }
        } while (server.queries.runNext());

        assertThat(answered(sessions)).isEqualTo(sessions.size());
        assertThat(most).isBetween(1, InterestBatches.USERS_PER_TASK);
    }

    @Test
    void r18_noThirdBatchIsLookedUpBeforeTheFirstIsAnswered() {
        subscribed(3_000);
        server.executor.runUntilIdle();

        while (server.queries.runNext()) {
            int running = server.queries.waitingCount();
            while (server.executor.runNext()) {
                running = Math.max(running, server.queries.waitingCount());
            }
            assertThat(running).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void r18_messageIsToldToWhoIsAnsweredWhileOthersWait() {
        server.rooms.get(BALCONY).members.add(new JID("user0@example.org"));
        server.rooms.get(BALCONY).members.add(new JID("user2999@example.org"));
        final List<JID> sessions = subscribed(3_000);
        server.executor.runUntilIdle();
        server.queries.runNext();
        server.executor.runUntilIdle();
        assertThat(server.takeNotifiedRooms(sessions.get(0))).containsExactly(ORCHARD);

        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.executor.runUntilIdle();
        assertThat(server.takeNotifiedRooms(sessions.get(0))).containsExactly(BALCONY);

        server.settle();
        assertThat(server.takeNotifiedRooms(sessions.get(2_999))).containsExactlyInAnyOrder(ORCHARD, BALCONY);
    }

    /** Who waits costs nothing with each message: they are looked at once, when they are answered. */
    @Test
    void r18_whoWaitIsNotLookedAtWithEachMessage() {
        final List<JID> sessions = members(1_000);
        sessions.forEach(session -> server.rooms.get(BALCONY).members.add(session.asBareJID()));
        server.queries.hold(true);
        sessions.forEach(server::subscribe);
        server.visitAndSay(JULIET_PHONE, BALCONY);
        server.pass(ActivityEvaluator.AUDIT_INTERVAL);
        server.executor.runUntilIdle();
        final long before = server.executor.runCount();

        server.join(JULIET_PHONE, BALCONY);
        for (int i = 0; i < 100; i++) {
            server.say(JULIET_PHONE, BALCONY);
        }

        assertThat(server.executor.runCount() - before).isLessThan(10);
        server.queries.hold(false);
        server.settle();
        sessions.forEach(session ->
            assertThat(server.takeNotifiedRooms(session)).containsExactlyInAnyOrder(ORCHARD, BALCONY));
    }

    @Test
    void r18_groupsThatTakeLongDoNotHoldUpABatch() {
        server.users.observeIdentities(user ->
            server.executor.setTime(server.executor.instant().plus(Duration.ofMillis(300))));
        final List<JID> sessions = subscribed(40);

        server.settle();

        assertThat(answered(sessions)).isEqualTo(sessions.size());
        assertThat(server.directory.takeBatches()).allMatch(batch -> batch.size() <= 5).hasSizeBetween(8, 20);
    }

    @Test
    void r18_batchesWithManyResultsBecomeSmaller() {
        final Map<JID, Long> many = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            many.put(RaiFixture.room("room" + i), 5L);
        }
        for (int i = 0; i < 300; i++) {
            final JID user = new JID("user" + i + "@example.org");
            many.forEach((room, timestamp) -> server.visitLog.visited(user, room, timestamp));
        }
        final List<JID> sessions = subscribed(300);

        server.settle();

        assertThat(answered(sessions)).isEqualTo(sessions.size());
        assertThat(server.directory.takeBatches().stream().skip(3)).allMatch(batch -> batch.size() <= 32);
    }

    @Test
    void r18_lostBatchIsTakenUpAgain() {
        final List<JID> sessions = subscribed(10);
        server.executor.runUntilIdle();
        server.queries.lose();

        server.pass(InterestBatches.OVERDUE);
        assertThat(answered(sessions)).isZero();
        server.pass(InterestBatches.WATCH_INTERVAL);

        assertThat(answered(sessions)).isEqualTo(sessions.size());
    }

    @Test
    void r18_aResultThatWasLostIsTakenUpAgain() {
        final List<JID> sessions = subscribed(10);
        server.executor.runUntilIdle();
        server.queries.runNext();
        server.executor.loseDue();

        server.pass(InterestBatches.WATCH_INTERVAL);

        assertThat(answered(sessions)).isEqualTo(sessions.size());
        assertThat(server.directory.takeBatches()).hasSize(2);
    }

    @Test
    void r18_answersThatWereLostAreGivenLater() {
        final List<JID> sessions = subscribed(500);
        server.executor.runUntilIdle();
        server.queries.runNext();
        server.executor.runUntilIdle();
        server.queries.runNext();
        // The result is there, and some of those whom it is about are answered.
        server.executor.runNext();
        server.executor.loseDue();
        final long before = answered(sessions);
        assertThat(before).isLessThan(InterestBatches.FIRST_USERS);

        server.pass(InterestBatches.WATCH_INTERVAL.multipliedBy(3));

        assertThat(answered(sessions)).isEqualTo(sessions.size());
    }

    @Test
    void r18_whereNothingIsLostNothingIsDoneTwice() {
        final List<JID> sessions = subscribed(500);
        server.settle();
        server.directory.takeBatches();

        server.pass(InterestBatches.OVERDUE.multipliedBy(2));

        assertThat(server.directory.takeBatches()).isEmpty();
        sessions.forEach(session -> assertThat(server.sentTo(session)).hasSize(1));
        assertThat(server.executor.waitingCount()).isZero();
    }
}
