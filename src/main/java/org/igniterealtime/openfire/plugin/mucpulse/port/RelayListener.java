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

/**
 * Hears what other servers send by the {@link Relay}. Called on a thread of the relay, for each peer in the order in
 * which things happened: implementations return at once.
 */
public interface RelayListener {

    /**
     * The topic of the messages that this listener gets.
     *
     * @return the topic, which is the same each time
     */
    @Nonnull
    String topic();

    /**
     * A message arrived.
     *
     * @param peer the id of the server that sent it
     * @param message what it sent; a message that cannot be understood is to be ignored
     */
    void received(@Nonnull String peer, @Nonnull byte[] message);

    /**
     * A server with the plugin can be reached from now on: it joined, its plugin was started, or a split healed. What
     * it should know is to be sent to it.
     *
     * @param peer the server's id
     */
    default void peerJoined(@Nonnull final String peer) {
    }

    /**
     * A server cannot be reached any more: it left, died, is on the other side of a split, or its plugin was stopped.
     *
     * @param peer the server's id
     */
    default void peerLeft(@Nonnull final String peer) {
    }

    /**
     * Messages of a peer were lost. What they may have said is to be read or asked for anew.
     *
     * @param peer the id of the server that sent them
     */
    default void messagesLost(@Nonnull final String peer) {
    }
}
