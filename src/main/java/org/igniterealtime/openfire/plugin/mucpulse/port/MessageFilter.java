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
package org.igniterealtime.openfire.plugin.mucpulse.port;

import java.util.function.BooleanSupplier;
import javax.annotation.Nonnull;
import org.xmpp.packet.Message;

/**
 * A feature that decides which messages pass. Called on the server's threads for every groupchat message:
 * implementations return at once and throw nothing.
 */
public interface MessageFilter {

    /**
     * Whether a message may go on to its room.
     *
     * @param message a groupchat message from a full JID to a room's bare JID; may be changed
     * @return {@code false} to have it vanish without a sound
     */
    boolean admits(@Nonnull Message message);

    /**
     * A message that is too large or too deep to be looked at goes on to its room.
     *
     * @param message a groupchat message from a full JID to a room's bare JID; nothing but its addresses is to be read
     */
    void passesUnread(@Nonnull Message message);

    /**
     * Whether a message need not be delivered to everybody. Asked for each recipient, and so allocates nothing.
     *
     * @param message a groupchat message from an occupant JID; not to be changed
     * @return whether {@link #delivers} is to be asked
     */
    boolean isDispensable(@Nonnull Message message);

    /**
     * Whether a message that is dispensable may be delivered to a session.
     *
     * @param message a groupchat message from an occupant JID; not to be changed, as others get the same object
     * @param inactive tells whether the session's client said that nobody looks at it (XEP-0352); {@code false} also
     *                 where the server does not know
     * @return {@code false} to have it vanish without a sound
     */
    boolean delivers(@Nonnull Message message, @Nonnull BooleanSupplier inactive);
}
