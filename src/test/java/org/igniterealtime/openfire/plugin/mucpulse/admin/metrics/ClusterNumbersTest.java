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
package org.igniterealtime.openfire.plugin.mucpulse.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Hooks;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;
import org.igniterealtime.openfire.plugin.mucpulse.port.Relay;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.FakeCluster;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.ManualSerialExecutor;
import org.igniterealtime.openfire.plugin.mucpulse.testkit.RelayNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;

/** The numbers of the servers "b" and "c", as "a" asks for them. */
class ClusterNumbersTest {

    private static final String SERVICE = "conference.example.org";

    private final RelayNetwork network = new RelayNetwork();
    private final ManualSerialExecutor executor = new ManualSerialExecutor();
    private final FakeCluster cluster = new FakeCluster();
    private final List<ActiveRoom> rooms = new ArrayList<>();

    private ClusterNumbers start(final String id, final long subscriptions) {
        final Hooks hooks = new Hooks(new ErrorHandler(executor.ticker()));
        final Relay relay = network.join(id, hooks);
        final MetricRegistry metrics = new MetricRegistry(() -> List.of(SERVICE, "rooms.example.org"), Map.of("rai",
            List.of(RaiMetrics.SUBSCRIPTIONS.measuredBy(service -> SERVICE.equals(service) ? subscriptions : 1))));
        final ClusterNumbers numbers =
            new ClusterNumbers(metrics, limit -> rooms, cluster, relay, executor, executor.ticker());
        hooks.relay().add(numbers.relayListener());
        return numbers;
    }

    private void settle() {
        executor.runUntilIdle();
        network.deliver();
        executor.runUntilIdle();
        network.deliver();
    }

    private Optional<ClusterSums.Others> sums(final ClusterNumbers numbers) {
        final Supplier<Optional<ClusterSums.Others>> asked = numbers.ask();
        settle();
        return asked.get();
    }

    @Test
    void k7_serverByItselfAsksNobody() {
        final ClusterNumbers numbers = start("a", 3);

        assertThat(numbers.isInCluster()).isFalse();
        assertThat(sums(numbers)).isEmpty();
        assertThat(network.sentCount()).isZero();
    }

    @Test
    void k7_numbersOfTheOtherServersAreAdded() {
        final ClusterNumbers numbers = start("a", 3);
        start("b", 20);
        start("c", 300);
        cluster.join("b", "c");
        rooms.add(new ActiveRoom(new JID("coven@" + SERVICE), 7));

        assertThat(sums(numbers)).contains(new ClusterSums.Others(2, List.of(), Map.of("rai_subscriptions", 322L),
            List.of(rooms.get(0), rooms.get(0))));
    }

    @Test
    void k7_whatAServerSaysIsBounded() {
        final ClusterNumbers numbers = start("a", 3);
        start("b", 20);
        cluster.join("b");
        IntStream.range(0, ClusterNumbers.ROOMS * 2).forEach(i -> rooms.add(new ActiveRoom(new JID("r" + i + "@" + SERVICE), i)));

        assertThat(sums(numbers).orElseThrow().rooms()).hasSize(ClusterNumbers.ROOMS);
    }

    @Test
    void k7_pagesThatAreOpenAtTheSameTimeAskOnce() {
        final ClusterNumbers numbers = start("a", 3);
        start("b", 20);
        cluster.join("b");
        sums(numbers);
        final int sent = network.sentCount();

        assertThat(sums(numbers)).isEqualTo(sums(numbers));
        assertThat(network.sentCount()).isEqualTo(sent);
        executor.advance(Duration.ofSeconds(2));
        sums(numbers);
        assertThat(network.sentCount()).isGreaterThan(sent);
    }

    @Test
    @Timeout(20)
    void k7_nobodyWaitsForLongAndTheSilentAreNamed() {
        final ClusterNumbers numbers = start("a", 3);
        start("b", 20);
        start("c", 300);
        cluster.join("b", "c");
        network.mute("c");
        final Supplier<Optional<ClusterSums.Others>> asked = numbers.ask();
        settle();
        executor.advance(Duration.ofSeconds(1));
        assertThat(asked.get()).contains(
            new ClusterSums.Others(1, List.of("c"), Map.of("rai_subscriptions", 21L), List.of()));

        // Nobody ends the question, as the executor is stuck.
        executor.advance(Duration.ofSeconds(2));
        assertThat(numbers.ask().get()).contains(new ClusterSums.Others(0, List.of("b", "c"), Map.of(), List.of()));
    }
}
