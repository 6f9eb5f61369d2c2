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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import java.util.List;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/** The metrics of chat states (C10). */
public final class ChatStateMetrics {

    /** Messages with a chat state that came to rooms. */
    public static final Metric SEEN = Metric.counter("chatstate_seen").statistic("mucpulse_states_seen").charted();
    /** Of these, those that were dropped in rooms without chat states. */
    public static final Metric DROPPED_SUPPRESSED = dropped("suppressed");
    /** Of these, those that were dropped because they said that somebody is gone. */
    public static final Metric DROPPED_GONE = dropped("gone");
    /** Of these, those that were dropped as repetitions. */
    public static final Metric DROPPED_REPEATED = dropped("repeated");
    /** Of these, those that were dropped because the sender has no voice. */
    public static final Metric DROPPED_VOICELESS = dropped("voiceless");
    /** Of these, those that were dropped because they had several states. */
    public static final Metric DROPPED_SEVERAL = dropped("several");
    /** Of these, those that were dropped because the room is large. */
    public static final Metric DROPPED_CROWDED = dropped("crowded");
    /** Of these, those that were dropped because they were too many in too short a time. */
    public static final Metric DROPPED_TOO_FAST = dropped("too_fast");
    /** Messages with content that lost or changed their state. */
    public static final Metric CHANGED = Metric.counter("chatstate_changed");
    /** Notifications that were delayed, and sent after all. */
    public static final Metric RELEASED = Metric.counter("chatstate_released");
    /** Deliveries to clients that do not know chat states, which did not take place. */
    public static final Metric WITHHELD_UNSUPPORTED = withheld("unsupported");
    /** Deliveries to inactive clients, which did not take place. */
    public static final Metric WITHHELD_INACTIVE = withheld("inactive");
    /** All deliveries that did not take place: those to each occupant for what was dropped, and those withheld. */
    public static final Metric DELIVERIES_SAVED = Metric.counter("chatstate_saved")
        .family("chatstate_deliveries_saved").statistic("mucpulse_states_save").charted();

    /** What is counted, in the order in which it is shown. */
    public static final List<Metric> COUNTERS = List.of(SEEN, DROPPED_SUPPRESSED, DROPPED_GONE, DROPPED_REPEATED,
        DROPPED_VOICELESS, DROPPED_SEVERAL, DROPPED_CROWDED, DROPPED_TOO_FAST, CHANGED, RELEASED,
        WITHHELD_UNSUPPORTED, WITHHELD_INACTIVE, DELIVERIES_SAVED);

    private ChatStateMetrics() {
    }

    private static Metric dropped(final String reason) {
        return Metric.counter("chatstate_dropped_" + reason).reason("chatstate_dropped", reason);
    }

    private static Metric withheld(final String reason) {
        return Metric.counter("chatstate_withheld_" + reason).reason("chatstate_withheld", reason);
    }
}
