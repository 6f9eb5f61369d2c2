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
 * Hears that a room's configuration is about to change, or may have changed. Called on the server's threads:
 * implementations return at once and throw nothing.
 */
@FunctionalInterface
public interface RoomConfigurationListener {

    /**
     * A room's configuration may be about to change, or the room about to be destroyed. Until {@link #roomConfigured}
     * is called as often as this, what the room shows may be half of the old and half of the new. That may be called
     * less often, where the answer of the server is not found.
     *
     * @param room the room's bare JID
     */
    default void roomConfiguring(@Nonnull final JID room) {
        // For those who need not know.
    }

    /**
     * The server answered a request to change a room's configuration, which may have changed.
     *
     * @param room the room's bare JID
     */
    void roomConfigured(@Nonnull JID room);
}
