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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.ClusterView;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus.Count;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus.Queue;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus.Level;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric.Kind;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster.State;
import org.junit.jupiter.api.Test;

class ClusterProbeTest {

    /** A cluster in which all servers have the plugin, as the first of them sees it, which is home. */
    static RelayStatus status(final String... servers) {
        final Map<String, String> nodes = new HashMap<>();
        Arrays.asList(servers).forEach(server -> nodes.put(server, "1;1.0"));
        return status(nodes, Optional.of(servers[0]), Map.of(), servers);
    }

    private static RelayStatus status(final Map<String, String> nodes, final Optional<String> home,
                                      final Map<String, Queue> queues, final String... servers) {
        final Set<String> peers = new TreeSet<>(Arrays.asList(servers));
        peers.remove(servers[0]);
        peers.removeIf(peer -> !nodes.getOrDefault(peer, "").startsWith("1;"));
        return new RelayStatus(new ClusterView(State.JOINED, servers[0], Set.of(servers), nodes, peers, home), queues,
            List.of(new Count("sent", 5), new Count("lost", 1)));
    }

    private static List<HealthStatus> statuses(final RelayStatus status) {
        return probe(status).statuses();
    }

    private static ClusterProbe probe(final RelayStatus status) {
        return new ClusterProbe(() -> status, server -> "machine-" + server);
    }

    private static HealthStatus line(final String id, final Text label, final Text value, final Level level) {
        return new HealthStatus(id, label, value, level);
    }

    @Test
    void k7_serverByItselfSaysNothingOfClusters() {
        final RelayStatus single = new RelayStatus(new ClusterView(State.SINGLE, "a", Set.of("a"), Map.of(), Set.of(),
            Optional.of("a")), Map.of(), List.of());

        assertThat(statuses(single)).isEmpty();
    }

    @Test
    void k7_allServersHaveThePlugin() {
        assertThat(statuses(status("a", "b"))).containsExactly(
            line("cluster", Text.of("health.cluster"),
                Text.of("health.cluster.nodes", 2, 2, Text.of("health.cluster.here")), Level.GOOD),
            line("member-a", Text.of("health.member.self"), Text.verbatim("1.0"), Level.GOOD),
            line("member-b", Text.of("health.member", "machine-b"), Text.of("health.member.peer", "1.0", 0, 0L),
                Level.GOOD));
    }

    @Test
    void k7_serverWithoutThePluginIsYellowAndNamed() {
        final List<HealthStatus> statuses = statuses(status(Map.of("a", "1;1.0"), Optional.of("a"), Map.of(), "a", "b"));

        assertThat(statuses).extracting(HealthStatus::id).containsExactly("cluster", "member-a", "member-b");
        assertThat(statuses).extracting(HealthStatus::level)
            .containsExactly(Level.WARNING, Level.GOOD, Level.WARNING);
        assertThat(statuses.get(2).value()).isEqualTo(Text.of("health.member.none"));
    }

    @Test
    void k7_serverWithAnotherFormatAndClusterWithoutHomeAreYellow() {
        final List<HealthStatus> statuses =
            statuses(status(Map.of("a", "1;1.0", "b", "2;9.9"), Optional.empty(), Map.of(), "a", "b"));

        assertThat(statuses).extracting(HealthStatus::value).containsExactly(
            Text.of("health.cluster.nodes", 1, 2, Text.of("health.cluster.nobody")), Text.verbatim("1.0"),
            Text.of("health.member.other", "9.9"));
        assertThat(statuses).extracting(HealthStatus::level)
            .containsExactly(Level.WARNING, Level.GOOD, Level.WARNING);
        assertThat(statuses(status(Map.of("a", "1;1.0", "b", "1;1.0"), Optional.empty(), Map.of(), "a", "b")))
            .extracting(HealthStatus::level).containsExactly(Level.WARNING, Level.GOOD, Level.GOOD);
    }

    @Test
    void k7_serverWithAnotherVersionOfThePluginIsYellow() {
        assertThat(statuses(status(Map.of("a", "1;1.0", "b", "1;1.1"), Optional.of("b"), Map.of(), "a", "b")))
            .extracting(HealthStatus::level).containsExactly(Level.GOOD, Level.GOOD, Level.WARNING);
    }

    @Test
    void k7_relayThatLagsIsYellow() {
        assertThat(levelOfPeer(ClusterProbe.LAG.minusMillis(1))).isEqualTo(Level.GOOD);
        assertThat(levelOfPeer(ClusterProbe.LAG)).isEqualTo(Level.WARNING);
    }

    private static Level levelOfPeer(final Duration delay) {
        return statuses(status(Map.of("a", "1;1.0", "b", "1;1.0"), Optional.of("a"), Map.of("b", new Queue(1, delay)),
            "a", "b")).get(2).level();
    }

    @Test
    void k7_peerToWhichMessagesWaitForLongIsNamed() {
        final RelayStatus status = status(Map.of("a", "1;1.0", "b", "1;1.0"), Optional.of("b"),
            Map.of("b", new Queue(7, Duration.ofMillis(5_500))), "a", "b");

        assertThat(statuses(status)).extracting(HealthStatus::value).containsExactly(
            Text.of("health.cluster.nodes", 2, 2, Text.verbatim("machine-b")), Text.verbatim("1.0"),
            Text.of("health.member.peer", "1.0", 7, 5L));
        assertThat(probe(status).samples()).containsExactly(
            new Sample("cluster_members", Kind.GAUGE, Map.of(), 2),
            new Sample("cluster_peers", Kind.GAUGE, Map.of(), 1),
            new Sample("cluster_home", Kind.GAUGE, Map.of(), 0),
            new Sample("relay_queue_length", Kind.GAUGE, Map.of("peer", "b"), 7),
            new Sample("relay_delay_seconds", Kind.GAUGE, Map.of("peer", "b"), 5),
            new Sample("relay_sent_total", Kind.COUNTER, Map.of(), 5),
            new Sample("relay_lost_total", Kind.COUNTER, Map.of(), 1));
    }
}
