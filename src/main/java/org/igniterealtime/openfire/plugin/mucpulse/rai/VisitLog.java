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
package org.igniterealtime.openfire.plugin.mucpulse.rai;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.xmpp.packet.JID;

/**
 * Remembers, also when the server is restarted, when which user was last in which room. Safe for use by several
 * threads.
 */
public interface VisitLog {

    /**
     * Notes that a user is, or was until now, in a room. Never blocks.
     *
     * @param user the user's bare JID
     * @param room the room's bare JID
     * @param timestamp when
     */
    void visited(@Nonnull JID user, @Nonnull JID room, long timestamp);

    /**
     * All rooms of this server that a user has been in, with the timestamp of when that was last. May block.
     *
     * @param user the user's bare JID
     * @return timestamps by room, possibly empty, never {@code null}
     * @throws StorageException where the database cannot be read
     */
    @Nonnull
    Map<JID, Long> visits(@Nonnull JID user);

    /**
     * All rooms of this server that each of some users has been in, at the cost of few queries. May block.
     *
     * @param users the users' bare JIDs
     * @return timestamps by user and room; users without visits can be missing. Never {@code null}
     * @throws StorageException where the database cannot be read
     */
    @Nonnull
    default Map<JID, Map<JID, Long>> visits(@Nonnull final Collection<JID> users) {
        final Map<JID, Map<JID, Long>> visits = new HashMap<>();
        users.forEach(user -> visits.put(user, visits(user)));
        return visits;
    }

    /**
     * Forgets where a user has been. Never blocks.
     *
     * @param user the user's bare JID
     */
    void forgetUser(@Nonnull JID user);

    /**
     * Forgets who was in a room, and what was said there. Never blocks.
     *
     * @param room the room's bare JID
     */
    void forgetRoom(@Nonnull JID room);
}
