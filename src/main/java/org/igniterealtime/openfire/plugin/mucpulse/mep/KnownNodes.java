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

import java.util.Collection;
import javax.annotation.Nonnull;
import org.igniterealtime.openfire.plugin.mucpulse.port.OccupantView;
import org.xmpp.packet.JID;

/**
 * Which nodes there are, for what is decided on the server's threads: whom a request is for, and what is added to the
 * server's own service discovery. Safe for use by several threads; nothing blocks.
 */
interface KnownNodes {

    /**
     * The nodes of a room itself.
     *
     * @param room the room's bare JID
     * @return the nodes, ordered by their ids; possibly none, never {@code null}
     */
    @Nonnull
    Collection<NodeName> ofRoom(@Nonnull JID room);

    /**
     * Whether an occupant has a node.
     *
     * @param room the room's bare JID
     * @param occupant the occupant, as the server has it
     * @param node the node's id
     * @return {@code false} also where nothing is known of the occupant
     */
    boolean has(@Nonnull JID room, @Nonnull OccupantView occupant, @Nonnull String node);

    /**
     * Whether an occupant has any node.
     *
     * @param room the room's bare JID
     * @param occupant the occupant, as the server has it
     * @return {@code false} also where nothing is known of the occupant
     */
    boolean hasAny(@Nonnull JID room, @Nonnull OccupantView occupant);
}
