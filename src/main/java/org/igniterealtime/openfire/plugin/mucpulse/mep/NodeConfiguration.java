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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nonnull;

/**
 * How a node behaves. Immutable.
 *
 * @param title a name for people, possibly empty
 * @param type the namespace of the payloads, possibly empty
 * @param deliverPayloads whether events hold what was published, or only say that something was
 * @param notifyRetract whether it is told that an item was deleted
 * @param notifyDelete whether it is told that the node was deleted
 * @param notifyConfig whether it is told that the configuration changed
 * @param persistItems whether items are kept for those who ask later
 * @param maxItems how many items are kept
 * @param sendLast when the last item is sent to those who become interested
 * @param itemExpire after which time an item is forgotten; zero: never
 * @param maxPayloadSize how long a payload may be, in bytes
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#registrar-formtypes-config">XEP-0060 §16.4.4</a>
 */
public record NodeConfiguration(@Nonnull String title, @Nonnull String type, boolean deliverPayloads,
                                boolean notifyRetract, boolean notifyDelete, boolean notifyConfig,
                                boolean persistItems, int maxItems, @Nonnull SendLast sendLast,
                                @Nonnull Duration itemExpire, int maxPayloadSize) {

    // Written out: on Java 17, what the compiler makes of it holds the plugin's class loader.
    @Override
    public boolean equals(final Object other) {
        return other instanceof NodeConfiguration that && values().equals(that.values());
    }

    @Override
    public int hashCode() {
        return values().hashCode();
    }

    private List<Object> values() {
        return List.of(title, type, deliverPayloads, notifyRetract, notifyDelete, notifyConfig, persistItems,
            maxItems, sendLast, itemExpire, maxPayloadSize);
    }

    /** Whether it is told that an item had to go for another. Where there is room for one only, everybody knows. */
    boolean notifiesOverflow() {
        return notifyRetract && maxItems > 1;
    }

    /** When the last item is sent. */
    public enum SendLast {
        /** Never. */
        NEVER,
        /** To those who subscribe. */
        ON_SUB,
        /** To those who subscribe, and to those whose presence shows interest. */
        ON_SUB_AND_PRESENCE;

        @Nonnull
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a new node of an occupant or of the room gets. */
    @Nonnull
    static NodeConfiguration defaults(final int maxItems, final int maxPayloadSize) {
        return new NodeConfiguration("", "", true, true, true, false, true, maxItems, SendLast.ON_SUB_AND_PRESENCE,
            Duration.ZERO, maxPayloadSize);
    }
}
