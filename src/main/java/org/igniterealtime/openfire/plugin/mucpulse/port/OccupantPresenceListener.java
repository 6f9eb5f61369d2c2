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
import org.xmpp.packet.JID;

/**
 * Hears the available presence of sessions in rooms. Called on the server's threads: implementations return at once.
 */
@FunctionalInterface
public interface OccupantPresenceListener {

    /**
     * A session is present in a room, or asks to enter it, and announces its capabilities.
     *
     * @param occupant the occupant JID that the session has, or wants to have
     * @param session its full JID
     * @param announcement what it announces
     */
    void presenceInRoom(@Nonnull JID occupant, @Nonnull JID session, @Nonnull CapsAnnouncement announcement);

    /**
     * The same, without capabilities, or without any that can be checked. What the session announced before still
     * holds.
     *
     * @param occupant the occupant JID that the session has, or wants to have
     * @param session its full JID
     */
    default void presenceInRoom(@Nonnull final JID occupant, @Nonnull final JID session) {
        // Says nothing of capabilities; but the session is there, and its server can be reached.
    }
}
