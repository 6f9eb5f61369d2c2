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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.chatting.ChattingMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.mention.MentionMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.mep.MepMetrics;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;
import org.igniterealtime.openfire.plugin.mucpulse.rai.RaiMetrics;

/** The metrics that the features declare. */
public final class DeclaredMetrics {

    private DeclaredMetrics() {
    }

    private static Map<String, List<Metric>> byFeature() {
        final Map<String, List<Metric>> all = new LinkedHashMap<>();
        all.put("rai", join(RaiMetrics.COUNTERS, RaiMetrics.SUBSCRIPTIONS));
        all.put("mep", join(MepMetrics.COUNTERS, MepMetrics.NODES, MepMetrics.ITEMS));
        all.put("chatstate", ChatStateMetrics.COUNTERS);
        all.put("chatting", join(ChattingMetrics.COUNTERS, ChattingMetrics.USERS));
        all.put("mention", MentionMetrics.COUNTERS);
        return all;
    }

    private static List<Metric> join(final List<Metric> counters, final Metric... gauges) {
        final List<Metric> all = new ArrayList<>(List.of(gauges));
        all.addAll(counters);
        return all;
    }

    /** All of them, in the order in which they are shown. */
    public static List<Metric> all() {
        return byFeature().values().stream().flatMap(List::stream).toList();
    }

    /** All of them with their values, which are zero but for those that are given. */
    static Map<String, List<Measurement>> with(final List<Measurement> given) {
        final Map<String, List<Measurement>> all = new LinkedHashMap<>();
        byFeature().forEach((feature, metrics) -> all.put(feature, metrics.stream().map(metric -> given.stream()
            .filter(one -> one.metric() == metric).findFirst().orElse(metric.measuredBy(service -> 0))).toList()));
        return all;
    }
}
