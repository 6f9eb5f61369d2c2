/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
import org.jivesoftware.openfire.stats.Statistic;
import org.jivesoftware.openfire.stats.StatisticsManager;

/**
 * The main numbers among the server's statistics, of which the Monitoring plugin draws graphs. Safe for use by several
 * threads.
 */
public final class ServerStatistics {

    /** By keys of at most 20 characters, as there is no room for more in the tables of the Monitoring plugin. */
    static final Map<String, Metric> KEYS = keys();

    private final Numbers numbers;
    private final Texts texts;

    public ServerStatistics(@Nonnull final Numbers numbers, @Nonnull final Texts texts) {
        this.numbers = numbers;
        this.texts = texts;
    }

    private static Map<String, Metric> keys() {
        final Map<String, Metric> keys = new LinkedHashMap<>();
        keys.put("mucpulse_rai_subs", Metric.RAI_SUBSCRIPTIONS);
        keys.put("mucpulse_rai_sent", Metric.RAI_NOTIFIED);
        keys.put("mucpulse_mep_nodes", Metric.MEP_NODES);
        keys.put("mucpulse_mep_publish", Metric.MEP_PUBLISHED);
        keys.put("mucpulse_mep_events", Metric.MEP_EVENTS);
        keys.put("mucpulse_states_seen", Metric.CHATSTATE_SEEN);
        keys.put("mucpulse_states_save", Metric.CHATSTATE_SAVED);
        keys.put("mucpulse_chat_users", Metric.CHATTING_USERS);
        return keys;
    }

    /** Adds the statistics. */
    public void start() {
        KEYS.forEach((key, metric) -> StatisticsManager.getInstance().addStatistic(key, new Sampled(metric)));
    }

    /** Takes them away. */
    public void stop() {
        KEYS.keySet().forEach(StatisticsManager.getInstance()::removeStatistic);
    }

    /** One number; of a counter, what was counted since it was last asked for. */
    final class Sampled implements Statistic {

        private final Metric metric;
        private final AtomicLong last;

        Sampled(@Nonnull final Metric metric) {
            this.metric = metric;
            this.last = new AtomicLong(numbers.of(metric, Numbers.ALL));
        }

        @Override
        public String getName() {
            return texts.get("feature." + metric.feature()) + ": " + texts.get("metric." + metric.id());
        }

        @Override
        public Type getStatType() {
            return metric.isCounter() ? Type.rate : Type.count;
        }

        @Override
        public String getDescription() {
            return getName();
        }

        @Override
        public String getUnits() {
            return texts.get(metric.isCounter() ? "statistic.rate" : "statistic.count");
        }

        @Override
        public double sample() {
            final long now = numbers.of(metric, Numbers.ALL);
            return metric.isCounter() ? Math.max(0, now - last.getAndSet(now)) : now;
        }

        @Override
        public boolean isPartialSample() {
            return true;
        }
    }
}
