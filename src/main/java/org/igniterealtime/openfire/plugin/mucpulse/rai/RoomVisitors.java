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

import java.util.NavigableMap;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.StorageException;
import org.xmpp.packet.JID;

/** Remembers, also when the server is restarted, who has been in a room. Safe for use by several threads. */
@FunctionalInterface
interface RoomVisitors {

    /**
     * Somebody who has been in a room.
     *
     * @param user the bare JID
     * @param timestamp when that was last
     */
    record Visitor(@Nonnull JID user, long timestamp) {
    }

    /**
     * Some visitors of a room.
     *
     * @param visitors the visitors by their keys
     * @param last whether no visitors follow
     */
    record Part(@Nonnull NavigableMap<String, Visitor> visitors, boolean last) {
    }

    /**
     * The visitors of a room that follow on a key. May block.
     *
     * @param room the room's bare JID
     * @param after the key, as {@link org.igniterealtime.openfire.plugin.mucpulse.store.Sql#key} makes it of a bare
     *     JID; empty to begin
     * @param limit for how many to ask the database at most
     * @return the visitors; at least one unless they are the last
     * @throws StorageException where the database cannot be read
     */
    @Nonnull
    Part visitors(@Nonnull JID room, @Nonnull String after, int limit);
}
