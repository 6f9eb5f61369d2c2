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

import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Knows what clients are capable of. Safe for use by several threads.
 */
public interface Capabilities {

    /**
     * The nodes that clients with an announcement are interested in: those of their features that end with
     * {@code +notify}, as far as they are sensible. One object for all that are equal, as it is kept for each occupant.
     *
     * @param announcement what was announced
     * @return the ids of the nodes, without {@code +notify}; empty where nobody has answered yet what fits it
     */
    @Nonnull
    Optional<Set<String>> interests(@Nonnull CapsAnnouncement announcement);

    /**
     * The features that clients with an announcement have, of those that matter to the plugin: what features of the
     * plugin name in {@link org.igniterealtime.openfire.plugin.mucpulse.feature.Feature#clientFeatures()}. One object
     * for all that are equal.
     *
     * @param announcement what was announced
     * @return the features; empty where nobody has answered yet what fits it
     */
    @Nonnull
    Optional<Set<String>> features(@Nonnull CapsAnnouncement announcement);

    /**
     * Wants to know what is behind an announcement, of which {@link #interests} and {@link #features} know nothing. The
     * client is asked, or another that announced the same, unless that was tried too often or for too many. What a
     * session announced before is not wanted any more. Where nothing came of it, it may be called again after a while,
     * also while the client has not answered yet. Never blocks.
     *
     * @param session who announced it
     * @param room a room to which it was announced: clients of other servers are asked in the name of its service, too
     * @param announcement what was announced
     */
    void ask(@Nonnull JID session, @Nonnull JID room, @Nonnull CapsAnnouncement announcement);

    /**
     * Adds a listener for what was wanted and is known now.
     *
     * @param listener is given the session, on some thread
     */
    void listen(@Nonnull Consumer<JID> listener);

    /**
     * Whether the server itself knows that a client has a feature.
     *
     * @param session a full JID
     * @param feature the feature
     * @return {@code false} also where the server knows nothing of the client
     */
    boolean announces(@Nonnull JID session, @Nonnull String feature);

    /**
     * The nodes that a client is interested in, by what the server itself knows of it.
     *
     * @param session a full JID
     * @return the ids of the nodes, without {@code +notify}; none where the server knows nothing of the client, or
     *     where this version of it does not tell
     */
    @Nonnull
    default Set<String> knownInterests(@Nonnull final JID session) {
        return Set.of();
    }

    /**
     * Whether the server itself knows that a client does not have a feature.
     *
     * @param session a full JID
     * @param feature the feature
     * @return {@code false} also where the server knows nothing of the client
     */
    boolean lacks(@Nonnull JID session, @Nonnull String feature);
}
