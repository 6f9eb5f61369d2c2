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
        return new ClusterProbe(() -> status).statuses();
    }

    @Test
    void k7_serverByItselfHasNoCluster() {
        assertThat(statuses(status("a"))).containsExactly(
            new HealthStatus("cluster", Text.of("health.cluster"), Text.of("health.cluster.none"), true));
    }

    @Test
    void k7_allServersHaveThePlugin() {
        assertThat(statuses(status("a", "b"))).containsExactly(
            new HealthStatus("cluster", Text.of("health.cluster"),
                Text.of("health.cluster.nodes", 2, 2, Text.of("health.cluster.here")), true),
            new HealthStatus("member-b", Text.of("health.member", "b"), Text.of("health.member.peer", "1.0", 0, 0L),
                true));
    }

    @Test
    void k7_serversWithoutThePluginAndWithAnotherFormatAreNamed() {
        final List<HealthStatus> statuses =
            statuses(status(Map.of("a", "1;1.0", "b", "2;9.9"), Optional.empty(), Map.of(), "a", "b", "c"));

        assertThat(statuses).extracting(HealthStatus::value).containsExactly(
            Text.of("health.cluster.nodes", 1, 3, Text.of("health.cluster.nobody")),
            Text.of("health.member.other", "9.9"), Text.of("health.member.none"));
        assertThat(statuses).extracting(HealthStatus::good).containsExactly(false, false, false);
    }

    @Test
    void k7_peerToWhichMessagesWaitForLongIsNamed() {
        final RelayStatus status = status(Map.of("a", "1;1.0", "b", "1;1.0"), Optional.of("b"),
            Map.of("b", new Queue(7, Duration.ofMillis(5_500))), "a", "b");

        assertThat(statuses(status)).extracting(HealthStatus::value).containsExactly(
            Text.of("health.cluster.nodes", 2, 2, Text.verbatim("b")), Text.of("health.member.peer", "1.0", 7, 5L));
        assertThat(statuses(status)).extracting(HealthStatus::good).containsExactly(true, false);
        assertThat(new ClusterProbe(() -> status).samples()).containsExactly(
            new Sample("cluster_members", Kind.GAUGE, Map.of(), 2),
            new Sample("cluster_peers", Kind.GAUGE, Map.of(), 1),
            new Sample("cluster_home", Kind.GAUGE, Map.of(), 0),
            new Sample("relay_queue_length", Kind.GAUGE, Map.of("peer", "b"), 7),
            new Sample("relay_delay_seconds", Kind.GAUGE, Map.of("peer", "b"), 5),
            new Sample("relay_sent_total", Kind.COUNTER, Map.of(), 5),
            new Sample("relay_lost_total", Kind.COUNTER, Map.of(), 1));
    }
}
