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

import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.xmpp.packet.JID;

/**
 * Hears what tells whether the stanzas of rooms reach the sessions in them. Called on the server's threads, before the
 * server processes the stanza: implementations return at once and throw nothing. All room JIDs are bare.
 */
public interface RoomStanzaListener {

    /**
     * A room is about to get a message or presence, which it may pass on under the same id.
     *
     * @param room the room
     * @param id the id of the stanza
     */
    void stanzaReceived(@Nonnull JID room, @Nonnull String id);

    /**
     * A session sent something to a room, or answered a request that came from one: it is there. Not reported for what
     * its server can have sent in its place: unavailable presence, and errors.
     *
     * @param session a full JID
     */
    void sessionHeard(@Nonnull JID session);

    /**
     * An error came back for a message or presence of a room which says that the session did not get it. Not reported
     * for errors of clients that got something and would not have it. The id can look like one of the plugin's own
     * messages.
     *
     * @param room the room
     * @param session the full JID of the session
     * @param id the id of the stanza that could not be delivered, {@code null} where the error has none
     */
    void undelivered(@Nonnull JID room, @Nonnull JID session, @Nullable String id);

    /**
     * A session, or its server in its place, answered a request that came from a room with an error that this server
     * takes for a sign of life. It says nothing of what was sent to the session otherwise.
     *
     * @param session a full JID
     */
    void pingAnswered(@Nonnull JID session);

    /**
     * The server asks a session in a room, from which nothing was heard for a while, for a sign of life (XEP-0199).
     *
     * @param session a full JID
     */
    void pinged(@Nonnull JID session);
}
