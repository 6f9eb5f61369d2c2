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
package org.igniterealtime.openfire.plugin.mucpulse.openfire.compat;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/** What the server itself knows of clients; the way to ask it differs between its versions. */
@FunctionalInterface
public interface ServerCaps {

    /**
     * Whether a client has a feature.
     *
     * @param session a full JID
     * @param feature the feature
     * @return whether it has, empty where the server knows nothing of the client
     */
    @Nonnull
    Optional<Boolean> knows(@Nonnull JID session, @Nonnull String feature);

    /**
     * The features of a client.
     *
     * @param session a full JID
     * @return the features; none where the server knows nothing of the client, or where this version does not list them
     */
    @Nonnull
    default Collection<String> features(@Nonnull final JID session) {
        return List.of();
    }
}
