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
package org.igniterealtime.openfire.plugin.mucpulse.chatting;

import java.util.List;
import java.util.stream.Stream;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Measurement;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/** The metrics of User Chatting. */
public final class ChattingMetrics {

    /** Users of whom at least one room is published at the moment, on the whole server. */
    public static final Metric USERS = Metric.gauge("chatting_users").ofServer().statistic("mucpulse_chat_users");
    /** Items published, also again with another name or topic. */
    public static final Metric PUBLISHED = Metric.counter("chatting_published");
    /** Items retracted. */
    public static final Metric RETRACTED = Metric.counter("chatting_retracted");

    /** What is counted, in the order in which it is shown. */
    public static final List<Metric> COUNTERS = List.of(PUBLISHED, RETRACTED);

    private ChattingMetrics() {
    }

    /**
     * The metrics of the feature with their values.
     *
     * @param chatting the feature
     * @return the metrics, in the order in which they are shown
     */
    @Nonnull
    public static List<Measurement> of(@Nonnull final UserChatting chatting) {
        return Stream.concat(Stream.of(USERS.measuredBy(server -> chatting.publishingUsers())),
            chatting.counters().measurements().stream()).toList();
    }
}
