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

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.Finding;
import org.igniterealtime.openfire.plugin.mucpulse.feature.SelfCheck.State;
import org.igniterealtime.openfire.plugin.mucpulse.settings.RoomSwitches;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RecordingSender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.Packet;

/** The self-test tells somebody who does not exist of a room that does not exist, and nobody else of anything. */
class NotificationCheckTest {

    private final FakeSettings settings = new FakeSettings().coalescing(Duration.ofMinutes(1));
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final ManualExecutor queries = new ManualExecutor();
    private final RecordingSender sender = new RecordingSender();
    private List<String> services = List.of("conference.example.org");

    private CompletableFuture<Finding> check() {
        final CompletableFuture<Finding> finding = new NotificationCheck(settings, executor, queries, sender,
            () -> services, "example.org", executor, executor.ticker()).run().toCompletableFuture();
        runAll();
        return finding;
    }

    private void runAll() {
        while (executor.runNext() || queries.runNext()) {
            // The next one.
        }
    }

    private State state() {
        return check().join().state();
    }

    @ParameterizedTest
    @EnumSource
    void subscriberIsToldWhateverIsOfInterest(final RaiSettings.Interest interest) {
        settings.interest(interest);

        assertThat(state()).isEqualTo(State.GOOD);
    }

    @Test
    void nobodyIsSentAnything() {
        check();
        executor.advance(Duration.ofHours(1));
        runAll();

        final List<Packet> sent = sender.take();
        assertThat(sent).isEmpty();
        assertThat(executor.runNext()).isFalse();
    }

    @Test
    void notificationThatIsNotMadeIsMissed() {
        sender.hold();
        final CompletableFuture<Finding> finding = check();
        assertThat(finding).isNotDone();

        executor.advance(NotificationCheck.PATIENCE);
        runAll();

        assertThat(finding.join().meaning().key()).isEqualTo("selftest.notified.late");
    }

    @Test
    void featureThatIsOffIsNotTried() {
        settings.enabled(false);

        assertThat(state()).isEqualTo(State.OFF);
    }

    @Test
    void refusedSubscriptionIsSaid() {
        settings.subscriptionsPerService(0);

        assertThat(check().join().meaning().key()).isEqualTo("selftest.notified.refused");
        assertThat(sender.take()).isEmpty();
    }

    @Test
    void unreadableSwitchesOfRoomsAreSaid() {
        settings.roomsOff(Set.of(RoomSwitches.EVERY_ROOM));

        assertThat(state()).isEqualTo(State.BAD);
    }

    @Test
    void nothingIsTriedWithoutAService() {
        services = List.of();

        assertThat(state()).isEqualTo(State.UNKNOWN);
    }
}
