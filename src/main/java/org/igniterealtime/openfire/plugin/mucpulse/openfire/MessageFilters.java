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
package org.igniterealtime.openfire.plugin.mucpulse.openfire;

import java.util.List;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.concurrent.ErrorHandler;
import org.igniterealtime.openfire.plugin.mucpulse.feature.HookList;
import org.igniterealtime.openfire.plugin.mucpulse.openfire.compat.ClientStates;
import org.igniterealtime.openfire.plugin.mucpulse.port.MessageFilter;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.Message;

/**
 * Asks the filters of all features whether a groupchat message passes. One that refuses is enough; what a filter throws
 * counts as consent, as a message must not be lost by a fault. Safe for use by several threads.
 */
final class MessageFilters {

    private static final String FILTER = "a filter for messages";

    private final HookList<MessageFilter> filters;
    private final ClientStates clientStates;
    private final ErrorHandler errors;

    /**
     * Creates it.
     *
     * @param filters the filters
     * @param clientStates knows which clients are inactive
     * @param errors handles what filters throw
     */
    MessageFilters(@Nonnull final HookList<MessageFilter> filters, @Nonnull final ClientStates clientStates,
                   @Nonnull final ErrorHandler errors) {
        this.filters = filters;
        this.clientStates = clientStates;
        this.errors = errors;
    }

    /**
     * Whether a message may go on to its room; see {@link MessageFilter#admits}.
     *
     * @param message a groupchat message from a full JID to a room's bare JID
     * @return {@code false} if a filter refuses it; the filters after that are not asked
     */
    boolean admit(@Nonnull final Message message) {
        return !filters.any(filter -> !filter.admits(message));
    }

    /**
     * Reports a message that is too large or too deep to be read; see {@link MessageFilter#passesUnread}.
     *
     * @param message a groupchat message from a full JID to a room's bare JID
     */
    void passUnread(@Nonnull final Message message) {
        filters.forEach(filter -> filter.passesUnread(message));
    }

    /**
     * Whether a message may be delivered to a session; see {@link MessageFilter#delivers}. Called for each recipient:
     * allocates nothing unless a filter finds the message dispensable.
     *
     * @param message a groupchat message from an occupant JID
     * @param session the recipient
     * @return {@code false} if a filter refuses it
     */
    boolean deliver(@Nonnull final Message message, @Nonnull final Session session) {
        final List<MessageFilter> all = filters.get();
        for (int index = 0; index < all.size(); index++) {
            try {
                final MessageFilter filter = all.get(index);
                if (filter.isDispensable(message)
                    && !filter.delivers(message, () -> clientStates.isInactive(session))) {
                    return false;
                }
            } catch (final Throwable thrown) {
                errors.handle(FILTER, thrown);
            }
        }
        return true;
    }
}
