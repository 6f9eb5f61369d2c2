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

import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import javax.annotation.Nullable;
import org.dom4j.Element;
import org.xmpp.packet.JID;

/**
 * Lets other plugins publish in the name of rooms. Safe for use by several threads; nothing blocks.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0316.html#room">XEP-0316 §2</a>
 */
public interface RoomPublisher {

    /**
     * Publishes an item to a node of a room, which is created where it is missing. Interested occupants are notified.
     *
     * @param room the room's bare JID
     * @param node the node's id, by convention the namespace of the payload
     * @param itemId the item's id; {@code null} to have one generated
     * @param payload what to publish; a copy is taken
     * @return the item's id; fails with an {@link IllegalArgumentException} where there is no such room, where the room
     *     does without this protocol, where a limit is exceeded or the payload has more than 100 levels, and with an
     *     {@link IllegalStateException} where the nodes of the room cannot be read now
     */
    @Nonnull
    CompletionStage<String> publish(@Nonnull JID room, @Nonnull String node, @Nullable String itemId,
                                    @Nonnull Element payload);

    /**
     * Deletes an item from a node of a room. Interested occupants are notified.
     *
     * @param room the room's bare JID
     * @param node the node's id
     * @param itemId the item's id
     * @return whether there was such an item
     */
    @Nonnull
    CompletionStage<Boolean> retract(@Nonnull JID room, @Nonnull String node, @Nonnull String itemId);
}
