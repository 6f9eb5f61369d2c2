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
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.JULIET;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ORCHARD;
import static org.igniterealtime.openfire.plugin.mucpulse.rai.RaiFixture.ROMEO;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.MonotonicTimestamps;
import org.igniterealtime.openfire.plugin.mucpulse.port.RoomView;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeMuc;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeUsers;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;

/** R10, R14: what is remembered of rooms, by several threads at a time. */
@Timeout(60)
class TrackedRoomsTest {

    private final MonotonicTimestamps timestamps = new MonotonicTimestamps(new ManualSerialExecutor());
    private final TrackedRooms rooms = new TrackedRooms();

    @Test
    void r14_nothingIsNotedInAnEntryThatWasRemoved() {
        final TrackedRoom entry = rooms.recordMessage(ORCHARD, timestamps, JULIET, MessageIds.Pair.UNKNOWN);
        assertThat(entry.recordMessage(timestamps, JULIET, MessageIds.Pair.UNKNOWN)).isPresent();

        assertThat(rooms.remove(ORCHARD, 1)).contains(entry);

        assertThat(entry.recordMessage(timestamps, JULIET, MessageIds.Pair.UNKNOWN)).isEmpty();
        assertThat(rooms.recordMessage(ORCHARD, timestamps, JULIET, MessageIds.Pair.UNKNOWN)).isNotSameAs(entry);
    }

    @Test
    void r14_nothingIsNotedInAnEntryThatWasForgotten() {
        final TrackedRoom entry = rooms.recordMessage(ORCHARD, timestamps, JULIET, MessageIds.Pair.UNKNOWN);

        rooms.forgetBefore(Long.MAX_VALUE);

        assertThat(rooms.find(ORCHARD)).isNull();
        assertThat(entry.recordMessage(timestamps, JULIET, MessageIds.Pair.UNKNOWN)).isEmpty();
    }

    @Test
    void r10_whatIsRestoredDoesNotReplaceWhatIsNewer() {
        final TrackedRoom entry = rooms.track(ORCHARD);
        entry.restore(new Activity(5, JULIET, 3));
        assertThat(entry.activity().timestamp()).isEqualTo(5);
        final long newer = rooms.recordMessage(ORCHARD, timestamps, ROMEO, MessageIds.Pair.UNKNOWN).activity().timestamp();

        entry.restore(new Activity(7, JULIET, 3));

        assertThat(entry.activity()).isEqualTo(new Activity(newer, ROMEO, 5));
    }

    @Test
    void s3_memoryOfRemovedRoomsIsBoundedAndAnswersOnTheSafeSideBeyondIt() {
        for (int i = 0; i < TrackedRooms.REMOVALS; i++) {
            rooms.remove(RaiFixture.room("room" + i), 10 + i);
        }
        assertThat(rooms.isRemovedSince(ORCHARD, 5)).isFalse();
        assertThat(rooms.isRemovedSince(RaiFixture.room("room0"), 9)).isTrue();
        assertThat(rooms.isRemovedSince(RaiFixture.room("room0"), 10)).isFalse();

        // It is known when this one was removed, not twice: nothing is forgotten for it.
        rooms.remove(RaiFixture.room("room1"), 1_000_000);
        assertThat(rooms.isRemovedSince(ORCHARD, 5)).isFalse();

        rooms.remove(BALCONY, 1_000_001);
        assertThat(rooms.isRemovedSince(ORCHARD, 10)).as("a room that may have been removed").isTrue();
        assertThat(rooms.isRemovedSince(ORCHARD, 11)).isFalse();
        assertThat(rooms.isRemovedSince(RaiFixture.room("room2"), 11)).isTrue();
        assertThat(rooms.isRemovedSince(BALCONY, 1_000_000)).isTrue();
    }

