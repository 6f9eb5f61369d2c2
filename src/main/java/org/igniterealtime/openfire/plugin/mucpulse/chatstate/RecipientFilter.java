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

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.chatstate.ChatStateSettings.Policy;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

/**
 * Decides for each recipient whether a standalone notification is delivered (C6). Safe for use by several threads.
 */
final class RecipientFilter {

    private final Supplier<ChatStateSettings> settings;
    private final ClientSupport clients;
    private final ChatStateCounters counters;

    RecipientFilter(@Nonnull final Supplier<ChatStateSettings> settings, @Nonnull final ClientSupport clients,
                    @Nonnull final ChatStateCounters counters) {
        this.settings = settings;
        this.clients = clients;
        this.counters = counters;
    }

    /** Whether a message as broadcast by a room is a standalone notification. Allocates nothing. */
    boolean isDispensable(@Nonnull final Message message) {
        return Notification.isStandaloneBroadcast(message);
    }

    /**
     * Whether a standalone notification is delivered to its recipient. Counts the delivery where it is not.
     *
     * @param message a standalone notification from an occupant JID to a full JID
     * @param inactive whether the recipient's client has said that it is inactive (XEP-0352)
     * @return {@code true} also where the recipient's capabilities are not known
     */
    boolean delivers(@Nonnull final Message message, @Nonnull final BooleanSupplier inactive) {
        final ChatStateSettings current = settings.get();
        final JID room = message.getFrom();
        if (message.getElement().attributeValue("to") == null || !current.perRecipient()
            || current.policyOf(room.getDomain(), room.toBareJID()) == Policy.RELAY) {
            return true;
        }
        if (clients.lacks(message)) {
            counters.withheld(room.getDomain(), ChatStateMetrics.WITHHELD_UNSUPPORTED);
            return false;
        }
        if (inactive.getAsBoolean()) {
            counters.withheld(room.getDomain(), ChatStateMetrics.WITHHELD_INACTIVE);
            return false;
        }
        return true;
    }
}
