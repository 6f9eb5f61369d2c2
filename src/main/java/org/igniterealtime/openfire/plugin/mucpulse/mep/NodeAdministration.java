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
import java.util.Map;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Lets administrators of the server see and delete the nodes of any room. Safe for use by several threads; nothing
 * blocks.
 */
public interface NodeAdministration {

    /**
     * The nodes of a room and its occupants.
     *
     * @param room the bare JID of a room that exists
     * @return the nodes, those of the room first
     */
    @Nonnull
    CompletionStage<List<NodeView>> nodes(@Nonnull JID room);

    /**
     * Deletes a node. Interested occupants are notified.
     *
     * @param address the JID of the room or occupant whose node it is
     * @param node the node's id
     * @return whether there was such a node
     */
    @Nonnull
    CompletionStage<Boolean> deleteNode(@Nonnull JID address, @Nonnull String node);

    /**
     * Deletes an item. Interested occupants are notified.
     *
     * @param address the JID of the room or occupant whose node it is in
     * @param node the node's id
     * @param itemId the item's id
     * @return whether there was such an item
     */
    @Nonnull
    CompletionStage<Boolean> deleteItem(@Nonnull JID address, @Nonnull String node, @Nonnull String itemId);

    /**
     * How many nodes there are in the rooms that somebody is in.
     *
     * @return the numbers, by service
     */
    @Nonnull
    CompletionStage<Map<String, NodeCount>> census();
}
