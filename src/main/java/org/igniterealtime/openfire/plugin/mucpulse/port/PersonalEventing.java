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
import org.dom4j.Element;
import org.xmpp.packet.JID;

/**
 * Publishes to the personal eventing services of this server's users, in the users' names. Their clients are sent
 * nothing but the notifications of nodes in which they are interested. All methods block. Implementations are safe for
 * use by several threads.
 *
 * @see <a href="https://xmpp.org/extensions/xep-0163.html">XEP-0163</a>
 */
public interface PersonalEventing {

    /**
     * Whether the server offers personal eventing at all.
     *
     * @return {@code false} where the administrator has switched it off
     */
    boolean isOffered();

    /**
     * Ensures that all contacts of a user will be notified of the first item of a node. To be called again soon where
     * the server is still at it, which is not for long.
     *
     * @param user the bare JID of a user with an account
     * @param node the node's id
     * @return {@code false} where contacts are still being subscribed
     * @throws IllegalStateException where the server could not do it
     */
    boolean prepare(@Nonnull JID user, @Nonnull String node);

    /**
     * Publishes an item in a user's name, and tells all who are interested. A node that does not exist yet is created,
     * with the access model that the user's nodes have by default; one that exists keeps its own.
     *
     * @param user the bare JID of a user with an account
     * @param node the node's id
     * @param item the item's id; an item that has it already is replaced
     * @param payload what the item holds
     * @param items how many items the node has to be able to hold
     * @throws IllegalStateException where the server could not do it, or not all of it
     */
    void publish(@Nonnull JID user, @Nonnull String node, @Nonnull String item, @Nonnull Element payload, int items);

    /**
     * Replaces an item by a last one that all who are interested are notified of, and then takes that away in silence,
     * so that nobody is notified of it later. Does nothing where there is no such node.
     *
     * @param user the bare JID of a user, or of one who was
     * @param node the node's id
     * @param item the item's id
     * @param farewell what the last item holds
     * @throws IllegalStateException where the server could not do it, or not all of it
     */
    void retract(@Nonnull JID user, @Nonnull String node, @Nonnull String item, @Nonnull Element farewell);

    /**
     * Makes sure that an item that was retracted is gone from the server's database as well, which writes late, and not
     * always in order. Nobody is notified.
     *
     * @param user the bare JID of a user, or of one who was
     * @param node the node's id
     * @param item the item's id
     * @throws IllegalStateException where the server could not do it
     */
    void forget(@Nonnull JID user, @Nonnull String node, @Nonnull String item);
}
