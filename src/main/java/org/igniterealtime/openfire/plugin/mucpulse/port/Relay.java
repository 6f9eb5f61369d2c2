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

import java.util.Set;
import javax.annotation.Nonnull;

/**
 * Carries messages to the other servers of the cluster that have the plugin: the <em>peers</em>. What a server sends to
 * a peer arrives there at most once, and in the order in which it was sent. What is lost, because too much waits or the
 * peer cannot be reached, is noticed by the peer: see {@link RelayListener#messagesLost}. Every message has a topic,
 * and is given to the listeners of that topic. Safe for use by several threads; nothing blocks, and nothing throws.
 */
public interface Relay {

    /** A server without peers. */
    Relay NONE = new Relay() {
        @Override
        @Nonnull
        public Set<String> peers() {
            return Set.of();
        }

        @Override
        public void toAll(@Nonnull final String topic, @Nonnull final byte[] message) {
            // There is nobody.
        }

        @Override
        public void send(@Nonnull final String peer, @Nonnull final String topic, @Nonnull final byte[] message) {
            // There is nobody.
        }
    };

    /**
     * The peers of this moment. Costs one volatile read: to be asked before a message is put together.
     *
     * @return the ids of the peers, as {@link Cluster#members()} has them; never that of this server
     */
    @Nonnull
    Set<String> peers();

    /**
     * Sends a message to all peers: at once to one to which nothing was sent for a moment, else gathered with others.
     *
     * @param topic whose listeners are to get it
     * @param message the message, which is not to be changed afterwards
     */
    void toAll(@Nonnull String topic, @Nonnull byte[] message);

    /**
     * Whether so much waits to be sent to a peer that whoever has much to send there had better go on later.
     *
     * @param peer the peer's id
     * @return {@code false} also where it is no peer
     */
    default boolean isCongested(@Nonnull final String peer) {
        return false;
    }

    /**
     * Sends a message to one peer without waiting for others, behind what is on its way there.
     *
     * @param peer the peer's id; does nothing where it is none
     * @param topic whose listeners are to get it
     * @param message the message, which is not to be changed afterwards
     */
    void send(@Nonnull String peer, @Nonnull String topic, @Nonnull byte[] message);
}
