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

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Metric;

/** Counts what becomes of chat states, by service (C10). Safe for use by several threads. */
final class ChatStateCounters {

    private final Counters counters = new Counters(ChatStateMetrics.COUNTERS);

    @Nonnull
    Counters counters() {
        return counters;
    }

    void count(@Nonnull final String service, @Nonnull final Metric what) {
        counters.count(service, what);
    }

    /**
     * Counts the decision on a standalone notification, and the deliveries that it saves.
     *
     * @param service the domain of the room's service
     * @param decision the decision
     * @param replacesDelayed whether an earlier notification was delayed, which is not sent any more
     * @param occupants to how many sessions the notification would have been delivered
     */
    void decided(@Nonnull final String service, @Nonnull final Decision decision, final boolean replacesDelayed,
                 final int occupants) {
        switch (decision) {
            case SUPPRESSED -> dropped(service, ChatStateMetrics.DROPPED_SUPPRESSED, occupants);
            case GONE -> dropped(service, ChatStateMetrics.DROPPED_GONE, occupants);
            case REPEATED -> dropped(service, ChatStateMetrics.DROPPED_REPEATED, occupants);
            case VOICELESS -> dropped(service, ChatStateMetrics.DROPPED_VOICELESS, 0);
            case SEVERAL -> dropped(service, ChatStateMetrics.DROPPED_SEVERAL, occupants);
            case CROWDED -> dropped(service, ChatStateMetrics.DROPPED_CROWDED, occupants);
            // This notification is delayed, and may be delivered yet; the one that it replaces will not be.
            case TOO_FAST -> dropped(service, ChatStateMetrics.DROPPED_TOO_FAST, replacesDelayed ? occupants : 0);
            default -> {
            }
        }
    }

    private void dropped(final String service, final Metric reason, final int deliveries) {
        counters.count(service, reason);
        counters.count(service, ChatStateMetrics.DELIVERIES_SAVED, deliveries);
    }

    /** Counts that a notification is not delivered to one recipient. */
    void withheld(@Nonnull final String service, @Nonnull final Metric reason) {
        counters.count(service, reason);
        counters.count(service, ChatStateMetrics.DELIVERIES_SAVED);
    }
}
