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
import java.util.function.UnaryOperator;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.ClusterView;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus;
import org.igniterealtime.openfire.plugin.mucpulse.cluster.RelayStatus.Queue;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus.Level;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric.Kind;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Sample;
import org.igniterealtime.openfire.plugin.mucpulse.port.Cluster;

/**
 * Says on how many servers of the cluster the plugin is, which of them is home, and for each member which version it
 * has and what waits to be sent to it (K7). A server that is in no cluster has nothing to say. Safe for use by several
 * threads.
 */
public final class ClusterProbe implements HealthProbe {

    /** How long a message may wait for a peer. */
    static final Duration LAG = Duration.ofSeconds(5);

    private final Supplier<RelayStatus> relay;
    private final UnaryOperator<String> names;

    /**
     * Creates a probe.
     *
     * @param relay gives how the relay is
     * @param names what a person calls the server with an id
     */
    public ClusterProbe(@Nonnull final Supplier<RelayStatus> relay, @Nonnull final UnaryOperator<String> names) {
        this.relay = relay;
        this.names = names;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final RelayStatus status = relay.get();
        final ClusterView view = status.view();
        if (view.state() == Cluster.State.SINGLE) {
            return List.of();
        }
        final List<HealthStatus> statuses = new ArrayList<>();
        final int members = view.members().size();
        final int peers = view.peers().size() + 1;
        statuses.add(new HealthStatus("cluster", Text.of("health.cluster"),
            Text.of("health.cluster.nodes", peers, members, home(view)),
            warningUnless(peers == members && view.home().isPresent())));
        if (view.hasPlugin(view.self())) {
            statuses.add(new HealthStatus("member-" + view.self(), Text.of("health.member.self"),
                Text.verbatim(view.pluginVersion(view.self())), Level.GOOD));
        }
        new TreeSet<>(view.members()).stream().filter(member -> !member.equals(view.self())).forEach(member ->
            statuses.add(statusOf(member, status)));
        return statuses;
    }

    private Text home(final ClusterView view) {
        if (view.isHere()) {
            return Text.of("health.cluster.here");
        }
        return view.home().map(server -> Text.verbatim(names.apply(server)))
            .orElseGet(() -> Text.of("health.cluster.nobody"));
    }

    private HealthStatus statusOf(final String member, final RelayStatus status) {
        final ClusterView view = status.view();
        final String id = "member-" + member;
        final Text label = Text.of("health.member", names.apply(member));
        if (!view.hasPlugin(member)) {
            return new HealthStatus(id, label, Text.of("health.member.none"), Level.WARNING);
        }
        final String version = view.pluginVersion(member);
        if (!view.peers().contains(member)) {
            return new HealthStatus(id, label, Text.of("health.member.other", version), Level.WARNING);
        }
        final Queue queue = status.queues().getOrDefault(member, new Queue(0, Duration.ZERO));
        return new HealthStatus(id, label,
            Text.of("health.member.peer", version, queue.messages(), queue.delay().toSeconds()),
            warningUnless(queue.delay().compareTo(LAG) < 0 && version.equals(view.pluginVersion(view.self()))));
    }

    private static Level warningUnless(final boolean good) {
        return good ? Level.GOOD : Level.WARNING;
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
