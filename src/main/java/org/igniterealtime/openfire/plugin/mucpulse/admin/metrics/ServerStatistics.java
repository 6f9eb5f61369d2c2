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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.admin.Texts;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.jivesoftware.openfire.stats.Statistic;
import org.jivesoftware.openfire.stats.StatisticsManager;

/**
 * The main metrics among the server's statistics, of which the Monitoring plugin draws graphs. Safe for use by several
 * threads.
 */
public final class ServerStatistics {

    private final MetricRegistry metrics;
    private final Texts texts;
    private final Map<String, Sampled> byKey = new LinkedHashMap<>();

    /**
     * Creates the statistics of those metrics that have a key among them; nobody sees them before {@link #start()}.
     *
     * @param metrics the metrics
     * @param texts names them
     */
    public ServerStatistics(@Nonnull final MetricRegistry metrics, @Nonnull final Texts texts) {
        this.metrics = metrics;
        this.texts = texts;
        for (final String feature : metrics.features()) {
            metrics.of(feature).forEach(measured -> measured.metric().statistic()
                .ifPresent(key -> byKey.put(key, new Sampled(feature, measured))));
        }
    }

    /** The statistics by their keys. */
    @Nonnull
    Map<String, Sampled> byKey() {
        return byKey;
    }

    /** Adds the statistics. */
    public void start() {
        byKey.forEach(StatisticsManager.getInstance()::addStatistic);
    }

    /** Removes the statistics. */
    public void stop() {
        byKey.keySet().forEach(StatisticsManager.getInstance()::removeStatistic);
    }

    /** One metric; of a counter, what was counted since it was last asked for. */
    final class Sampled implements Statistic {

        private final String feature;
        private final Measurement measured;
        private final AtomicLong last;

        Sampled(@Nonnull final String feature, @Nonnull final Measurement measured) {
            this.feature = feature;
            this.measured = measured;
            this.last = new AtomicLong(value());
        }

        private long value() {
            return metrics.value(measured, MetricRegistry.SERVER);
        }

        @Override
        public String getName() {
            return texts.get("feature." + feature) + ": " + texts.get("metric." + measured.metric().name());
        }

        @Override
        public Type getStatType() {
            return measured.metric().isCounter() ? Type.rate : Type.count;
        }

        @Override
        public String getDescription() {
            return getName();
        }

        @Override
        public String getUnits() {
            return texts.get(measured.metric().isCounter() ? "statistic.rate" : "statistic.count");
        }

        @Override
        public double sample() {
            final long now = value();
            return measured.metric().isCounter() ? Math.max(0, now - last.getAndSet(now)) : now;
        }

        @Override
        public boolean isPartialSample() {
            return true;
        }
    }
}
