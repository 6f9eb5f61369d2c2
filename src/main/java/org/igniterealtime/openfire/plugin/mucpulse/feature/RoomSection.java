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
package org.igniterealtime.openfire.plugin.mucpulse.feature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * What a feature adds to the console's page of a room: what it keeps in the room, and who may put something there.
 * Implementations are safe for use by several threads, and do not block.
 */
public interface RoomSection {

    /**
     * Something with a name that holds items. Immutable.
     *
     * @param address the JID of the room or occupant whose it is
     * @param owner whose it is, for a person
     * @param id its name, different from all others at the address
     * @param title its name for people, possibly empty
     * @param publishers who may put something into it
     * @param items what it holds, oldest first
     */
    record Node(@Nonnull JID address, @Nonnull Text owner, @Nonnull String id, @Nonnull String title,
                @Nonnull Text publishers, @Nonnull List<Item> items) {

        /** Takes a copy. */
        public Node {
            items = List.copyOf(items);
        }
    }

    /**
     * An item of a node.
     *
     * @param id unique within the node
     * @param published when it was put there
     * @param payload what it is, as XML; possibly empty
     */
    record Item(@Nonnull String id, @Nonnull Instant published, @Nonnull String payload) {
    }

    /**
     * What an item holds, for a person who does not read XML.
     *
     * @param summary what it is; empty where that cannot be said
     * @param picture whether it may hold a picture
     */
    record Preview(@Nonnull Text summary, boolean picture) {
    }

    /**
     * What the feature keeps in a room.
     *
     * @param room the bare JID of a room that exists
     * @return the nodes of the room and its occupants, those of the room first
     */
    @Nonnull
    CompletionStage<List<Node>> nodes(@Nonnull JID room);

    /**
     * Says what an item holds.
     *
     * @param item an item of one of the feature's nodes
     * @return what to show of it
     */
    @Nonnull
    Preview preview(@Nonnull Item item);

    /**
     * The picture that an item holds.
     *
     * @param address the JID of the room or occupant whose node it is in
     * @param node the node's id
     * @param item the item's id
     * @return the picture, empty where there is none
     */
    @Nonnull
    CompletionStage<Optional<Picture>> picture(@Nonnull JID address, @Nonnull String node, @Nonnull String item);

    /**
     * Where that is kept, in a cluster of several servers.
     *
     * @return a sentence, empty where there is nothing to say
     */
    @Nonnull
    default Optional<Text> place() {
        return Optional.empty();
    }

    /**
     * Deletes a node or an item of it.
     *
     * @param address the JID of the room or occupant whose node it is
     * @param node the node's id
     * @param item the item's id, empty for the whole node
     * @return whether the feature had that
     */
    @Nonnull
    CompletionStage<Boolean> delete(@Nonnull JID address, @Nonnull String node, @Nonnull Optional<String> item);

    /**
     * Who may put something into a node.
     *
     * @param node the node's id
     * @param publishers those who may
     */
    record Publishers(@Nonnull String node, @Nonnull Text publishers) {
    }

    /**
     * Who may put something into nodes of which the settings say so.
     *
     * @return those who may for each such node, possibly empty, never null
     */
    @Nonnull
    List<Publishers> publishers();

    /**
     * Who may put something into all other nodes of rooms.
     *
     * @return a text
     */
    @Nonnull
    Text otherPublishers();
}
