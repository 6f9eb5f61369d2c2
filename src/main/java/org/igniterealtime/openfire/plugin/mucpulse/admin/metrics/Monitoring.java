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
import java.util.function.IntFunction;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.ActiveRoom;

/**
 * The metrics with their history, and the plugin's health: what an overview is made of in any language. Safe for use by
 * several threads.
 */
public final class Monitoring {

    private final MetricRegistry metrics;
    private final HealthCheck health;
    private final IntFunction<List<ActiveRoom>> mostActive;
    private final String version;
    private final History history = new History();
    private final ClusterSums cluster;

    /**
     * Creates it without any history, for a server by itself.
     *
     * @param metrics the metrics of all features
     * @param health finds out how the plugin is
     * @param version the plugin's version
     * @param mostActive gives the rooms in which most was said lately, at most so many of each feature
     */
    public Monitoring(@Nonnull final MetricRegistry metrics, @Nonnull final HealthCheck health,
                      @Nonnull final String version,
                      @Nonnull final IntFunction<List<ActiveRoom>> mostActive) {
        this(metrics, health, version, mostActive, ClusterSums.ALONE);
    }

    private Monitoring(final MetricRegistry metrics, final HealthCheck health, final String version,
                       final IntFunction<List<ActiveRoom>> mostActive, final ClusterSums cluster) {
        this.metrics = metrics;
        this.health = health;
        this.version = version;
        this.mostActive = mostActive;
        this.cluster = cluster;
    }

    /**
     * The same without any history, with the numbers of the other servers of a cluster.
     *
     * @param others asks them
     * @return the monitoring of a cluster
     */
    @Nonnull
    public Monitoring with(@Nonnull final ClusterNumbers others) {
        return new Monitoring(metrics, health, version, mostActive, others);
    }

    /** The metrics of all features. */
    @Nonnull
    public MetricRegistry metrics() {
        return metrics;
    }

    /** What there is to see at a glance, in some language. */
    @Nonnull
    public Overview overview(@Nonnull final Texts language) {
        return new Overview(metrics, history, health, mostActive, version, language).with(cluster);
    }

    /** Takes a sample for the history. */
    public void sample() {
        history.sample(metrics);
    }
}
