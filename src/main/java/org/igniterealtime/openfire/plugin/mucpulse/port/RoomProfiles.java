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

import java.util.Collection;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * What the rooms of this server show of themselves, and who is there. Implementations are safe for use by several
 * threads.
 */
public interface RoomProfiles {

    /**
     * Looks at a room. Cheap: does not walk its occupants.
     *
     * @param room the room's bare JID
     * @return what it shows now, empty where there is no such room in memory
     */
    @Nonnull
    Optional<RoomProfile> profile(@Nonnull JID room);

    /**
     * Looks at a room that somebody named. A persistent one that is not in memory is loaded, for which this may block.
     *
     * @param room the room's bare JID
     * @return what it shows now, empty where there is no such room
     */
    @Nonnull
    default Optional<RoomProfile> load(@Nonnull final JID room) {
        return profile(room);
    }

    /**
     * The sessions that a user has in a room now.
     *
     * @param room the room's bare JID
     * @param user the user's bare JID
     * @return full JIDs, possibly empty, never {@code null}
     */
    @Nonnull
    Collection<JID> sessions(@Nonnull JID room, @Nonnull JID user);

    /**
     * The rooms of all services that are in memory.
     *
     * @return snapshots, possibly empty, never {@code null}
     */
    @Nonnull
    Collection<RoomView> loaded();
}
