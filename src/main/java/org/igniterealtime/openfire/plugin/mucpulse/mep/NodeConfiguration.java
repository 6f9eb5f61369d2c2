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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.annotation.Nonnull;

/**
 * The configuration of a node. Immutable.
 *
 * @param title a name for people, possibly empty
 * @param type the namespace of the payloads, possibly empty
 * @param deliverPayloads whether events contain the payload
 * @param notifyRetract whether an event is sent when an item is deleted
 * @param notifyDelete whether an event is sent when the node is deleted
 * @param notifyConfig whether an event is sent when the configuration is changed
 * @param persistItems whether items are kept for those who ask later
 * @param maxItems how many items are kept
 * @param sendLast when the last item is sent to those who become interested
 * @param itemExpire after which time an item is deleted; zero: never
 * @param maxPayloadSize the greatest length of a payload, in bytes
 * @see <a href="https://xmpp.org/extensions/xep-0060.html#registrar-formtypes-config">XEP-0060 §16.4.4</a>
 */
public record NodeConfiguration(@Nonnull String title, @Nonnull String type, boolean deliverPayloads,
                                boolean notifyRetract, boolean notifyDelete, boolean notifyConfig,
                                boolean persistItems, int maxItems, @Nonnull SendLast sendLast,
                                @Nonnull Duration itemExpire, int maxPayloadSize) {

    /** The number of items that new nodes of rooms hold, where the settings allow that. */
    private static final int ROOM_ITEMS = 20;

    // Written out for the reason that the package's description gives.
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

    /** Whether an event is sent for a displaced item. Not where the node holds one item, as the new one implies it. */
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
        String value() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The configuration of a new node of a room. */
    @Nonnull
    static NodeConfiguration ofRoom(@Nonnull final MepSettings settings) {
        return defaults(Math.min(ROOM_ITEMS, settings.itemsPerNode()), settings.payloadSize());
    }

    /** The configuration of a new node of an occupant. */
    @Nonnull
    static NodeConfiguration ofOccupant(@Nonnull final MepSettings settings) {
        return defaults(Math.min(1, settings.itemsPerNode()), settings.payloadSize());
    }

    /** The configuration of a new node, except for its limits. */
    @Nonnull
    static NodeConfiguration defaults(final int maxItems, final int maxPayloadSize) {
        return new NodeConfiguration("", "", true, true, true, false, true, maxItems, SendLast.ON_SUB_AND_PRESENCE,
            Duration.ZERO, maxPayloadSize);
    }
}
