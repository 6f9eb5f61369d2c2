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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.ClusterView;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus.Queue;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric.Kind;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;

/**
 * Says on how many servers of the cluster the plugin is, which of them is home, and for each other member which version
 * it has and what waits to be sent to it. Safe for use by several threads.
 */
public final class ClusterProbe implements HealthProbe {

    /** How long a message may wait for a peer. */
    static final Duration LAG = Duration.ofSeconds(5);

    private final Supplier<RelayStatus> relay;

    /**
     * Creates a probe.
     *
     * @param relay gives how the relay is
     */
    public ClusterProbe(@Nonnull final Supplier<RelayStatus> relay) {
        this.relay = relay;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final RelayStatus status = relay.get();
        final ClusterView view = status.view();
        final int members = view.members().size();
        if (members < 2) {
            return List.of(new HealthStatus("cluster", Text.of("health.cluster"), Text.of("health.cluster.none"),
                true));
        }
        final List<HealthStatus> statuses = new ArrayList<>();
        final int peers = view.peers().size() + 1;
        statuses.add(new HealthStatus("cluster", Text.of("health.cluster"),
            Text.of("health.cluster.nodes", peers, members, home(view)), peers == members));
        new TreeSet<>(view.members()).stream().filter(member -> !member.equals(view.self())).forEach(member ->
            statuses.add(statusOf(member, status)));
        return statuses;
    }

    private static Text home(final ClusterView view) {
        if (view.isHere()) {
            return Text.of("health.cluster.here");
        }
        return view.home().map(server -> Text.verbatim(server)).orElseGet(() -> Text.of("health.cluster.nobody"));
    }

    private static HealthStatus statusOf(final String member, final RelayStatus status) {
        final ClusterView view = status.view();
        final String id = "member-" + member;
        final Text label = Text.of("health.member", member);
        if (!view.hasPlugin(member)) {
            return new HealthStatus(id, label, Text.of("health.member.none"), false);
        }
        final String version = view.pluginVersion(member);
        if (!view.peers().contains(member)) {
            return new HealthStatus(id, label, Text.of("health.member.other", version), false);
        }
        final Queue queue = status.queues().getOrDefault(member, new Queue(0, Duration.ZERO));
        return new HealthStatus(id, label,
            Text.of("health.member.peer", version, queue.messages(), queue.delay().toSeconds()),
            queue.delay().compareTo(LAG) < 0);
    }

    @Override
    @Nonnull
    public List<Sample> samples() {
        final RelayStatus status = relay.get();
        final ClusterView view = status.view();
        final List<Sample> samples = new ArrayList<>(List.of(
            new Sample("cluster_members", Kind.GAUGE, Map.of(), view.members().size()),
            new Sample("cluster_peers", Kind.GAUGE, Map.of(), view.peers().size()),
            new Sample("cluster_home", Kind.GAUGE, Map.of(), view.isHere() ? 1 : 0)));
        addTo(samples, status, "relay_queue_length", Queue::messages);
        addTo(samples, status, "relay_delay_seconds", queue -> queue.delay().toSeconds());
        status.counts().forEach(count ->
            samples.add(new Sample("relay_" + count.name() + "_total", Kind.COUNTER, Map.of(), count.number())));
        return samples;
    }

    private static void addTo(final List<Sample> samples, final RelayStatus status, final String name,
                              final ToLongFunction<Queue> value) {
        status.queues().forEach((peer, queue) ->
            samples.add(new Sample(name, Kind.GAUGE, Map.of("peer", peer), value.applyAsLong(queue))));
    }
}
