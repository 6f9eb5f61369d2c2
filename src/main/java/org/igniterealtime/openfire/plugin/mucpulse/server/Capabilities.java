/*
 * Copyright (C) 2026 Ignite Realtime Foundation. All rights reserved.
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
package org.igniterealtime.openfire.plugin.mucpulse.server;

import java.util.Set;
import java.util.function.Consumer;
import javax.annotation.Nonnull;
import org.xmpp.packet.JID;

/**
 * Knows what clients are capable of. Safe for use by several threads.
 */
public interface Capabilities {

    /**
     * Finds out which features are behind an announcement: from memory, or by asking the client. Never blocks.
     *
     * @param session who announced it
     * @param announcement what was announced
     * @param answer is given the features, on some thread; never called where the client does not answer, or answers
     *               something else than it announced
     */
    void resolve(@Nonnull JID session, @Nonnull CapsAnnouncement announcement,
                 @Nonnull Consumer<Set<String>> answer);

    /**
     * Whether the server itself knows that a client has a feature.
     *
     * @param session a full JID
     * @param feature the feature
     * @return {@code false} also where the server knows nothing of the client
     */
    boolean announces(@Nonnull JID session, @Nonnull String feature);

    /**
     * Whether the server itself knows that a client does not have a feature.
     *
     * @param session a full JID
     * @param feature the feature
     * @return {@code false} also where the server knows nothing of the client
     */
    boolean lacks(@Nonnull JID session, @Nonnull String feature);
}
