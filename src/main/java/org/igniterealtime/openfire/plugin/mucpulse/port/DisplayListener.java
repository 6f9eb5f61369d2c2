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

import java.util.Optional;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Hears which messages of rooms users have had displayed, in whatever way they say so. Called on the server's threads:
 * implementations return at once and throw nothing. All room JIDs are bare; there need not be such a room. What the ids
 * name is up to the sender.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0333.html">XEP-0333: Displayed Markers</a>
 * @see <a href="https://xmpp.org/extensions/xep-0490.html">XEP-0490: Message Displayed Synchronization</a>
 */
public interface DisplayListener {

    /**
     * A session sends a displayed marker to a room, which may refuse it: the session need not be in the room.
     *
     * @param session the full JID of the session
     * @param room the room
     * @param id the id of the message that was displayed: the one that the room assigned, or the one that its sender
     *     chose
     */
    void markerSent(@Nonnull JID session, @Nonnull JID room, @Nonnull String id);

    /**
     * A user asks to have it noted in the user's own personal eventing which message was displayed last.
     *
     * @param user the bare JID of the user
     * @param room the room
     * @param stanzaId the id that the room assigned to the message, as the user has it
     * @return what is to be done once the server has accepted that, on one of its threads; empty where nothing is
     */
    @Nonnull
    Optional<Runnable> publishing(@Nonnull JID user, @Nonnull JID room, @Nonnull String stanzaId);
}
