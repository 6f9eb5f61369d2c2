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
package org.igniterealtime.openfire.plugin.mucpulse.mep;

import java.util.List;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Stores the nodes of persistent rooms, across restarts of the server. Safe for use by several threads.
 */
public interface NodeStore {

    /**
     * Stores a change of a node, at once or later. Never blocks.
     *
     * @param room the room's bare JID
     * @param node the node's id
     * @param change what changed
     */
    void change(@Nonnull JID room, @Nonnull String node, @Nonnull NodeChange change);

    /**
     * Deletes all nodes of a room, at once or later. Never blocks.
     *
     * @param room the room's bare JID
     */
    void deleteRoom(@Nonnull JID room);

    /**
     * The nodes of a room. May block.
     *
     * @param room the room's bare JID
     * @param mostBytes how many bytes of items to read at most; past that, the oldest ones are left out
     * @return the nodes, possibly none, never {@code null}
     * @throws RuntimeException where they cannot be read
     */
    @Nonnull
    List<StoredNode> load(@Nonnull JID room, long mostBytes);
}
