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
package org.igniterealtime.openfire.plugin.mucpulse.mention;

import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/** The metrics of MUC Mention Notifications. */
public final class MentionMetrics {

    /** Messages with mentions that rooms broadcast while they forward them. */
    public static final Metric MESSAGES = Metric.counter("mention_messages");
    /** Notifications sent, one for each session, or for each user who has none. */
    public static final Metric FORWARDED =
        Metric.counter("mention_forwarded").statistic("mucpulse_mentions").charted();
    /** Mentions that were not forwarded, as their message had too many. */
    public static final Metric OVER_MESSAGE = dropped("message");
    /** Mentions that were not forwarded, as their author wrote too many in a minute. */
    public static final Metric OVER_AUTHOR = dropped("author");
    /** Messages with mentions that were not forwarded, as they were too long. */
    public static final Metric TOO_LONG = dropped("long");
    /** Messages with mentions that were not forwarded, or in part, as there was too much to do. */
    public static final Metric BUSY = dropped("busy");

    /** Choices of owners that are not remembered, as there were too many. */
    public static final Metric CHOICES_DROPPED = Metric.counter("mention_choices_dropped");

    /** What is counted, in the order in which it is shown. */
    public static final List<Metric> COUNTERS =
        List.of(MESSAGES, FORWARDED, OVER_MESSAGE, OVER_AUTHOR, TOO_LONG, BUSY, CHOICES_DROPPED);

    private MentionMetrics() {
    }

    private static Metric dropped(final String reason) {
        return Metric.counter("mention_dropped_" + reason).reason("mention_dropped", reason);
    }
}