    @Test
    void r10_ofSeveralThreadsThatAssumeActivityTheLatestMomentCounts() throws Exception {
        final ExecutorService executor = Executors.newFixedThreadPool(2);
        final CountDownLatch begun = new CountDownLatch(2);
        try {
            final List<Future<?>> threads = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                final int first = thread;
                threads.add(executor.submit(() -> {
                    begun.countDown();
                    begun.await();
                    for (int moment = 1 + first; moment <= 100_000; moment += 2) {
                        rooms.assumeActivityUpTo(moment);
                        assertThat(rooms.hasNews(ORCHARD, ROMEO, moment - 1, 0)).isTrue();
                    }
                    return null;
                }));
            }
            for (final Future<?> thread : threads) {
                thread.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void r8_affiliationListsMayBeWalkedOncePerSecondWhateverTheTime() {
        final TrackedRoom entry = rooms.track(ORCHARD);
        final long time = Duration.ofDays(3).toNanos();
        assertThat(entry.isAuditDue(time)).isTrue();
        entry.affiliationsChanged(1, time);

        assertThat(entry.isAuditDue(time + ActivityEvaluator.AUDIT_INTERVAL.toNanos() - 1)).isFalse();
        assertThat(entry.isAuditDue(time + ActivityEvaluator.AUDIT_INTERVAL.toNanos())).isTrue();
    }

    @Test
    void s3_candidateThatIsTakenOrGoneKeepsNothingInMemory() {
        final TrackedRoom entry = rooms.track(ORCHARD);
        final Subscriber romeo = new Subscriber(ROMEO);
        final Subscriber juliet = new Subscriber(JULIET);
        entry.addCandidate(romeo);
        entry.addCandidate(juliet);
        assertThat(entry.takeCandidates()).containsExactlyInAnyOrder(romeo, juliet);
        assertThat(romeo.candidacies()).isEmpty();
        assertThat(entry.takeCandidates()).isEmpty();

        entry.addCandidate(romeo);
        entry.addCandidate(juliet);
        entry.removeCandidate(romeo);
        entry.removeCandidate(romeo);
        rooms.forgetBefore(Long.MAX_VALUE);
        assertThat(rooms.find(ORCHARD)).as("somebody still waits").isSameAs(entry);

        entry.removeCandidate(juliet);
        rooms.forgetBefore(Long.MAX_VALUE);
        assertThat(rooms.find(ORCHARD)).isNull();
    }

    @Test
    void r14_authorIsForgottenOfWhatThatUserSaidBeforeAMoment() {
        final TrackedRoom orchard = rooms.recordMessage(ORCHARD, timestamps, ROMEO, MessageIds.Pair.UNKNOWN);
        final long said = orchard.activity().timestamp();
        final TrackedRoom balcony = rooms.recordMessage(BALCONY, timestamps, JULIET, MessageIds.Pair.UNKNOWN);

        rooms.forgetAuthor(ROMEO, said);
        assertThat(orchard.activity().author()).isEqualTo(ROMEO);

        rooms.forgetAuthor(ROMEO, Long.MAX_VALUE);
        assertThat(orchard.activity().author()).isNull();
        assertThat(orchard.activity().timestamp()).isEqualTo(said);
        assertThat(balcony.activity().author()).isEqualTo(JULIET);
    }

    @Test
    void r1_roomsOfOneServiceAreToldFromThoseOfAnother() {
        final JID elsewhere = new JID("orchard", "rooms.example.org", null);
        rooms.recordMessage(ORCHARD, timestamps, JULIET, MessageIds.Pair.UNKNOWN).setTemporary(true);
        rooms.recordMessage(elsewhere, timestamps, JULIET, MessageIds.Pair.UNKNOWN).setTemporary(true);
        rooms.track(BALCONY);

        assertThat(rooms.withActivity(RaiFixture.SERVICE)).containsExactly(ORCHARD);
        assertThat(rooms.temporary(RaiFixture.SERVICE)).containsExactly(ORCHARD);
    }

    @Test
    void r14_roomThatIsDestroyedWhileRoomsAreLookedAtIsNotTrackedAgain() {
        final FakeMuc muc = new FakeMuc(new FakeUsers(RaiFixture.DOMAIN));
        muc.create(ORCHARD).persistent = false;
        muc.create(BALCONY).persistent = false;
        muc.create(RaiFixture.GARDEN);
        rooms.remove(BALCONY, 1_000);

        final long before = rooms.removals();
        final Collection<RoomView> seen = muc.loaded();
        // The clock of the server that destroyed it is behind.
        rooms.remove(ORCHARD, 10);
        seen.forEach(room -> rooms.seen(room, before));

        assertThat(rooms.temporary(RaiFixture.SERVICE)).as("the other one is a new one of that name")
            .containsExactly(BALCONY);
        assertThat(rooms.find(ORCHARD)).isNull();
        assertThat(rooms.removedSince(11)).containsOnlyKeys(BALCONY);

        seen.forEach(room -> rooms.seen(room, rooms.removals()));
        assertThat(rooms.temporary(RaiFixture.SERVICE)).containsExactlyInAnyOrder(BALCONY, ORCHARD);
    }

    @Test
    void r14_assumedActivityIsForgottenOnlyOnceItIsTooOld() {
        rooms.assumeActivityUpTo(100);

        rooms.forgetBefore(100);
        assertThat(rooms.assumesActivity()).isTrue();
        assertThat(rooms.hasNews(ORCHARD, ROMEO, 99, 0)).isTrue();

        rooms.forgetBefore(101);
        assertThat(rooms.assumesActivity()).isFalse();
        assertThat(rooms.hasNews(ORCHARD, ROMEO, 1, 0)).isFalse();
    }

    @Test
    void r10_noMessageIsLostThoughEntriesAreForgottenMeanwhile() throws Exception {
        final AtomicBoolean ended = new AtomicBoolean();
        final ExecutorService thread = Executors.newSingleThreadExecutor();
        final Future<?> forgetting = thread.submit(() -> {
            while (!ended.get()) {
                rooms.forgetBefore(Long.MAX_VALUE);
            }
        });

        for (int i = 0; i < 50_000; i++) {
            assertThat(rooms.recordMessage(ORCHARD, timestamps, JULIET, MessageIds.Pair.UNKNOWN).activity().timestamp())
                .isGreaterThan(MonotonicTimestamps.NEVER);
        }
        ended.set(true);
        forgetting.get();
        thread.shutdown();

        final long timestamp = rooms.recordMessage(ORCHARD, timestamps, JULIET, MessageIds.Pair.UNKNOWN).activity().timestamp();
        assertThat(rooms.hasNews(ORCHARD, ROMEO, timestamp - 1, 0)).isTrue();
    }
}
