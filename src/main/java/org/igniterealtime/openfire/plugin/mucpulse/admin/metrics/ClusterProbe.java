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

import java.util.List;
import java.util.function.IntSupplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthProbe;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HealthStatus;
import org.igniterealtime.openfire.plugin.mucpulse.feature.Text;

/**
 * Says how many servers form a cluster.
 */
public final class ClusterProbe implements HealthProbe {

    private final IntSupplier nodes;

    /**
     * Creates a probe.
     *
     * @param nodes gives how many servers form the cluster, 1 for a server by itself
     */
    public ClusterProbe(@Nonnull final IntSupplier nodes) {
        this.nodes = nodes;
    }

    @Override
    @Nonnull
    public List<HealthStatus> statuses() {
        final int number = nodes.getAsInt();
        return List.of(new HealthStatus("cluster", Text.of("health.cluster"),
            number > 1 ? Text.of("health.cluster.nodes", number) : Text.of("health.cluster.none"), true));
    }
}
