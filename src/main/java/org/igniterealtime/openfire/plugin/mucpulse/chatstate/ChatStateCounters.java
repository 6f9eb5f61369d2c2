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
package org.igniterealtime.openfire.plugin.mucpulse.chatstate;

import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.metrics.Counters;

/** Counts what becomes of chat states (C10). Safe for use by several threads. */
final class ChatStateCounters {

    private final Counters<ChatStateCount> counters = new Counters<>(ChatStateCount.class);

    @Nonnull
    Counters<ChatStateCount> counters() {
        return counters;
    }

    void count(@Nonnull final String service, @Nonnull final ChatStateCount what) {
        counters.count(service, what);
    }

    /**
     * Counts what became of a standalone notification.
     *
     * @param service the service of its room
     * @param decision what became of it
     * @param replaces whether something was held back before
     * @param occupants to how many it would have been delivered
     */
    void decided(@Nonnull final String service, @Nonnull final Decision decision, final boolean replaces,
                 final int occupants) {
        switch (decision) {
            case SUPPRESSED -> dropped(service, ChatStateCount.DROPPED_SUPPRESSED, occupants);
            case GONE -> dropped(service, ChatStateCount.DROPPED_GONE, occupants);
            case REPEATED -> dropped(service, ChatStateCount.DROPPED_REPEATED, occupants);
            case VOICELESS -> dropped(service, ChatStateCount.DROPPED_VOICELESS, 0);
            case SEVERAL -> dropped(service, ChatStateCount.DROPPED_SEVERAL, occupants);
            case CROWDED -> dropped(service, ChatStateCount.DROPPED_CROWDED, occupants);
            // What is held back may yet be delivered; what was held back before will not.
            case TOO_FAST -> dropped(service, ChatStateCount.DROPPED_TOO_FAST, replaces ? occupants : 0);
            default -> {
            }
        }
    }

    private void dropped(final String service, final ChatStateCount reason, final int deliveries) {
        counters.count(service, reason);
        counters.count(service, ChatStateCount.DELIVERIES_SAVED, deliveries);
    }

    /** Counts a delivery that does not take place. */
    void withheld(@Nonnull final String service, @Nonnull final ChatStateCount reason) {
        counters.count(service, reason);
        counters.count(service, ChatStateCount.DELIVERIES_SAVED);
    }
}
